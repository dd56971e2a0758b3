package dev.parley.worker.pantomime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.parley.contracts.ChunkPlan;
import dev.parley.contracts.JobId;
import dev.parley.contracts.RenderPlan;
import dev.parley.contracts.RenderPlan.SpeakerFace;
import dev.parley.contracts.RenderPlan.Spot;
import dev.parley.kit.transcript.Transcript;
import dev.parley.kit.transcript.Transcript.Line;
import dev.parley.media.DetectedFace;
import dev.parley.media.Faces;
import dev.parley.media.Limits;
import dev.parley.media.Picture;
import dev.parley.media.Pictures;
import dev.parley.speech.FreeTts;
import dev.parley.speech.SpokenSentence;
import dev.parley.speech.SpokenSentence.Timed;
import dev.parley.worker.TestMedia;
import dev.parley.worker.TestPlans;
import dev.parley.worker.render.JobInputs;
import dev.parley.worker.render.Region;
import dev.parley.worker.render.RenderSession;
import dev.parley.worker.render.WindowSink;
import dev.parley.worker.render.WindowState;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntBinaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A drawn face with its eyes known moves as a photographed one does. */
class PortraitTest {
    private static final int SIDE = 320;

    private static final Lips NOTHING_KNOWN = Lips.of(Transcript.EMPTY, 0, 75);

    private static Picture woman;
    private static DetectedFace face;

    @BeforeAll
    static void findTheFace() throws Exception {
        woman = Pictures.cover(Pictures.read(Path.of("../samples/woman.png"), Limits.DEFAULT), SIDE, SIDE);
        face = Faces.find(woman).get(0);
    }

    private static JobInputs inputs(double seconds, float[] voice) {
        return inputs(seconds, voice, Transcript.EMPTY);
    }

    private static JobInputs inputs(double seconds, float[] voice, Transcript transcript) {
        RenderPlan plan = TestPlans.plan(
                JobId.create(Instant.EPOCH), seconds, 21, 5, "inputs/" + "a".repeat(64), "inputs/" + "b".repeat(64));
        RenderPlan photographed = new RenderPlan(
                plan.jobId(),
                plan.settings(),
                SIDE,
                SIDE,
                plan.chunks(),
                plan.picture(),
                plan.voices(),
                null,
                List.of(),
                null,
                List.of(new SpeakerFace(0, spot(face.leftEye()), spot(face.rightEye()))),
                null);
        return new JobInputs(photographed, woman, List.of(new JobInputs.Voice(0, voice, 0)), transcript);
    }

    private static Spot spot(DetectedFace.Spot eye) {
        return new Spot(eye.x(), eye.y());
    }

    private static List<byte[]> render(JobInputs inputs) throws InterruptedException {
        List<byte[]> frames = new ArrayList<>();
        WindowState before = null;
        for (ChunkPlan.Chunk chunk : inputs.plan().chunks().chunks()) {
            // a session for each window: as if the worker had died in between
            try (RenderSession session = new PantomimeRenderer().open(inputs)) {
                before = session.render(chunk, before, keeping(frames));
            }
        }
        return frames;
    }

    private static WindowSink keeping(List<byte[]> frames) {
        return new WindowSink() {
            @Override
            public void frame(Picture frame) {
                frames.add(frame.rgb());
            }

            @Override
            public void step(int step, int of) {}
        };
    }

    /** Mean difference of a part of two frames, per channel. */
    private static double difference(byte[] a, byte[] b, int left, int top, int right, int bottom) {
        long sum = 0;
        for (int y = top; y < bottom; y++) {
            for (int x = 3 * left; x < 3 * right; x++) {
                int at = 3 * y * SIDE + x;
                sum += Math.abs((a[at] & 0xff) - (b[at] & 0xff));
            }
        }
        return sum / (3.0 * (right - left) * (bottom - top));
    }

