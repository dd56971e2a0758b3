package dev.parley.worker.quality;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.contracts.ChunkPlan;
import dev.parley.contracts.JobId;
import dev.parley.contracts.RenderPlan;
import dev.parley.contracts.RenderRequest.Engine;
import dev.parley.media.Picture;
import dev.parley.worker.TestMedia;
import dev.parley.worker.TestPlans;
import dev.parley.worker.pantomime.PantomimeRenderer;
import dev.parley.worker.render.JobInputs;
import dev.parley.worker.render.RenderSession;
import dev.parley.worker.render.Tensor;
import dev.parley.worker.render.WindowSink;
import dev.parley.worker.render.WindowState;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** Good windows are those of pantomime, spoiled in every way. */
class QualityGateTest {
    private static final double SECONDS = 5;
    private static final String KEY = "inputs/" + "0".repeat(64);
    private static final WindowState FINE = state(0.5f);

    private final JobInputs inputs = inputs(TestMedia.speech(SECONDS));
    private final List<ChunkPlan.Chunk> chunks = inputs.plan().chunks().chunks();
    private final QualityGate gate = new QualityGate(inputs);

    private static JobInputs inputs(float[] voice) {
        RenderPlan plan = TestPlans.plan(JobId.create(Instant.EPOCH), SECONDS, 61, 5, KEY, KEY);
        return new JobInputs(
                plan, TestMedia.face(TestPlans.WIDTH, TestPlans.HEIGHT), List.of(new JobInputs.Voice(0, voice, 0)));
    }

    private static WindowState state(float value) {
        return new WindowState(Engine.MULTITALK, 1, Map.of("motion_frames", Tensor.ofFloats(new float[] {value}, 1)));
    }

    @Test
    void goodWindowsPass() throws Exception {
        for (ChunkPlan.Chunk chunk : chunks) {
            QualityGate.Look look = look(chunk, frame -> frame);
            assertThat(look.judge(FINE)).isEmpty();
            look.taken();
        }
    }

    @Test
    void numbersThatAreNoneAreFound() throws Exception {
        QualityGate.Look look = look(chunks.get(0), frame -> frame);
        assertThat(look.judge(state(Float.NaN))).map(Flaw::defect).contains(Defect.NOT_FINITE);
        assertThat(look.judge(state(Float.NEGATIVE_INFINITY))).map(Flaw::defect).contains(Defect.NOT_FINITE);
    }

    @Test
    void aBlackFrameIsFoundAndSoIsAGrayOne() throws Exception {
        assertThat(found(chunks.get(0), frame -> gray(0))).isEqualTo(Defect.BLANK);
        assertThat(found(chunks.get(0), frame -> gray(128))).isEqualTo(Defect.BLANK);
    }

    @Test
    void aPictureThatIsBlackMayBeRendered() throws Exception {
        JobInputs dark = new JobInputs(inputs.plan(), gray(0), inputs.voices());
        QualityGate.Look look = new QualityGate(dark).look(chunks.get(0));
        for (int i = 0; i < 3; i++) {
            look.frame(gray(0));
        }
        assertThat(look.judge(FINE)).isEmpty();
    }

    @Test
    void colorsFarFromThePictureAreFound() throws Exception {
        assertThat(found(chunks.get(0), QualityGateTest::negative)).isEqualTo(Defect.OFF_COLOR);
    }

    @Test
    void aJumpAtABorderIsFound() throws Exception {
        look(chunks.get(0), frame -> frame).taken();
        assertThat(found(chunks.get(1), QualityGateTest::brighter)).isEqualTo(Defect.SEAM);
    }

    @Test
    void aFrozenWindowIsFoundWhereSomebodySpeaks() throws Exception {
        Picture frozen = frames(chunks.get(0)).get(0);
        assertThat(found(chunks.get(0), frame -> frozen)).isEqualTo(Defect.STILL);
        QualityGate silent = new QualityGate(inputs(new float[(int) (SECONDS * 16_000)]));
        QualityGate.Look look = silent.look(chunks.get(0));
        for (int i = 0; i < chunks.get(0).frames(); i++) {
            look.frame(frozen);
        }
        assertThat(look.judge(FINE)).isEmpty();
    }

    private Defect found(ChunkPlan.Chunk chunk, UnaryOperator<Picture> spoil) throws InterruptedException {
        return look(chunk, spoil).judge(FINE).orElseThrow().defect();
    }

    private QualityGate.Look look(ChunkPlan.Chunk chunk, UnaryOperator<Picture> spoil) throws InterruptedException {
        QualityGate.Look look = gate.look(chunk);
        frames(chunk).forEach(frame -> look.frame(spoil.apply(frame)));
        return look;
    }

    private List<Picture> frames(ChunkPlan.Chunk chunk) throws InterruptedException {
        List<Picture> frames = new ArrayList<>();
        WindowSink sink = new WindowSink() {
            @Override
            public void frame(Picture frame) {
                frames.add(frame);
            }

            @Override
            public void step(int step, int steps) {
                // of no interest
            }
        };
        try (RenderSession session = new PantomimeRenderer().open(inputs)) {
            WindowState before = null;
            for (ChunkPlan.Chunk each : chunks.subList(0, chunk.index() + 1)) {
                frames.clear();
                before = session.render(each, before, sink);
            }
        }
        return frames;
    }

    private static Picture gray(int value) {
        byte[] rgb = new byte[TestPlans.WIDTH * TestPlans.HEIGHT * 3];
        Arrays.fill(rgb, (byte) value);
        return new Picture(TestPlans.WIDTH, TestPlans.HEIGHT, rgb);
    }

    private static Picture negative(Picture frame) {
        byte[] rgb = frame.rgb().clone();
        for (int i = 0; i < rgb.length; i++) {
            rgb[i] = (byte) (255 - (rgb[i] & 0xff));
        }
        return new Picture(frame.width(), frame.height(), rgb);
    }

    private static Picture brighter(Picture frame) {
        byte[] rgb = frame.rgb().clone();
        for (int i = 0; i < rgb.length; i++) {
            rgb[i] = (byte) Math.min(255, (rgb[i] & 0xff) + 40);
        }
        return new Picture(frame.width(), frame.height(), rgb);
    }
}
