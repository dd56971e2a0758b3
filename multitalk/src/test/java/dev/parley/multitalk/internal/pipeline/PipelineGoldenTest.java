package dev.parley.multitalk.internal.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.index.NDIndex;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.parley.multitalk.Apg;
import dev.parley.multitalk.AppliedLoras;
import dev.parley.multitalk.GuidanceSettings;
import dev.parley.multitalk.Lora;
import dev.parley.multitalk.ModelFiles;
import dev.parley.multitalk.ModelOptions;
import dev.parley.multitalk.RenderListener;
import dev.parley.multitalk.Rendering;
import dev.parley.multitalk.RgbImage;
import dev.parley.multitalk.TeaCache;
import dev.parley.multitalk.golden.Golden;
import dev.parley.multitalk.golden.GoldenCase;
import dev.parley.multitalk.internal.lora.PatchedWeights;
import dev.parley.multitalk.internal.model.NetworkFiles;
import dev.parley.multitalk.internal.sample.NoiseSource;
import dev.parley.multitalk.internal.sample.Schedule;
import dev.parley.plan.ModelGrid;
import dev.parley.plan.Size;
import dev.parley.plan.SizeBuckets;
import dev.parley.plan.SpeakerBox;
import dev.parley.plan.SpeakerMasks;
import dev.parley.plan.Window;
import dev.parley.plan.WindowPlan;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class PipelineGoldenTest {
    private static final int STREAMING_FRAMES = 1000;

    @TestFactory
    Stream<DynamicTest> rendersWhatTheReferenceRenders() {
        return Golden.tests("pipeline", name -> name.startsWith("pipeline_"), golden -> {
            JsonObject call = golden.call();
            assumeTrue(call.get("quant").isJsonNull(), "weights in floats");
            RecordedNoise noise = new RecordedNoise(golden);
            RenderInputs inputs = inputs(golden, noise);
            assertThat(inputs.plan().windows()).hasSize(call.get("chunks").getAsInt());
            try (AppliedLoras on = PatchedWeights.apply(
                    loras(call), Golden.pytorch(), models().dit().parameters())) {
                assertThat(on.ignored()).allMatch(key -> key.contains(".safetensors: diffusion_model."));
                golden.check("out.video", render(inputs, call.get("teacache_blocks_ran")));
            }
            noise.assertDrawn();
        });
    }

    private static List<Lora> loras(JsonObject call) {
        List<Lora> loras = new ArrayList<>();
        if (!call.get("lora").isJsonNull()) {
            JsonArray files = call.getAsJsonArray("lora");
            JsonArray scales = call.getAsJsonArray("lora_scales");
            for (int i = 0; i < files.size(); i++) {
                loras.add(new Lora(
                        Golden.path(files.get(i).getAsString()), scales.get(i).getAsDouble()));
            }
        }
        return loras;
    }

    private static NDArray render(RenderInputs inputs, JsonElement ran) {
        NDList video = new NDList();
        try (WindowRenderer rendering = new WindowRenderer(models(), inputs)) {
            checkSkips(ran, rendering);
            NDArray given = null;
            for (Window window : inputs.plan().windows()) {
                NDArray frames = rendering.frames(
                        window,
                        0,
                        null,
                        given == null ? rendering.picture() : given,
                        RenderListener.ignored()); // (3, F, H, W)
                int from = window.motionFrames();
                video.add(frames.get(new NDIndex(":, {}:{}", from, from + window.newFrames())));
                given = frames.get(new NDIndex(
                        ":, {}:", inputs.plan().windowFrames() - inputs.plan().motionFrames()));
            }
        }
        return NDArrays.concat(video, 1);
    }

    private static RenderInputs inputs(GoldenCase golden, NoiseSource noise) {
        JsonObject call = golden.call();
        NDArray hwc = golden.get("in.image_hwc");
        Size source = new Size((int) hwc.getShape().get(0), (int) hwc.getShape().get(1));
        List<NDArray> voices = new ArrayList<>();
        List<Integer> frames = new ArrayList<>();
        for (int person = 1; person <= call.get("people").getAsInt(); person++) {
            NDArray voice = golden.get("in.audio_embedding_" + person);
            voices.add(voice);
            frames.add((int) voice.getShape().get(0));
        }
        int windowFrames = call.get("frame_num").getAsInt();
        boolean clip = call.get("mode").getAsString().equals("clip");
        return new RenderInputs(
                new RgbImage(source, hwc.toByteArray()),
                buckets(call.getAsJsonObject("size_table")).choose(source),
                masks(call, source),
                call.get("prompt").getAsString(),
                call.get("n_prompt").getAsString(),
                voices,
                WindowPlan.reference(
                        frames,
                        windowFrames,
                        call.get("motion_frame").getAsInt(),
                        clip ? windowFrames : STREAMING_FRAMES),
                sampling(call),
                noise);
    }

    private static SamplingSettings sampling(JsonObject call) {
        Apg apg = call.get("use_apg").getAsBoolean()
                ? new Apg(
                        call.get("apg_momentum").getAsDouble(),
                        call.get("apg_norm_threshold").getAsDouble(),
                        0)
                : null;
        return new SamplingSettings(
                Schedule.of(
                        call.get("sampling_steps").getAsInt(), call.get("shift").getAsDouble()),
                new GuidanceSettings(
                        call.get("text_guide_scale").getAsDouble(),
                        call.get("audio_guide_scale").getAsDouble(),
                        apg),
                call.get("color_correction_strength").getAsDouble(),
                call.get("use_teacache").getAsBoolean()
                        ? new TeaCache(call.get("teacache_thresh").getAsDouble(), TeaCache.Fit.P480)
                        : null);
    }

    /** For each forward pass whether the blocks ran; all passes of a step go the same way. */
    private static void checkSkips(JsonElement ran, Rendering rendering) {
        if (ran == null || ran.isJsonNull()) {
            assertThat(rendering.skips().skipped()).isZero();
            return;
        }
        List<Boolean> passes = new ArrayList<>();
        ran.getAsJsonArray().forEach(pass -> passes.add(pass.getAsInt() == 1));
        int ofStep = passes.size() / rendering.skips().computed().size();
        List<Boolean> ours = new ArrayList<>();
        rendering.skips().computed().forEach(computed -> ours.addAll(Collections.nCopies(ofStep, computed)));
        assertThat(ours).isEqualTo(passes);
    }

    private static SpeakerMasks masks(JsonObject call, Size source) {
        if (call.get("people").getAsInt() == 1) {
            return SpeakerMasks.single(source);
        }
        JsonElement boxes = call.get("bbox");
        return boxes.isJsonNull()
                ? SpeakerMasks.halves(source)
                : SpeakerMasks.boxes(
                        source,
                        List.of(
                                box(boxes.getAsJsonObject().getAsJsonArray("person1")),
                                box(boxes.getAsJsonObject().getAsJsonArray("person2"))));
    }

    private static SpeakerBox box(JsonArray four) {
        return new SpeakerBox(
                four.get(0).getAsDouble(),
                four.get(1).getAsDouble(),
                four.get(2).getAsDouble(),
                four.get(3).getAsDouble());
    }

    /** Rows are {@code ratio: [[height, width], 1]}. */
    private static SizeBuckets buckets(JsonObject table) {
        JsonObject sizes = new JsonObject();
        for (Map.Entry<String, JsonElement> row : table.entrySet()) {
            sizes.add(row.getKey(), row.getValue().getAsJsonArray().get(0));
        }
        return SizeBuckets.of(sizes);
    }

    /** Admission asks it before there is a model. */
    @Test
    void theModelsGridIsTheOneThatIsPlannedWith() {
        Size video = new Size(448, 896);
        Size latent = models().latent(video);
        assertThat(latent).isEqualTo(ModelGrid.latent(video));
        assertThat(models().dit().tokens(latent)).isEqualTo(ModelGrid.tokens(video));
    }

    private static Models models() {
        return Golden.model("weights", directory -> {
            try {
                return new NetworkFiles(ModelFiles.in(directory), ModelOptions.CPU).models(Golden.pytorch());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }
}