    @Test
    void whoIsSilentStandsStill() throws Exception {
        assertThat(render(inputs(1, new float[16_000]))).hasSize(25).allSatisfy(frame -> assertThat(frame)
                .isEqualTo(woman.rgb()));
    }

    @Test
    void framesAreTheSameInWhateverWindowsTheyAreMade() throws Exception {
        framesAreTheSameInWhateverWindowsTheyAreMade(inputs(2, TestMedia.speech(2)));
    }

    @Test
    void soTheyAreWherePhonemesAreKnown() throws Exception {
        SpokenSentence said = new FreeTts().speak("kevin", "Five brave maple moons and more.");
        framesAreTheSameInWhateverWindowsTheyAreMade(inputs(2, said.samples(), transcript(said)));
    }

    private static Transcript transcript(SpokenSentence said) {
        return new Transcript(
                List.of(new Line(1, "kevin", true, 0, said.seconds(), "", said.words(), said.phonemes())));
    }

    private static void framesAreTheSameInWhateverWindowsTheyAreMade(JobInputs inputs) throws Exception {
        List<byte[]> apart = render(inputs);
        List<byte[]> together = new ArrayList<>();
        try (RenderSession session = new PantomimeRenderer().open(inputs)) {
            WindowState before = null;
            for (ChunkPlan.Chunk chunk : inputs.plan().chunks().chunks()) {
                before = session.render(chunk, before, keeping(together));
            }
        }
        assertThat(together).hasSize(50);
        for (int i = 0; i < 50; i++) {
            assertThat(apart.get(i)).as("frame %d", i).isEqualTo(together.get(i));
        }
    }

    @Test
    void theMouthMovesAndWhatIsFarFromTheFaceDoesNot() throws Exception {
        List<byte[]> frames = render(inputs(2, TestMedia.speech(2)));
        int left = face.x() + face.width() / 3;
        int right = face.right() - face.width() / 3;
        double mouth = frames.stream()
                .mapToDouble(frame ->
                        difference(frame, woman.rgb(), left, face.y() + face.height() * 2 / 3, right, face.bottom()))
                .max()
                .orElseThrow();
        assertThat(mouth).isGreaterThan(8);
        assertThat(frames).allSatisfy(frame -> assertThat(difference(frame, woman.rgb(), 0, 0, 12, SIDE))
                .isZero());
    }

    /** Neighboring pixels of the still picture stay neighbors at the edge of what moves. */
    @Test
    void thereIsNoSeam() throws Exception {
        List<byte[]> frames = render(inputs(2, TestMedia.speech(2)));
        for (byte[] frame : frames) {
            int most = 0;
            for (int y = 0; y < SIDE; y++) {
                int change = 0;
                for (int x = 0; x < 3 * SIDE; x++) {
                    int at = 3 * y * SIDE + x;
                    boolean moved = frame[at] != woman.rgb()[at];
                    if (moved && change == 0) {
                        change = Math.abs((frame[at] & 0xff) - (woman.rgb()[at] & 0xff));
                        most = Math.max(most, change);
                    }
                }
            }
            // the first pixel of a row that differs at all: a seam would jump by a line of the drawing, up to 200
            assertThat(most).isLessThan(60);
        }
    }

    @Test
    void theMouthIsFoundBetweenEyesAndChin() {
        Portrait portrait = portrait();
        assertThat(portrait.unit()).isBetween(0.3 * face.width(), 0.55 * face.width());
        assertThat(portrait.mouth().x()).isCloseTo(face.middleX(), within(0.1 * face.width()));
        double below = (portrait.mouth().y() - portrait.leftEye().y()) / portrait.unit();
        assertThat(below).isBetween(0.8, 1.5);
    }

    private static Portrait portrait() {
        return PortraitFinder.find(
                woman,
                new Portrait.Point(face.leftEye().x(), face.leftEye().y()),
                new Portrait.Point(face.rightEye().x(), face.rightEye().y()));
    }

