package dev.parley.multitalk.internal.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.parley.multitalk.golden.Golden;
import dev.parley.multitalk.golden.GoldenCase;
import dev.parley.multitalk.internal.audio.AudioWindows;
import dev.parley.plan.Window;
import dev.parley.plan.WindowPlan;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

class WindowPlanGoldenTest {
    private static final int AROUND = 5;

    @TestFactory
    Stream<DynamicTest> plansLikeTheReference() {
        return Golden.tests("pipeline", "audio_windows"::equals, golden -> {
            for (JsonElement run : golden.call().getAsJsonArray("runs")) {
                check(golden, run.getAsJsonObject());
            }
        });
    }

    private static void check(GoldenCase golden, JsonObject run) {
        List<Integer> voices = new ArrayList<>();
        run.getAsJsonArray("audio_frames").forEach(n -> voices.add(n.getAsInt()));
        int windowFrames = run.get("frame_num").getAsInt();
        WindowPlan plan = WindowPlan.reference(
                voices,
                windowFrames,
                run.get("motion_frame").getAsInt(),
                run.get("max_frames_num").getAsInt());

        String name = "out." + run.get("run").getAsString();
        assertThat(plan.windows()).as(name).hasSize(run.get("chunks").getAsInt());
        assertThat(plan.frames()).as(name).isEqualTo(run.get("video_frames").getAsInt());
        assertThat(plan.windows().stream().mapToInt(Window::newFrames).sum()).isEqualTo(plan.frames());
        for (Window window : plan.windows()) {
            String key = "%s.chunk%02d.window_index".formatted(name, window.index());
            if (golden.has(key)) { // of long runs, only some windows are kept
                golden.check(key, indices(golden, plan, window, voices));
            }
        }
        Window first = plan.windows().get(0);
        Window last = plan.windows().get(plan.windows().size() - 1);
        golden.check(name + ".chunk00.mask_channels", mask(golden, plan, first));
        if (golden.has(name + ".last.mask_channels")) {
            golden.check(name + ".last.mask_channels", mask(golden, plan, last));
        }
    }

    /** The reference ran with embeddings that hold their frame's number, person 2's from 1000 on. */
    private static NDArray indices(GoldenCase golden, WindowPlan plan, Window window, List<Integer> voices) {
        int perPerson = plan.windowFrames() * AROUND;
        int[] read = new int[voices.size() * perPerson];
        for (int person = 0; person < voices.size(); person++) {
            long[] frames = plan.voiceFrames(window, person, voices.get(person));
            long[] indices = AudioWindows.indices(window.start(), plan.windowFrames(), AROUND, frames.length);
            for (int i = 0; i < perPerson; i++) {
                read[person * perPerson + i] = (int) frames[(int) indices[i]] + 1000 * person;
            }
        }
        return golden.torch().manager().create(read, new Shape(voices.size(), plan.windowFrames(), AROUND));
    }

    private static NDArray mask(GoldenCase golden, WindowPlan plan, Window window) {
        float[] mask = plan.givenMask(window);
        return golden.torch().manager().create(mask, new Shape(4, mask.length / 4));
    }
}
