package dev.parley.quality;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.media.DetectedFace;
import dev.parley.media.Faces;
import dev.parley.media.Limits;
import dev.parley.media.MediaException;
import dev.parley.media.Picture;
import dev.parley.media.Pictures;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** The figures of films whose frames are one picture, changed after the first. */
class PortraitMeasuresTest {
    private static final int SIDE = 256;

    private static List<String> missed(Consumer<Graphics2D> change) {
        Picture still = woman();
        DetectedFace face = Faces.find(still).get(0);
        BufferedImage changed = FaceCount.image(still);
        Graphics2D pen = changed.createGraphics();
        pen.setRenderingHint(RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BICUBIC);
        change.accept(pen);
        pen.dispose();
        List<byte[]> frames = new ArrayList<>(List.of(still.rgb()));
        frames.addAll(Collections.nCopies(44, FaceCount.picture(changed).rgb()));
        return new PortraitMeasures("film", new Film(SIDE, SIDE, frames), face, "loudness", new double[45])
                .figures().stream()
                        .filter(figure -> !figure.good() && !figure.name().contains("mouth and"))
                        .map(Figure::name)
                        .toList();
    }

    @Test
    void aStillFilmIsGood() {
        assertThat(missed(pen -> {})).isEmpty();
    }

    @Test
    void aFaceThatGrowsIsNoticed() {
        assertThat(missed(pen -> pen.drawImage(
                        FaceCount.image(woman()), -10, -10, SIDE + 10, SIDE + 10, 0, 0, SIDE, SIDE, null)))
                .anyMatch(name -> name.contains("zoom"))
                .noneMatch(name -> name.contains("color") || name.contains("sharpness"));
    }

    @Test
    void aVeilIsNoticed() {
        assertThat(missed(pen -> {
                    pen.setColor(new Color(255, 255, 255, 110));
                    pen.fillRect(0, 0, SIDE, SIDE);
                }))
                .hasSize(3)
                .anyMatch(name -> name.contains("sharpness"))
                .anyMatch(name -> name.contains("mean color"))
                .anyMatch(name -> name.contains("away from the mouth"));
    }

    private static Picture woman() {
        try {
            return Pictures.cover(Pictures.read(Path.of("../../samples/woman.png"), Limits.DEFAULT), SIDE, SIDE);
        } catch (MediaException e) {
            throw new IllegalStateException(e);
        }
    }
}