    @Test
    void anyPictureHasAMouth() {
        for (Picture picture : List.of(new Picture(16, 16, new byte[768]), TestMedia.face(64, 96))) {
            Portrait portrait =
                    PortraitFinder.find(picture, new Portrait.Point(2, 3), new Portrait.Point(picture.width(), 3));
            byte[] frame = picture.rgb().clone();
            Region all = new Region(0, 0, picture.width(), picture.height());
            new PortraitPuppet(picture, all, portrait).draw(new Pose(1, 1, -1, 1, 1, 1, 1, 1), frame);
            assertThat(frame).hasSameSizeAs(picture.rgb());
        }
    }

    /** Skin, and white teeth between red lips: lips come over the teeth for an m, and the dark is below them for an a. */
    @Test
    void anOpenMouthOfThePictureClosesAndOpensFurther() {
        Picture smile = smile();
        Portrait portrait = PortraitFinder.find(smile, new Portrait.Point(110, 100), new Portrait.Point(190, 100));
        assertThat(portrait.gap()).isBetween(8.0, 16.0);
        assertThat(portrait.bend()).isNegative();
        PortraitPuppet puppet = new PortraitPuppet(smile, new Region(0, 0, SIDE, SIDE), portrait);
        long teeth = count(smile.rgb(), 180, 255);
        byte[] shut = smile.rgb().clone();
        puppet.draw(new Pose(1, 0, 0, 0, 0, 0, 0, 0), shut);
        assertThat(count(shut, 180, 255)).isLessThan(teeth / 4);
        byte[] open = smile.rgb().clone();
        puppet.draw(new Pose(1, 1, 0, 0, 0, 0, 0, 0), open);
        assertThat(count(open, 180, 255)).isGreaterThan(teeth * 3 / 4);
        assertThat(count(open, 0, 40)).isGreaterThan(teeth / 2);
        assertThat(count(shut, 0, 40)).isZero();
    }

    private static Picture smile() {
        return painted((x, y) -> {
            double across = (x - 150) / 34.0;
            double arch = Math.max(0, 1 - across * across);
            boolean teeth = y >= 186 - 4 * across * across && y < 186 + 12 * arch - 4 * across * across;
            boolean lips = y >= 178 && y < 207 && arch > 0;
            return teeth && arch > 0 ? 0xf0ece4 : lips ? 0xb05058 : 0xd0a080;
        });
    }

    private static Picture painted(IntBinaryOperator color) {
        byte[] rgb = new byte[3 * SIDE * SIDE];
        for (int y = 0; y < SIDE; y++) {
            for (int x = 0; x < SIDE; x++) {
                for (int c = 0; c < 3; c++) {
                    rgb[3 * (y * SIDE + x) + c] = (byte) (color.applyAsInt(x, y) >> 16 - 8 * c);
                }
            }
        }
        return new Picture(SIDE, SIDE, rgb);
    }

    /** Shade beside the nose, a dark upper lip, a pale lower one in the light, and the shadow that it casts. */
    @Test
    void aPaleLipInTheLightIsNoTeeth() {
        Picture shaded = painted((x, y) -> {
            int fromMiddle = Math.abs(x - 150);
            if (fromMiddle >= 15 && fromMiddle < 50 && y >= 138 && y < 162) {
                return 0xbe644d;
            }
            boolean mouth = fromMiddle < 30;
            boolean dark = mouth && y >= 179 && y < 185;
            boolean pale = mouth && y >= 185 && y < 196;
            boolean shadow = mouth && y >= 196 && y < 200;
            return dark ? 0x821e18 : pale ? 0xeb9680 : shadow ? 0x8c3223 : 0xf5b496;
        });
        Portrait portrait = PortraitFinder.find(shaded, new Portrait.Point(110, 100), new Portrait.Point(190, 100));
        assertThat(portrait.gap()).isZero();
        assertThat(portrait.mouth().y()).isBetween(179.0, 186.0);
    }

