package dev.parley.worker.multitalk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.contracts.ChunkPlan;
import dev.parley.contracts.RenderRequest.Engine;
import dev.parley.kit.admission.ModelFolder;
import dev.parley.media.Picture;
import dev.parley.testkit.FarmResource;
import dev.parley.worker.TestMedia;
import dev.parley.worker.render.JobInputs;
import dev.parley.worker.render.LeftWindow;
import dev.parley.worker.render.RenderSession;
import dev.parley.worker.render.WindowSink;
import dev.parley.worker.render.WindowState;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** On multitalk-tiny, in the worker as it runs: native libraries belong to the class loader that loads them first. */
@QuarkusTest
@QuarkusTestResource(FarmResource.class)
class MultiTalkRendererTest {
    private static final int FRAMES = 25;

    @Inject
    MultiTalkRenderer renderer;

    @Inject
    ModelFolder folder;

    @Inject
    MultiTalkConfig config;

    private final Recorder sink = new Recorder();

    private static class Recorder implements WindowSink {
        final List<byte[]> frames = new ArrayList<>();
        final List<String> steps = new ArrayList<>();
        final List<String> teaCache = new ArrayList<>();

        @Override
        public void frame(Picture frame) {
            frames.add(frame.rgb());
        }

        @Override
        public void step(int step, int of) {
            steps.add(step + "/" + of);
        }

        @Override
        public void teaCache(int computed, int skipped) {
            teaCache.add(computed + "+" + skipped);
        }
    }

    @Test
    void anotherProcessGoesOnWithTheSameFrames() throws Exception {
        JobInputs scene = TinyPlans.one(FRAMES);
        ChunkPlan chunks = scene.plan().chunks();
        byte[] between;
        WindowState end;
        try (RenderSession session = renderer.open(scene)) {
            WindowState first = session.render(chunks.chunk(0), null, sink);
            assertThat(sink.frames).hasSize(TinyPlans.WINDOW);
            between = first.toBytes();
            end = session.render(chunks.chunk(1), first, sink);
            assertThat(sink.frames).hasSize(FRAMES);
            assertThat(sink.steps).containsExactly("1/1", "1/1");
        }

        Recorder again = new Recorder();
        MultiTalkRenderer elsewhere = new MultiTalkRenderer(folder, config, new PrometheusRegistry());
        try (RenderSession session = elsewhere.open(scene)) {
            WindowState resumed = session.render(chunks.chunk(1), WindowState.of(between), again);
            assertThat(resumed.toBytes()).isEqualTo(end.toBytes());
        } finally {
            elsewhere.close();
        }
        assertThat(again.frames.toArray(byte[][]::new))
                .isDeepEqualTo(sink.frames.subList(TinyPlans.WINDOW, FRAMES).toArray(byte[][]::new));
    }

    @Test
    void anotherProcessGoesOnBetweenTwoSteps() throws Exception {
        JobInputs scene = TinyPlans.one(FRAMES, "", 3);
        ChunkPlan chunks = scene.plan().chunks();
        WindowState first;
        WindowState end;
        LeftWindow left;
        Leaving leaving = new Leaving();
        try (RenderSession session = renderer.open(scene)) {
            first = session.render(chunks.chunk(0), null, new Recorder());
            end = session.render(chunks.chunk(1), first, sink);
            assertThatThrownBy(() -> session.render(chunks.chunk(1), first, leaving))
                    .isInstanceOf(CancellationException.class);
            WindowState rest = WindowState.of(leaving.left.rest().toBytes());
            left = new LeftWindow(rest, leaving.left.take(), leaving.left.step());
            assertThatThrownBy(() -> session.resume(chunks.chunk(0), null, left, leaving))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("Window 0 begins with frame 0");
        }
        assertThat(leaving.frames).isEmpty();
        assertThat(left.step()).isEqualTo(1);

        Recorder again = new Recorder();
        MultiTalkRenderer elsewhere = new MultiTalkRenderer(folder, config, new PrometheusRegistry());
        try (RenderSession session = elsewhere.open(scene)) {
            WindowState resumed = session.resume(chunks.chunk(1), first, left, again);
            assertThat(resumed.toBytes()).isEqualTo(end.toBytes());
        } finally {
            elsewhere.close();
        }
        assertThat(again.frames.toArray(byte[][]::new)).isDeepEqualTo(sink.frames.toArray(byte[][]::new));
        assertThat(again.steps).containsExactly("1/3", "2/3", "3/3");
    }

    private static final class Leaving extends Recorder {
        LeftWindow left;

        @Override
        public boolean leaves() {
            return true;
        }

        @Override
        public RuntimeException left(LeftWindow window) {
            left = window;
            return new CancellationException("left");
        }
    }

    @Test
    void aSinkThatThrowsStopsTheWindow() {
        Recorder stopping = new Recorder() {
            @Override
            public void step(int step, int of) {
                throw new CancellationException("enough");
            }
        };
        JobInputs scene = TinyPlans.one(10);
        try (RenderSession session = renderer.open(scene)) {
            assertThatThrownBy(() -> session.render(scene.plan().chunks().chunk(0), null, stopping))
                    .isInstanceOf(CancellationException.class);
        }
        assertThat(stopping.frames).isEmpty();
    }

