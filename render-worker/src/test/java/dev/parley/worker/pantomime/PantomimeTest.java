package dev.parley.worker.pantomime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.contracts.Box;
import dev.parley.contracts.ChunkPlan;
import dev.parley.contracts.JobId;
import dev.parley.contracts.RenderPlan;
import dev.parley.kit.transcript.Transcript;
import dev.parley.media.Picture;
import dev.parley.worker.TestMedia;
import dev.parley.worker.TestPlans;
import dev.parley.worker.render.JobInputs;
import dev.parley.worker.render.Region;
import dev.parley.worker.render.RenderSession;
import dev.parley.worker.render.Tensor;
import dev.parley.worker.render.WindowSink;
import dev.parley.worker.render.WindowState;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PantomimeTest {
    private static final JobId JOB = JobId.create(Instant.EPOCH);
    private static final String IMAGE = "inputs/" + "a".repeat(64);
    private static final String AUDIO = "inputs/" + "b".repeat(64);

    private static final Lips NOTHING_KNOWN = Lips.of(Transcript.EMPTY, 0, 75);

    private final Kept kept = new Kept();

    /** Keeps what an engine gives. */
    private static final class Kept implements WindowSink {
        final List<byte[]> frames = new ArrayList<>();
        final List<String> steps = new ArrayList<>();

        @Override
        public void frame(Picture frame) {
            frames.add(frame.rgb());
        }

        @Override
        public void step(int step, int of) {
            steps.add(step + "/" + of);
        }
    }

    private static JobInputs inputs(double seconds, float[]... voices) {
        RenderPlan plan = TestPlans.plan(
                JOB, seconds, 21, 5, IMAGE, voices.length == 1 ? new String[] {AUDIO} : new String[] {AUDIO, AUDIO});
        List<JobInputs.Voice> tracks = new ArrayList<>();
        for (int i = 0; i < voices.length; i++) {
            tracks.add(new JobInputs.Voice(i, voices[i], 0));
        }
        return new JobInputs(plan, TestMedia.face(TestPlans.WIDTH, TestPlans.HEIGHT), tracks);
    }

    private WindowState renderAll(JobInputs inputs) throws InterruptedException {
        WindowState before = null;
        try (RenderSession session = new PantomimeRenderer().open(inputs)) {
            for (ChunkPlan.Chunk chunk : inputs.plan().chunks().chunks()) {
                before = session.render(chunk, before, kept);
            }
        }
        return before;
    }

    @Test
    void allWindowsTogetherGiveThePlannedFramesAndNoMore() throws Exception {
        JobInputs inputs = inputs(3.24, TestMedia.speech(3.24));
        WindowState last = renderAll(inputs);
        assertThat(kept.frames).hasSize(81);
        assertThat(last.nextFrame()).isEqualTo(81);
        assertThat(kept.steps).startsWith("1/3", "2/3", "3/3", "1/2", "2/2").hasSize(11);
    }

    /** Admission takes any box of which a pixel is left. */
    @Test
    void aPersonMayBeAPixel() {
        Picture still = TestMedia.face(64, 96);
        long[] pairs = Pairs.of(still.rgb());
        for (Region region : List.of(
                new Region(0, 0, 1, 1), new Region(63, 95, 1, 1), new Region(30, 0, 1, 96), new Region(0, 94, 64, 2))) {
            byte[] frame = still.rgb().clone();
            new Puppet(pairs, still.width(), region, MouthFinder.find(still, region)).draw(pairs, frame, 256, 256);
            new Puppet(pairs, still.width(), region, MouthFinder.find(still, region)).draw(pairs, frame, 256, -256);
            assertThat(frame).hasSameSizeAs(still.rgb());
        }
    }

    @Test
    void aWindowIsTheSameAfterAResumeInAnotherProcess() throws Exception {
        JobInputs inputs = inputs(2, TestMedia.speech(2));
        renderAll(inputs);
        ChunkPlan plan = inputs.plan().chunks();
        Kept first = new Kept();
        WindowState before;
        try (RenderSession session = new PantomimeRenderer().open(inputs)) {
            before = session.render(plan.chunk(0), null, first);
        }
        Kept resumed = new Kept();
        try (RenderSession session = new PantomimeRenderer().open(inputs(2, TestMedia.speech(2)))) {
            session.render(plan.chunk(1), WindowState.of(before.toBytes()), resumed);
        }
        assertThat(resumed.frames).hasSize(16);
        for (int i = 0; i < 16; i++) {
            assertThat(resumed.frames.get(i)).as("frame %d", 21 + i).isEqualTo(kept.frames.get(21 + i));
        }
    }

    @Test
    void asManyMotionFramesAreHandedOverAsThePlanSays() throws Exception {
        JobInputs inputs = inputs(2, TestMedia.speech(2));
        ChunkPlan plan = inputs.plan().chunks();
        WindowState before = null;
        try (RenderSession session = new PantomimeRenderer().open(inputs)) {
            before = session.render(plan.chunk(0), null, kept);
        }
        byte[] motion = before.tensor(
                        PantomimeSession.MOTION_FRAMES, Tensor.Type.U8, 5, TestPlans.HEIGHT, TestPlans.WIDTH, 3)
                .bytes();
        int size = motion.length / 5;
        for (int i = 0; i < 5; i++) {
            assertThat(Arrays.copyOfRange(motion, i * size, (i + 1) * size))
                    .as("motion frame %d", i)
                    .isEqualTo(kept.frames.get(plan.framesPerWindow() - 5 + i));
        }
    }

    @Test
    void aWindowBeginsWhereItsMotionFrameLeftOff() throws Exception {
        JobInputs inputs = inputs(2, TestMedia.speech(2));
        WindowState black = new WindowState(
                PantomimeRenderer.ENGINE,
                21,
                Map.of(
                        PantomimeSession.MOTION_FRAMES,
                        new Tensor(
                                Tensor.Type.U8,
                                new int[] {5, TestPlans.HEIGHT, TestPlans.WIDTH, 3},
                                new byte[5 * TestPlans.WIDTH * TestPlans.HEIGHT * 3])));
        renderAll(inputs);
        Kept dark = new Kept();
        try (RenderSession session = new PantomimeRenderer().open(inputs)) {
            session.render(inputs.plan().chunks().chunk(1), black, dark);
        }
        int mouth = pixel(TestPlans.WIDTH / 2, TestPlans.HEIGHT / 2);
        assertThat(dark.frames.get(0)[mouth] & 0xff).isLessThan((kept.frames.get(21)[mouth] & 0xff) - 20);
    }

    private static int pixel(int x, int y) {
        return (y * TestPlans.WIDTH + x) * 3;
    }

    @Test
    void aHandOverOfAnotherPlaceInTheVideoIsRefused() throws Exception {
        JobInputs inputs = inputs(2, TestMedia.speech(2));
        WindowState end = renderAll(inputs);
        try (RenderSession session = new PantomimeRenderer().open(inputs)) {
            assertThatThrownBy(() -> session.render(inputs.plan().chunks().chunk(1), end, kept))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("Window 1 continues the state of pantomime at frame 21, found pantomime at 50");
        }
    }

    @Test
    void onlyTheSideOfWhoSpeaksMoves() throws Exception {
        renderAll(inputs(1, TestMedia.speech(1), new float[16_000]));
        byte[] still = TestMedia.face(TestPlans.WIDTH, TestPlans.HEIGHT).rgb();
        boolean leftMoved = false;
        for (byte[] frame : kept.frames) {
            for (int y = 0; y < TestPlans.HEIGHT; y++) {
                int row = pixel(0, y);
                int middle = pixel(TestPlans.WIDTH / 2, y);
                leftMoved |= !Arrays.equals(frame, row, middle, still, row, middle);
                assertThat(Arrays.equals(frame, middle, pixel(0, y + 1), still, middle, pixel(0, y + 1)))
                        .as("right half of row %d stands still", y)
                        .isTrue();
            }
        }
        assertThat(leftMoved).isTrue();
    }

    @Test
    void aMouthOpensWithTheVoiceAndClosesWithSilence() {
        float[] speech = TestMedia.speech(1);
        Gestures gestures = Gestures.of(new JobInputs.Voice(0, speech, 1.0), NOTHING_KNOWN, 75);
        assertThat(Arrays.copyOfRange(gestures.open(), 0, 25)).containsOnly(0);
        assertThat(Arrays.stream(gestures.open()).max().orElseThrow()).isGreaterThan(200);
        assertThat(gestures.open()[74]).isZero();
    }

    @Test
    void aQuietVoiceOpensTheMouthAsFarAsALoudOne() {
        float[] loud = TestMedia.speech(1);
        float[] quiet = loud.clone();
        for (int i = 0; i < quiet.length; i++) {
            quiet[i] /= 16;
        }
        assertThat(Gestures.of(new JobInputs.Voice(0, quiet, 0), NOTHING_KNOWN, 25)
                        .open())
                .isEqualTo(Gestures.of(new JobInputs.Voice(0, loud, 0), NOTHING_KNOWN, 25)
                        .open());
    }

    @Test
    void theMouthIsFoundWhereTheLipsAre() {
        Picture face = TestMedia.face(320, 480);
        Mouth mouth = MouthFinder.find(face, Region.share(0, 1, 320, 480));
        assertThat(mouth.x()).isBetween(150, 170);
        assertThat(mouth.y()).isBetween(295, 320);
        assertThat(mouth.width()).isBetween(35, 70);
    }

    @Test
    void aPictureWithoutAFaceGetsTheUsualMouth() {
        Mouth mouth = MouthFinder.find(new Picture(100, 100, new byte[30_000]), Region.share(0, 1, 100, 100));
        assertThat(mouth).isEqualTo(new Mouth(50, 64, 16));
    }

    @Test
    void whatStandsStillEndsExactlyAtTheStillPicture() {
        for (int now = 0; now < 256; now++) {
            long pair = now * 0x0001010100010101L;
            long at = now < 128 ? 0x00ffffff00ffffffL : 0;
            for (int i = 0; i < 40; i++) {
                at = Pairs.follow(at, pair);
            }
            assertThat(at).isEqualTo(pair);
        }
    }

    @Test
    void aBoxOfThePictureIsFoundAgainInTheVideo() {
        Picture wide = new Picture(200, 100, new byte[60_000]);
        // Scaled by two and cut to the middle: 100 pixels are lost on either side.
        Region region = Region.of(new Box(100, 0, 500, 50), wide, 200, 200);
        assertThat(region).isEqualTo(new Region(100, 0, 100, 100));
    }
}