    /** Pixels whose blue is within bounds. */
    private static long count(byte[] rgb, int least, int most) {
        return IntStream.range(0, rgb.length / 3)
                .map(i -> rgb[3 * i + 2] & 0xff)
                .filter(blue -> blue >= least && blue <= most)
                .count();
    }

    @Test
    void theMouthOpensWithTheVoiceWithoutLag() {
        float[] voice = TestMedia.speech(3);
        Expressions expressions = new Expressions(new JobInputs.Voice(0, voice, 0), NOTHING_KNOWN, 75, 7);
        double[] loudness =
                VoiceFeatures.of(new JobInputs.Voice(0, voice, 0), 75).loudness();
        double best = -1;
        int bestLag = 99;
        for (int lag = -3; lag <= 3; lag++) {
            double correlation = correlation(expressions, loudness, lag);
            if (correlation > best) {
                best = correlation;
                bestLag = lag;
            }
        }
        assertThat(bestLag).isZero();
        assertThat(best).isGreaterThan(0.8);
    }

    /** A hum is loud, and its lips are shut. */
    @Test
    void knownPhonemesMoveTheMouthWhateverIsHeard() {
        List<Timed> said = List.of(
                new Timed("m", 0.2, 0.8), new Timed("ɑ", 0.8, 1.2), new Timed("u", 1.2, 1.6), new Timed("f", 1.6, 1.9));
        Transcript transcript = new Transcript(List.of(new Line(1, "af_heart", true, 0, 2, "", List.of(), said)));
        float[] loud = new float[3 * 16_000];
        Arrays.fill(loud, 0, 2 * 16_000, 0.3f);
        Expressions moved = new Expressions(new JobInputs.Voice(0, loud, 0), Lips.of(transcript, 0, 75), 75, 7);
        assertThat(moved.at(12).open()).isLessThan(0.05);
        assertThat(moved.at(25).open()).isGreaterThan(0.8);
        assertThat(moved.at(35).wide()).isLessThan(-0.7);
        assertThat(moved.at(35).open()).isBetween(0.1, 0.5);
        assertThat(moved.at(43).bite()).isGreaterThan(0.8);
        assertThat(moved.at(43).open()).isLessThan(0.2);
        assertThat(moved.at(70).open()).isZero();
        Lips others = Lips.of(transcript, 1, 75);
        assertThat(others.known()).containsOnly(0);
        assertThat(new Expressions(new JobInputs.Voice(0, loud, 0), others, 75, 7)
                        .at(12)
                        .open())
                .isGreaterThan(0.8);
    }

    private static double correlation(Expressions expressions, double[] loudness, int lag) {
        double sumA = 0;
        double sumB = 0;
        double squaresA = 0;
        double squaresB = 0;
        double products = 0;
        int count = 0;
        for (int i = 5; i < loudness.length - 5; i++) {
            double a = expressions.at(i + lag).open();
            double b = loudness[i];
            sumA += a;
            sumB += b;
            squaresA += a * a;
            squaresB += b * b;
            products += a * b;
            count++;
        }
        double covariance = products - sumA * sumB / count;
        return covariance / Math.sqrt((squaresA - sumA * sumA / count) * (squaresB - sumB * sumB / count));
    }

    @Test
    void anotherSeedMovesTheHeadOtherwise() {
        JobInputs.Voice voice = new JobInputs.Voice(0, TestMedia.speech(2), 0);
        assertThat(new Expressions(voice, NOTHING_KNOWN, 50, 1).at(20))
                .isEqualTo(new Expressions(voice, NOTHING_KNOWN, 50, 1).at(20));
        assertThat(new Expressions(voice, NOTHING_KNOWN, 50, 1).at(20))
                .isNotEqualTo(new Expressions(voice, NOTHING_KNOWN, 50, 2).at(20));
    }
}
