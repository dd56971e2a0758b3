package dev.parley.kit.admission;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.parley.media.Limits;
import dev.parley.media.Picture;
import dev.parley.media.Pictures;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FlatnessTest {
    @TempDir
    Path folder;

    /** A soft light over everything, and the noise of a camera. */
    static Picture photographed(Picture scene, double noise) {
        Random random = new Random(2);
        byte[] rgb = new byte[scene.rgb().length];
        for (int i = 0; i < rgb.length; i++) {
            double light = 0.8 + 0.2 * Math.sin(i / 3 % scene.width() / 40.0);
            double value = (scene.rgb()[i] & 0xff) * light + noise * random.nextGaussian();
            rgb[i] = (byte) Math.max(0, Math.min(255, Math.round(value)));
        }
        return new Picture(scene.width(), scene.height(), rgb);
    }

    private static Picture sample(String name) throws Exception {
        return Pictures.read(Path.of("../samples", name), Limits.DEFAULT);
    }

    @ParameterizedTest
    @ValueSource(strings = {"woman.png", "man.png", "pair.png"})
    void drawnFacesAreDrawingsAndPhotographsOfThemAreNot(String name) throws Exception {
        assertThat(Flatness.isDrawing(sample(name))).isTrue();
        assertThat(Flatness.isDrawing(photographed(sample(name), 2))).isFalse();
    }

    /** What JPEG leaves of a drawing: a little noise along its lines. */
    @ParameterizedTest
    @ValueSource(strings = {"woman.png", "man.png", "pair.png", "three.png"})
    void aDrawingThatWasKeptAsAJpegIsOne(String name) throws Exception {
        Picture drawn = sample(name);
        Picture kept = decoded(ScenePainter.jpeg(ScenePainter.image(drawn)));
        assertThat(Flatness.of(kept)).isLessThan(0.65);
        assertThat(Flatness.isDrawing(kept)).isTrue();
    }

    private Picture decoded(byte[] jpeg) throws Exception {
        return Pictures.read(Files.write(folder.resolve("kept.jpg"), jpeg), Limits.DEFAULT);
    }

    @Test
    void itIsTheShareOfPixelsLikeTheirNeighbors() {
        byte[] rgb = new byte[3 * 3 * 3];
        assertThat(Flatness.of(new Picture(3, 3, rgb))).isEqualTo(1);
        rgb[0] = 1; // not to be seen
        rgb[26] = (byte) 200; // beside and below two of the four
        assertThat(Flatness.of(new Picture(3, 3, rgb))).isEqualTo(1, within(0.0));
        rgb[3 * 4] = (byte) 200; // the one in the middle: itself, the one on its left and the one above
        assertThat(Flatness.of(new Picture(3, 3, rgb))).isEqualTo(0.25);
    }

    @Test
    void aPixelHasNoNeighbors() {
        assertThat(Flatness.of(new Picture(1, 1, new byte[3]))).isZero();
    }
}
