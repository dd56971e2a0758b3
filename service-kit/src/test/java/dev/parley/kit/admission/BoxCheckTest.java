package dev.parley.kit.admission;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.parley.contracts.Box;
import dev.parley.contracts.BoxUnit;
import dev.parley.contracts.RenderRequest.Engine;
import dev.parley.contracts.RenderRequest.Speaker;
import dev.parley.contracts.RenderRequestSpeakerBuilder;
import dev.parley.contracts.Violation;
import dev.parley.plan.Size;
import dev.parley.plan.SizeBuckets;
import dev.parley.plan.SpeakerBox;
import dev.parley.plan.SpeakerMasks;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BoxCheckTest {
    private static final SizeBuckets TINY = SizeBuckets.just(new Size(192, 192));
    private static final Size SQUARE = new Size(1280, 1280);
    private static final Size VIDEO = new Size(640, 640);

    /** What PyTorch reads for each token of one side: nearest pixel to cover the video, to its latent, to its tokens. */
    private static int[] readByTokens(int picture, int scaled, int video) {
        int cut = (int) Math.rint((scaled - video) / 2.0);
        int[] read = new int[video / 16];
        for (int token = 0; token < read.length; token++) {
            int latent = nearest(token, video / 8, video / 16);
            read[token] = nearest(nearest(latent, video, video / 8) + cut, picture, scaled);
        }
        return read;
    }

    private static int nearest(int index, int in, int out) {
        return Math.min((int) Math.floor(index * ((float) in / out)), in - 1);
    }

    /** Of person 1, person 2 and the background (0, 1, 2) those that no token reads, told without the code under test. */
    private static Set<Integer> unread(List<Box> boxes, Size picture, Size video) {
        double scale = Math.max((double) video.height() / picture.height(), (double) video.width() / picture.width());
        int[] rows = readByTokens(picture.height(), (int) Math.ceil(scale * picture.height()), video.height());
        int[] columns = readByTokens(picture.width(), (int) Math.ceil(scale * picture.width()), video.width());
        boolean[] read = new boolean[3];
        for (int row : rows) {
            for (int column : columns) {
                boolean one = holds(boxes.get(0), row, column);
                boolean two = holds(boxes.get(1), row, column);
                read[0] |= one;
                read[1] |= two;
                read[2] |= !one && !two;
            }
        }
        return IntStream.range(0, 3).filter(i -> !read[i]).boxed().collect(Collectors.toSet());
    }

    private static boolean holds(Box box, int row, int column) {
        return row >= (int) box.y()
                && row < (int) (box.y() + box.height())
                && column >= (int) box.x()
                && column < (int) (box.x() + box.width());
    }

    /** The classes that violations are about, as {@link #unread} gives them. */
    private static Set<Integer> refused(Engine engine, List<Box> boxes, Size picture, Size video) {
        List<Speaker> speakers = boxes.stream()
                .map(box -> RenderRequestSpeakerBuilder.builder()
                        .audio("inputs/x")
                        .box(box)
                        .build())
                .toList();
        Set<Integer> classes = new TreeSet<>();
        for (Violation violation : BoxCheck.faults(engine, speakers, picture, video)) {
            classes.add(
                    switch (violation.path()) {
                        case "speakers[0].box" -> 0;
                        case "speakers[1].box" -> 1;
                        default -> 2;
                    });
        }
        return classes;
    }

    private static Box box(Random random, Size picture) {
        double x = at(random, picture.width());
        double y = at(random, picture.height());
        return switch (random.nextInt(4)) {
            case 0 -> new Box(x, y, picture.width() - x, picture.height() - y);
            case 1 -> new Box(0, 0, Math.max(1, x), picture.height());
            default ->
                new Box(
                        x,
                        y,
                        1 + at(random, Math.min(80, picture.width() - (int) x)),
                        1 + at(random, Math.min(80, picture.height() - (int) y)));
        };
    }

    /** In whole pixels or between them, at least 1 below {@code size}. */
    private static double at(Random random, int size) {
        return random.nextBoolean() ? random.nextInt(size) : random.nextDouble() * (size - 1);
    }

    private static Size video(Random random, Size picture) {
        return switch (random.nextInt(3)) {
            case 0 -> TINY.choose(picture);
            case 1 -> SizeBuckets.MULTITALK_480.choose(picture);
            default -> SizeBuckets.MULTITALK_720.choose(picture);
        };
    }

    @Test
    void twoPeopleAreAdmittedWhereTheModelAcceptsThemAndNowhereElse() {
        Random random = new Random(3);
        int admitted = 0;
        int cases = 0;
        while (cases < 6_000) {
            Size picture = new Size(64 + random.nextInt(2_000), 64 + random.nextInt(2_000));
            Size video = video(random, picture);
            List<Box> boxes = List.of(box(random, picture), box(random, picture));
            if (!boxes.stream().allMatch(box -> fits(box, picture))) {
                continue;
            }
            cases++;
            Set<Integer> refused = refused(Engine.MULTITALK, boxes, picture, video);
            assertThat(refused)
                    .as("%s in a picture of %s for a video of %s", boxes, picture, video)
                    .isEqualTo(unread(boxes, picture, video))
                    .satisfies(classes -> assertThat(classes.isEmpty())
                            .isEqualTo(theModelAccepts(
                                    boxes.stream().map(Optional::of).toList(), picture, video)));
            admitted += refused.isEmpty() ? 1 : 0;
        }
        assertThat(admitted).isBetween(600, 5_400); // it is about both
    }

    @Test
    void oneSpeakerIsAdmittedWhereTheModelSeesTheirBox() {
        Random random = new Random(5);
        int admitted = 0;
        int cases = 0;
        while (cases < 2_000) {
            Size picture = new Size(64 + random.nextInt(2_000), 64 + random.nextInt(2_000));
            Size video = video(random, picture);
            Box box = box(random, picture);
            if (!fits(box, picture)) {
                continue;
            }
            cases++;
            boolean seen = !unread(List.of(box, box), picture, video).contains(0);
            Set<Integer> refused = refused(Engine.MULTITALK, List.of(box), picture, video);
            assertThat(refused)
                    .as("%s in a picture of %s for a video of %s", box, picture, video)
                    .isEqualTo(seen ? Set.of() : Set.of(0));
            assertThat(theModelAccepts(List.of(Optional.of(box)), picture, video))
                    .isEqualTo(seen);
            admitted += seen ? 1 : 0;
        }
        assertThat(admitted).isBetween(200, 1_800);
    }

    /** The same rectangle as somebody writes it who does not know the picture's size: with four digits. */
    private static Box asFractions(Box box, Size picture) {
        double x = digits(box.x() / picture.width());
        double y = digits(box.y() / picture.height());
        return new Box(
                x,
                y,
                digits(Math.min(box.width() / picture.width(), 1 - x)),
                digits(Math.min(box.height() / picture.height(), 1 - y)),
                BoxUnit.FRACTION);
    }

    private static double digits(double fraction) {
        return Math.floor(fraction * 10_000) / 10_000;
    }

    @Test
    void boxesInFractionsAreAdmittedWhereTheModelAcceptsTheirPixels() {
        Random random = new Random(8);
        int admitted = 0;
        int cases = 0;
        while (cases < 6_000) {
            Size picture = new Size(64 + random.nextInt(2_000), 64 + random.nextInt(2_000));
            Size video = video(random, picture);
            List<Box> sent =
                    List.of(asFractions(box(random, picture), picture), asFractions(box(random, picture), picture));
            List<Box> planned = BoxCheck.inPixels(speakers(sent.get(0), sent.get(1)), picture).stream()
                    .map(Speaker::box)
                    .toList();
            if (!planned.stream().allMatch(box -> fits(box, picture))) {
                assertThat(refused(Engine.MULTITALK, sent, picture, video))
                        .as("%s in a picture of %s", sent, picture)
                        .isNotEmpty();
                continue;
            }
            cases++;
            assertThat(planned).allSatisfy(box -> assertThat(List.of(box.x(), box.y(), box.right(), box.bottom()))
                    .allMatch(edge -> edge == Math.rint(edge)));
            Set<Integer> refused = refused(Engine.MULTITALK, sent, picture, video);
            assertThat(refused)
                    .as("%s in a picture of %s for a video of %s", sent, picture, video)
                    .isEqualTo(unread(planned, picture, video))
                    .satisfies(classes -> assertThat(classes.isEmpty())
                            .isEqualTo(theModelAccepts(
                                    planned.stream().map(Optional::of).toList(), picture, video)));
            admitted += refused.isEmpty() ? 1 : 0;
        }
        assertThat(admitted).isBetween(600, 5_400);
    }

    @Test
    void fractionsMeanTheSamePlaceInAPictureOfAnySize() {
        Box left = new Box(0, 0.29, 0.45, 0.7, BoxUnit.FRACTION);
        Box right = new Box(0.45, 0.29, 0.55, 0.71, BoxUnit.FRACTION);
        assertThat(BoxCheck.inPixels(speakers(left, right), new Size(100, 101)))
                .extracting(Speaker::box)
                .as("0.29 * 100 is 28.999999999999996, and 0.45 + 0.55 is the right edge")
                .containsExactly(new Box(0, 29, 45, 70), new Box(45, 29, 56, 71));
        assertThat(BoxCheck.inPixels(speakers(left, right), new Size(1000, 1010)))
                .extracting(Speaker::box)
                .containsExactly(new Box(0, 290, 455, 700), new Box(455, 290, 555, 710));
        assertThat(BoxCheck.inPixels(speakers(null, new Box(1.5, 2, 3, 4)), SQUARE))
                .extracting(Speaker::box)
                .as("pixels stay as they are")
                .containsExactly(null, new Box(1.5, 2, 3, 4));
    }

    @Test
    void anEmptyBoxOfFractionsIsShownAsItWasSentAndInPixels() {
        assertThat(multitalk(new Box(0.5, 0, 0.0001, 1, BoxUnit.FRACTION), new Box(0.1, 0.25, 0.3, 0.5)))
                .containsExactly(
                        new Violation(
                                "speakers[0].box",
                                "box-empty",
                                "found x 0.5..0.5001, y 0.0..1.0 (pixels x 640.0..640.0, y 0.0..1280.0), which do not contain a "
                                        + "whole pixel"),
                        new Violation(
                                "speakers[1].box",
                                "box-empty",
                                "found x 0.1..0.4, y 0.25..0.75, which do not contain a whole pixel; fractions "
                                        + "of the picture need \"unit\": \"fraction\", or percent signs in --box"));
    }

    private static boolean fits(Box box, Size picture) {
        return box.right() <= picture.width()
                && box.bottom() <= picture.height()
                && SpeakerBox.holdsPixels(box.y(), box.x(), box.bottom(), box.right());
    }

    /** The model's own question, before it renders. */
    private static boolean theModelAccepts(List<Optional<Box>> boxes, Size picture, Size video) {
        Optional<SpeakerMasks> apart = SpeakerMasks.of(
                picture,
                video,
                boxes.size(),
                SpeakerBox.orShares(
                        boxes.stream().map(box -> box.map(Box::toSpeakerBox)).toList(), picture));
        if (apart.isEmpty()) {
            return true;
        }
        SpeakerMasks masks = apart.get();
        Size latent = new Size(video.height() / 8, video.width() / 8);
        try {
            masks.requireVisible(
                    masks.onLatent(video, latent).resize(new Size(video.height() / 16, video.width() / 16)));
            return true;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    @Test
    void whoHasNoBoxIsLookedForInTheirHalf() {
        Random random = new Random(4);
        for (int i = 0; i < 2_000; i++) {
            Size picture = new Size(64 + random.nextInt(400), 64 + random.nextInt(12_000));
            Size video = video(random, picture);
            Box box = box(random, picture);
            if (!fits(box, picture)) {
                continue;
            }
            for (List<Box> boxes : List.of(nullable(null, null), nullable(box, null), nullable(null, box))) {
                assertThat(refused(Engine.MULTITALK, boxes, picture, video).isEmpty())
                        .as("%s in a picture of %s for a video of %s", boxes, picture, video)
                        .isEqualTo(theModelAccepts(
                                boxes.stream().map(Optional::ofNullable).toList(), picture, video));
            }
        }
    }

    private static List<Box> nullable(Box... boxes) {
        List<Box> list = new ArrayList<>();
        Stream.of(boxes).forEach(list::add);
        return list;
    }

    @Test
    void aBoxOfTheSizeThatIsAdvisedIsSeen() {
        Random random = new Random(6);
        for (int i = 0; i < 2_000; i++) {
            Size picture = new Size(200 + random.nextInt(2_000), 200 + random.nextInt(2_000));
            Size video = SizeBuckets.MULTITALK_480.choose(picture);
            Box nowhere = new Box(picture.width() / 2, picture.height() / 2, 1, 1);
            int advised = BoxCheck.pixelsPerToken(picture, video);
            Box advisedBox = new Box(
                    (picture.width() - advised) / 2 + random.nextInt(20) - 10,
                    (picture.height() - advised) / 2 + random.nextInt(20) - 10,
                    advised,
                    advised);
            assertThat(refused(Engine.MULTITALK, List.of(advisedBox, nowhere), picture, video))
                    .as("%s in a picture of %s for a video of %s", advisedBox, picture, video)
                    .doesNotContain(0);
        }
    }

    private static List<Violation> multitalk(Box first, Box second) {
        return BoxCheck.faults(Engine.MULTITALK, speakers(first, second), SQUARE, VIDEO);
    }

    private static List<Speaker> speakers(Box first, Box second) {
        return Stream.of(first, second)
                .map(box -> RenderRequestSpeakerBuilder.builder()
                        .audio("inputs/x")
                        .box(box)
                        .build())
                .toList();
    }

    @Test
    void theModelLooksAtTheTopLeftPixelOfEachToken() {
        Box right = new Box(700, 0, 500, 1280);
        assertThat(multitalk(new Box(20, 20, 20, 20), right)).isEmpty(); // holds 32, which is read
        assertThat(multitalk(new Box(10, 10, 20, 20), right))
                .containsExactly(
                        new Violation(
                                "speakers[0].box",
                                "box-empty",
                                "found x 10.0..30.0, y 10.0..30.0, of which nothing is left on the model's grid of 40 x 40 at 640 x 640, "
                                        + "after scaling and cropping; a box of 33 x 33 pixels in the middle of the picture is always seen"));
    }

    @Test
    void twoHalvesThatLeaveNoBackgroundAreRefusedAndToldSo() {
        assertThat(multitalk(new Box(0, 0, 640, 1280), new Box(640, 0, 640, 1280)))
                .containsExactly(
                        new Violation(
                                "speakers",
                                "no-background",
                                "the speakers' boxes leave no background on the model's grid of 40 x 40 at 640 x 640, which it tells "
                                        + "them apart from; leave a strip of 33 pixels of the picture outside both, or give no boxes"));
        assertThat(multitalk(new Box(0, 0, 620, 1280), new Box(660, 0, 620, 1280)))
                .isEmpty();
    }

    @Test
    void pantomimeNeedsNoBackgroundAndNoTokens() {
        assertThat(BoxCheck.faults(
                        Engine.PANTOMIME,
                        speakers(new Box(0, 0, 640, 1280), new Box(640, 0, 640, 1280)),
                        SQUARE,
                        VIDEO))
                .isEmpty();
        assertThat(BoxCheck.faults(
                        Engine.PANTOMIME, speakers(new Box(10, 10, 20, 20), new Box(100, 100, 2, 2)), SQUARE, VIDEO))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"MULTITALK", "PANTOMIME"})
    void whatTheCropCutsAwayIsNotThere(Engine engine) {
        Size wide = new Size(1000, 4000);
        List<Violation> faults =
                BoxCheck.faults(engine, speakers(new Box(0, 0, 500, 1000), new Box(1900, 0, 200, 500)), wide, VIDEO);
        assertThat(faults)
                .extracting(Violation::path, Violation::code)
                .containsExactly(tuple("speakers[0].box", "box-empty"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"MULTITALK", "PANTOMIME"})
    void aBoxThatLeavesThePictureOrHoldsNoPixelIsRefusedForItself(Engine engine) {
        List<Violation> faults =
                BoxCheck.faults(engine, speakers(new Box(1200, 0, 81, 10), new Box(10.2, 0, 0.7, 50)), SQUARE, VIDEO);
        assertThat(faults)
                .containsExactly(
                        new Violation(
                                "speakers[0].box",
                                "box-outside",
                                "found x 1200.0..1281.0, y 0.0..10.0, the picture is 1280 x 1280"),
                        new Violation(
                                "speakers[1].box",
                                "box-empty",
                                "found x 10.2..10.899999999999999, y 0.0..50.0, which do not contain a whole pixel"));
    }
}
