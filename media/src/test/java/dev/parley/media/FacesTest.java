package dev.parley.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class FacesTest {
    private static Picture sample(String name) throws MediaException {
        return Pictures.read(Path.of("../samples", name), Limits.DEFAULT);
    }

    @Test
    void aFaceIsFoundWhereItIs() throws Exception {
        assertThat(Faces.find(sample("woman.png"))).singleElement().satisfies(face -> {
            assertThat(face.middleX()).isBetween(88.0, 102.0); // the nose of the picture, 192 pixels wide
            assertThat(face.middleY()).isBetween(82.0, 100.0);
            assertThat(face.width()).isBetween(80, 120);
        });
    }

    @Test
    void eyesAreFoundAsSeenInThePicture() throws Exception {
        DetectedFace face = Faces.find(sample("woman.png")).get(0);
        assertThat(face.leftEye().x()).isBetween(60.0, 84.0);
        assertThat(face.rightEye().x()).isBetween(104.0, 130.0);
        assertThat(face.leftEye().y())
                .isBetween(68.0, 92.0)
                .isCloseTo(face.rightEye().y(), within(8.0));
    }

    @Test
    void whatOnlyLooksLikeAFaceInGrayIsNone() throws Exception {
        Picture woman = sample("woman.png");
        byte[] green = woman.rgb().clone();
        for (int i = 0; i < green.length; i += 3) {
            green[i] = (byte) ((green[i] & 0xff) / 4);
            green[i + 2] = (byte) ((green[i + 2] & 0xff) / 4);
        }
        DetectedFace face = Faces.find(woman).get(0);
        assertThat(SkinTone.isSeen(woman, face)).isTrue();
        assertThat(SkinTone.isSeen(new Picture(woman.width(), woman.height(), green), face))
                .isFalse();
    }

    @Test
    void facesComeFromLeftToRight() throws Exception {
        assertThat(Faces.find(sample("pair.png"))).hasSize(2).satisfies(faces -> assertThat(
                        faces.get(0).right())
                .isLessThan((int) faces.get(1).middleX()));
    }

    /** A search in a large picture looks at a smaller one; where faces are counts in the large one's pixels. */
    @Test
    void inALargePictureItIsFoundAtTheSamePlace() throws Exception {
        Picture woman = sample("woman.png");
        DetectedFace small = Faces.find(woman).get(0);
        assertThat(Faces.find(Bilinear.resize(woman, 1920, 1920)))
                .singleElement()
                .satisfies(face -> {
                    assertThat(face.middleX() / 10).isBetween(small.middleX() - 5, small.middleX() + 5);
                    assertThat(face.middleY() / 10).isBetween(small.middleY() - 5, small.middleY() + 5);
                });
    }

    @Test
    void theSamePictureGivesTheSameFaces() throws Exception {
        Picture pair = sample("pair.png");
        List<DetectedFace> once = Faces.find(pair);
        assertThat(Faces.find(pair)).isEqualTo(once);
    }

    @Test
    void whereNothingIsNothingIsFound() {
        byte[] noise = new byte[300 * 200 * 3];
        new Random(1).nextBytes(noise);
        assertThat(Faces.find(new Picture(300, 200, noise))).isEmpty();
        assertThat(Faces.find(new Picture(1, 1, new byte[3]))).isEmpty();
        assertThat(Faces.find(new Picture(4000, 1, new byte[12_000]))).isEmpty();
    }
}