    @Test
    void aPresetsLoraIsOnForItsJobOnly(@TempDir Path models) throws Exception {
        ModelFolder tiny = LoraModel.in(models);
        LoraModel.add(tiny, "Wan2.1_I2V_14B_FusionX_LoRA");
        MultiTalkRenderer ours = new MultiTalkRenderer(tiny, config, new PrometheusRegistry());
        try {
            byte[][] plain = frames(ours, TinyPlans.one(10));
            byte[][] fusionx = frames(ours, TinyPlans.one(10, "\"preset\":\"fusionx\","));
            byte[][] again = frames(ours, TinyPlans.one(10));
            assertThat(fusionx).hasSameDimensionsAs(plain);
            assertThat(Arrays.deepEquals(fusionx, plain)).isFalse();
            assertThat(Arrays.deepEquals(again, plain)).isTrue();
        } finally {
            ours.close();
        }
    }

    @Test
    void aJobThatNeedsTheWeightsHeldOtherwiseGetsThem() throws Exception {
        MultiTalkRenderer ours = new MultiTalkRenderer(folder, config, new PrometheusRegistry());
        try {
            byte[][] plain = frames(ours, TinyPlans.one(10));
            byte[][] int8 = frames(ours, TinyPlans.one(10, "\"quantization\":\"int8\","));
            assertThat(Arrays.deepEquals(int8, plain)).isFalse();
            byte[][] fp8 = frames(ours, TinyPlans.one(10, "\"quantization\":\"fp8\","));
            assertThat(Arrays.deepEquals(fp8, plain) || Arrays.deepEquals(fp8, int8))
                    .isFalse();
            byte[][] lowVram = frames(ours, TinyPlans.one(10, "\"lowVram\":true,"));
            assertThat(Arrays.deepEquals(lowVram, plain)).isTrue();
        } finally {
            ours.close();
        }
    }

    @Test
    void aLoraThatDoesNotFitIsAFaultOfTheRequestAndLeavesTheModelAlone(@TempDir Path models) throws Exception {
        ModelFolder tiny = LoraModel.in(models);
        LoraModel.add(tiny, "other", 5);
        LoraModel.add(tiny, "fitting");
        MultiTalkRenderer ours = new MultiTalkRenderer(tiny, config, new PrometheusRegistry());
        try {
            assertThatThrownBy(() -> ours.open(TinyPlans.one(10, "\"loras\":[{\"name\":\"other\"}],")))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("other.safetensors: blocks.0.ffn.2");
            ours.open(TinyPlans.one(10, "\"loras\":[{\"name\":\"fitting\"}],")).close();
        } finally {
            ours.close();
        }
    }

    @Test
    void aLoraThatThisWorkerLacksMayBeElsewhere() {
        assertThatThrownBy(() -> renderer.open(TinyPlans.one(10, "\"loras\":[{\"name\":\"none\"}],")))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining("has no LoRA 'none', it has []");
    }

    private static byte[][] frames(MultiTalkRenderer renderer, JobInputs scene) throws InterruptedException {
        Recorder sink = new Recorder();
        try (RenderSession session = renderer.open(scene)) {
            session.render(scene.plan().chunks().chunk(0), null, sink);
        }
        return sink.frames.toArray(byte[][]::new);
    }

    @Test
    void whatTeaCacheLeavesOutIsSaidWithEachWindow() throws Exception {
        JobInputs scene = TinyPlans.one(FRAMES, "\"teaCache\":{\"enabled\":true,\"threshold\":0.5},", 8);
        ChunkPlan chunks = scene.plan().chunks();
        try (RenderSession session = renderer.open(scene)) {
            WindowState first = session.render(chunks.chunk(0), null, sink);
            session.render(chunks.chunk(1), first, sink);
        }
        assertThat(sink.teaCache).containsExactly("7+1", "7+1");

        Recorder plain = new Recorder();
        try (RenderSession session = renderer.open(TinyPlans.one(10))) {
            session.render(TinyPlans.one(10).plan().chunks().chunk(0), null, plain);
        }
        assertThat(plain.teaCache).isEmpty();
    }

    @Test
    void aHandOverOfAnotherEngineIsRefused() {
        JobInputs scene = TinyPlans.one(FRAMES);
        try (RenderSession session = renderer.open(scene)) {
            WindowState strange = new WindowState(Engine.PANTOMIME, TinyPlans.WINDOW, Map.of());
            assertThatThrownBy(() -> session.render(scene.plan().chunks().chunk(1), strange, sink))
                    .hasMessage("Window 1 continues the state of multitalk at frame 17, " + "found pantomime at 17");
        }
    }

    @Test
    void aSpeakerWhoIsNowhereOnTheModelsGridIsAFaultOfTheScene() {
        String boxes =
                """
                {"speakers":[{"audio":"x","box":{"x":1,"y":1,"width":2,"height":2}},{"audio":"y"}]}""";
        JobInputs scene = new JobInputs(
                TinyPlans.plan(boxes, 20),
                TestMedia.face(200, 100),
                List.of(
                        new JobInputs.Voice(0, TestMedia.speech(0.8), 0),
                        new JobInputs.Voice(1, TestMedia.speech(0.8), 0)));
        assertThatThrownBy(() -> renderer.open(scene))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("person 1");
    }
}
