package dev.parley.kit.admission;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.parley.contracts.Box;
import dev.parley.contracts.ChunkPlan;
import dev.parley.contracts.JobId;
import dev.parley.contracts.RenderPlan;
import dev.parley.contracts.RenderRequest;
import dev.parley.contracts.RenderRequest.Engine;
import dev.parley.contracts.RenderRequestBuilder;
import dev.parley.contracts.RenderRequestSpeakerBuilder;
import dev.parley.contracts.RequestDefaults;
import dev.parley.media.Picture;
import dev.parley.plan.Size;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;

class ScenePainterTest {
    private static final int GRAY = 128;

    private static Picture gray(int width, int height) {
        byte[] rgb = new byte[width * height * 3];
        Arrays.fill(rgb, (byte) GRAY);
        return new Picture(width, height, rgb);
    }

    private static RenderPlan plan(Engine engine, int width, int height, Box... boxes) {
        RenderRequest request = RenderRequestBuilder.builder()
                .image("inputs/x")
                .speakers(Stream.of(boxes)
                        .map(box -> RenderRequestSpeakerBuilder.builder()
                                .audio("inputs/y")
                                .box(box)
                                .build())
                        .toList())
                .build();
        return new RenderPlan(
                JobId.create(Instant.EPOCH),
                RequestDefaults.fill(request, engine),
                width,
                height,
                new ChunkPlan(81, 81, 25),
                "inputs/x",
                List.of(),
                null,
                List.of(),
                null);
    }

    private static BufferedImage seen(PlannedScene scene) {
        try {
            return ImageIO.read(new ByteArrayInputStream(scene.jpeg()));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** How much more blue than red a pixel is. */
    private static int blueness(BufferedImage image, int x, int y) {
        Color color = new Color(image.getRGB(x, y));
        return color.getBlue() - color.getRed();
    }

    @Test
    void twoHalvesAreTintedInTheirColorsAndTheBackgroundIsNot() {
        Picture picture = gray(400, 400);
        PlannedScene scene = ScenePainter.paint(
                plan(Engine.MULTITALK, 640, 640, null, null), picture, new Size(400, 400), List.of());
        BufferedImage image = seen(scene);
        assertThat(List.of(image.getWidth(), image.getHeight())).containsExactly(640, 640);
        assertThat(blueness(image, 168, 328)).isGreaterThan(40);
        assertThat(blueness(image, 488, 328)).isLessThan(-40);
        assertThat(blueness(image, 320, 8)).isCloseTo(0, within(12));
        assertThat(scene.people()).extracting(PlannedScene.Person::color).containsExactly("blue", "orange");
        // 0.05 to 0.95 of each half, 200 wide: 19 of 20 columns are read where it is, 36 of 40 rows
        assertThat(scene.people()).extracting(PlannedScene.Person::tokens).containsExactly(18 * 36, 18 * 36);
    }

    @Test
    void boxesAreWhereTheCropLeavesThem() {
        // A picture twice as wide as high for a square video: scaled by 1.6, and 320 pixels are cut off on either side.
        Box left = new Box(200, 100, 150, 200);
        Box gone = new Box(620, 40, 120, 300);
        PlannedScene scene = ScenePainter.paint(
                plan(Engine.MULTITALK, 640, 640, left, gone), gray(800, 400), new Size(400, 800), List.of());
        BufferedImage image = seen(scene);
        assertThat(blueness(image, 120, 320)).as("inside").isGreaterThan(40);
        assertThat(blueness(image, 300, 320)).as("right of it").isCloseTo(0, within(12));
        assertThat(blueness(image, 120, 560)).as("below it").isCloseTo(0, within(12));
        assertThat(scene.people().get(0).tokens()).isEqualTo(15 * 20);
        assertThat(scene.people().get(1).tokens()).as("cut off").isZero();
        assertThat(scene.people()).extracting(PlannedScene.Person::box).containsExactly(left, gone);
    }

    @Test
    void aPictureThatWasMadeSmallerShowsBoxesInPixelsOfTheOriginal() {
        Box left = new Box(2000, 1000, 1500, 2000);
        Box right = new Box(4500, 1000, 500, 2000);
        PlannedScene scene = ScenePainter.paint(
                plan(Engine.MULTITALK, 640, 640, left, right), gray(800, 400), new Size(4000, 8000), List.of());
        assertThat(blueness(seen(scene), 120, 320)).isGreaterThan(40);
        assertThat(scene.people().get(0).tokens()).isEqualTo(15 * 20);
    }

    @Test
    void whoIsAloneIsToldApartFromNobody() {
        PlannedScene scene = ScenePainter.paint(
                plan(Engine.MULTITALK, 448, 896, (Box) null), gray(300, 600), new Size(600, 300), List.of());
        BufferedImage image = seen(scene);
        assertThat(List.of(image.getWidth(), image.getHeight())).containsExactly(320, 640);
        assertThat(blueness(image, 160, 320)).isCloseTo(0, within(12));
        assertThat(scene.people()).singleElement().satisfies(person -> assertThat(person.tokens())
                .isNull());
    }

    @Test
    void anEngineWithoutAGridHasBoxesOnly() {
        PlannedScene scene = ScenePainter.paint(
                plan(Engine.PANTOMIME, 640, 640, new Box(10, 10, 100, 100), null),
                gray(400, 400),
                new Size(400, 400),
                List.of());
        assertThat(blueness(seen(scene), 16, 120)).as("the outline").isGreaterThan(40);
        assertThat(blueness(seen(scene), 100, 100)).isCloseTo(0, within(12));
        assertThat(scene.people()).extracting(PlannedScene.Person::tokens).containsExactly(null, null);
    }

    @Test
    void facesAreFramedInWhite() {
        FoundFace face = new FoundFace(new Box(100, 100, 200, 200), 20, new Box(50, 50, 300, 350), 0);
        PlannedScene scene = ScenePainter.paint(
                plan(Engine.PANTOMIME, 640, 640, (Box) null), gray(400, 400), new Size(400, 400), List.of(face));
        assertThat(new Color(seen(scene).getRGB(160, 320)).getGreen())
                .as("its edge")
                .isGreaterThan(200);
        assertThat(new Color(seen(scene).getRGB(320, 320)).getGreen())
                .as("inside")
                .isCloseTo(GRAY, within(12));
        assertThat(scene.faces()).containsExactly(face);
    }

    @Test
    void whateverThePictureItStaysSmall() {
        byte[] noise = new byte[1200 * 1200 * 3];
        new Random(1).nextBytes(noise);
        PlannedScene scene = ScenePainter.paint(
                plan(Engine.MULTITALK, 960, 960, null, null),
                new Picture(1200, 1200, noise),
                new Size(1200, 1200),
                List.of());
        assertThat(scene.jpeg().length).isLessThan(500_000);
    }
}
