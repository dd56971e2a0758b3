package dev.parley.worker.multitalk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.contracts.ChunkPlan;
import dev.parley.contracts.Fault;
import dev.parley.kit.admission.ModelFolder;
import dev.parley.media.Picture;
import dev.parley.multitalk.OutOfDeviceMemory;
import dev.parley.testkit.FarmResource;
import dev.parley.worker.job.FaultException;
import dev.parley.worker.multitalk.MultiTalkConfig.Numbers;
import dev.parley.worker.render.JobInputs;
import dev.parley.worker.render.WindowSink;
import dev.parley.worker.render.WindowState;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Jobs on devices that are too small for them; see {@link MultiTalkRendererTest} for why in the worker as it runs. */
@QuarkusTest
@QuarkusTestResource(FarmResource.class)
class FitTest {
    private static final int FRAMES = 25; // two windows

    @Inject
    ModelFolder folder;

    /** Keeps frames; the device runs out of memory in the first passes of a window. */
    private static final class Hungry implements WindowSink {
        final List<byte[]> frames = new ArrayList<>();
        int meals;

        @Override
        public void frame(Picture frame) {
            frames.add(frame.rgb());
        }

        @Override
        public void step(int step, int of) {}

        @Override
        public void check() {
            if (meals > 0) {
                meals--;
                throw new OutOfDeviceMemory("Too little memory: CUDA out of memory", null);
            }
        }
    }

    /** @param meals how often the second window runs out of memory */
    private FitLevel render(MultiTalkConfig config, JobInputs scene, Hungry sink, int meals)
            throws InterruptedException {
        PrometheusRegistry registry = new PrometheusRegistry();
        MultiTalkRenderer renderer = new MultiTalkRenderer(folder, config, registry);
        ChunkPlan chunks = scene.plan().chunks();
        try (MultiTalkSession session = (MultiTalkSession) renderer.open(scene)) {
            WindowState first = session.render(chunks.chunk(0), null, sink);
            sink.meals = meals;
            session.render(chunks.chunk(1), first, sink);
            assertThat(told(registry)).isEqualTo(session.level().name().toLowerCase(Locale.ROOT));
            return session.level();
        } finally {
            renderer.close();
        }
    }

    /** The level that the metrics name. */
    private static String told(PrometheusRegistry registry) {
        GaugeSnapshot levels = (GaugeSnapshot) registry.scrape("parley_worker_model_level"::equals).stream()
                .findFirst()
                .orElseThrow();
        return levels.getDataPoints().stream()
                .filter(point -> point.getValue() == 1)
                .map(point -> point.getLabels().get("level"))
                .collect(Collectors.joining(","));
    }

    private static byte[][] frames(Hungry sink) {
        assertThat(sink.frames).hasSize(FRAMES);
        return sink.frames.toArray(byte[][]::new);
    }

    @Test
    void aSmallerDeviceMakesTheSameVideoLowerOnTheLadder() throws Exception {
        JobInputs scene = TinyPlans.one(FRAMES);
        Hungry plain = new Hungry();
        assertThat(render(new TinyConfig(OptionalLong.empty()), scene, plain, 0))
                .isEqualTo(FitLevel.ALL);

        FitPolicy fitPolicy = FitPolicyTest.fitPolicy(scene, List.of(), OptionalLong.empty());
        long small = fitPolicy.needed(new Placement(FitLevel.BLOCKS_LEAVE, 0));
        Hungry squeezed = new Hungry();
        assertThat(render(TinyConfig.of(small), scene, squeezed, 0)).isEqualTo(FitLevel.BLOCKS_LEAVE);
        assertThat(frames(squeezed)).isDeepEqualTo(frames(plain));

        long smaller = fitPolicy.needed(new Placement(FitLevel.EIGHT_BITS_BLOCKS_LEAVE, 0));
        Hungry quantized = new Hungry();
        assertThat(render(TinyConfig.of(smaller), scene, quantized, 0)).isEqualTo(FitLevel.EIGHT_BITS_BLOCKS_LEAVE);
        assertThat(frames(quantized)).hasSameDimensionsAs(frames(plain));

        long smallest = fitPolicy.needed(new Placement(FitLevel.EIGHT_BITS_BLOCKS_LEAVE_VAE_BF16, 0));
        Hungry rounded = new Hungry();
        assertThat(render(TinyConfig.of(smallest), scene, rounded, 0))
                .isEqualTo(FitLevel.EIGHT_BITS_BLOCKS_LEAVE_VAE_BF16);
        assertThat(frames(rounded)).hasSameDimensionsAs(frames(plain));
        assertThat(Arrays.deepEquals(frames(rounded), frames(quantized))).isFalse();
    }

    @Test
    void aJobThatFitsNowhereIsRefusedWithNumbersBeforeAnythingIsLoaded() {
        MultiTalkRenderer renderer = new MultiTalkRenderer(folder, TinyConfig.of(1_000_000), new PrometheusRegistry());
        assertThatThrownBy(() -> renderer.open(TinyPlans.one(FRAMES)))
                .isInstanceOfSatisfying(
                        FaultException.class, e -> assertThat(e.fault()).isEqualTo(Fault.OUT_OF_MEMORY))
                .hasCauseInstanceOf(DoesNotFit.class)
                .hasMessageMatching("Cannot begin a video of 96x96: It needs \\d+ bytes on the device "
                        + "even with EIGHT_BITS_BLOCKS_LEAVE_VAE_BF16; 1000000 are available");
    }

    @Test
    void aWindowThatRunsOutOfMemoryIsRenderedOnceMoreARungLower() throws Exception {
        JobInputs scene = TinyPlans.one(FRAMES);
        Hungry plain = new Hungry();
        render(new TinyConfig(OptionalLong.empty()), scene, plain, 0);

        Hungry hungry = new Hungry();
        assertThat(render(new TinyConfig(OptionalLong.empty()), scene, hungry, 1))
                .isEqualTo(FitLevel.ENCODERS_LEAVE);
        assertThat(frames(hungry)).isDeepEqualTo(frames(plain));
    }

    @Test
    void theSecondTimeTheJobFails() {
        Hungry hungry = new Hungry();
        assertThatThrownBy(() -> render(new TinyConfig(OptionalLong.empty()), TinyPlans.one(FRAMES), hungry, 2))
                .isInstanceOfSatisfying(
                        FaultException.class, e -> assertThat(e.fault()).isEqualTo(Fault.OUT_OF_MEMORY))
                .hasCauseInstanceOf(OutOfDeviceMemory.class)
                .hasMessageStartingWith("Cannot render window 1 at 96x96: Too little memory");
        assertThat(hungry.frames).hasSize(TinyPlans.WINDOW);
    }

    @Test
    void whereThereIsNothingLowerTheFirstTimeIsTheLast() {
        JobInputs scene = TinyPlans.one(FRAMES, "\"lowVram\":true,\"quantization\":\"int8\",");
        TinyConfig vaeBf16 = new TinyConfig(OptionalLong.empty(), Optional.of(Numbers.BF16));
        assertThatThrownBy(() -> render(vaeBf16, scene, new Hungry(), 1))
                .isInstanceOfSatisfying(
                        FaultException.class, e -> assertThat(e.fault()).isEqualTo(Fault.OUT_OF_MEMORY));
    }
}
