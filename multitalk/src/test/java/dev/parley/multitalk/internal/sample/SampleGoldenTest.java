package dev.parley.multitalk.internal.sample;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import com.google.gson.JsonElement;
import dev.parley.multitalk.Apg;
import dev.parley.multitalk.GuidanceSettings;
import dev.parley.multitalk.golden.Golden;
import dev.parley.multitalk.golden.GoldenCase;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

class SampleGoldenTest {
    @TestFactory
    Stream<DynamicTest> schedules() {
        return Golden.tests("schedule", golden -> {
            for (JsonElement shift : golden.call().getAsJsonArray("shifts")) {
                for (JsonElement steps : golden.call().getAsJsonArray("steps")) {
                    Schedule schedule = Schedule.of(steps.getAsInt(), shift.getAsDouble());
                    float[] timesteps = new float[schedule.steps() + 1];
                    for (int i = 0; i < timesteps.length; i++) {
                        timesteps[i] = schedule.timestep(i);
                    }
                    golden.check("out.shift%s_steps%s".formatted(shift.getAsString(), steps.getAsString()), timesteps);
                }
            }
        });
    }

    @TestFactory
    Stream<DynamicTest> guides() {
        return Golden.tests("guidance", golden -> {
            for (String key : golden.keys("out.")) {
                golden.check(key, guided(golden, key.substring("out.".length())));
            }
        });
    }

    /** Names are {@code cfg_text5_audio4}, {@code apg_text5_audio4_thr55}, {@code apg_text_update_thr55}. */
    private static NDArray guided(GoldenCase golden, String name) {
        boolean updateOnly = name.contains("text_update");
        boolean plain = name.startsWith("cfg");
        // With scales 2 and 1 nothing but the answer and the text's update is left.
        double text = updateOnly ? 2 : number(name, "_text");
        double audio = updateOnly ? 1 : number(name, "_audio");
        Apg apg = plain
                ? null
                : new Apg(
                        golden.call().get("momentum").getAsDouble(),
                        number(name, "_thr"),
                        golden.call().get("eta").getAsDouble());
        GuidanceSettings settings = new GuidanceSettings(text, audio, apg);
        NDArray cond = golden.get("in.cond"); // (steps, ...)
        NDArray dropText = golden.get("in.drop_text");
        NDArray uncond = golden.get("in.uncond");
        NDList steps = new NDList();
        try (Guidance guidance = Guidance.begin(settings, golden.torch())) {
            for (int step = 0; step < cond.getShape().get(0); step++) {
                NDArray guided = settings.guidesText()
                        ? guidance.combine(cond.get(step), dropText.get(step), uncond.get(step))
                        : guidance.combine(cond.get(step), dropText.get(step));
                steps.add(updateOnly ? guided.sub(cond.get(step)) : guided);
            }
        }
        return NDArrays.stack(steps, 0);
    }

    private static double number(String name, String after) {
        String rest = name.substring(name.indexOf(after) + after.length());
        return Double.parseDouble(rest.split("_")[0]);
    }

    @TestFactory
    Stream<DynamicTest> drawsWhatPyTorchDraws() {
        return Golden.tests("rng", golden -> {
            SampleKernels kernels = golden.torch().kernels(SampleKernels.class);
            for (String key : golden.keys("out.")) {
                String[] parts = key.substring("out.seed".length()).split("_", 2);
                long seed = Long.parseLong(parts[0]);
                Shape shape = golden.get(key).getShape();
                switch (parts[1].replaceAll("\\d+$", "")) {
                    case "randn" -> golden.check(key, kernels.normal(seed, shape.getShape()));
                    case "randn_16x5x8x8_first" ->
                        golden.check(
                                key,
                                kernels.normal(seed, new long[] {16, 5, 8, 8})
                                        .flatten()
                                        .get("0:" + shape.size()));
                    default -> golden.check(key, laterDraw(golden, key, seed));
                }
            }
        });
    }

    /** What a stream gives after its first 16x5x8x8 values: 20 normal ones, then 9 even ones. */
    private static NDArray laterDraw(GoldenCase golden, String key, long seed) {
        Engine.getEngine("PyTorch").setRandomSeed((int) seed);
        var manager = golden.torch().manager();
        manager.randomNormal(new Shape(16, 5, 8, 8));
        NDArray normal = manager.randomNormal(new Shape(20));
        return key.contains("randn") ? normal : manager.randomUniform(0, 1, new Shape(9));
    }
}
