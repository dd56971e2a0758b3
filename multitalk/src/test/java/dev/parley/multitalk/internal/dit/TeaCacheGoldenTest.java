package dev.parley.multitalk.internal.dit;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import dev.parley.multitalk.ModelFiles;
import dev.parley.multitalk.ModelOptions;
import dev.parley.multitalk.SkipPlan;
import dev.parley.multitalk.TeaCache;
import dev.parley.multitalk.TeaCache.Fit;
import dev.parley.multitalk.golden.Golden;
import dev.parley.multitalk.golden.GoldenCase;
import dev.parley.multitalk.internal.model.NetworkFiles;
import dev.parley.multitalk.internal.sample.Schedule;
import dev.parley.plan.Size;
import dev.parley.plan.SpeakerMasks;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

class TeaCacheGoldenTest {
    private static final Pattern TRACE =
            Pattern.compile("out\\.multitalk-(480|720)_thr([\\d.]+)_(3nfe|2nfe_two_chunks)(?:_steps(\\d+))?_(\\w+)");
    private static final Set<Integer> STEPS_KEPT = Set.of(6, 23, 39);

    @TestFactory
    Stream<DynamicTest> leavesOutWhatTheReferenceLeavesOut() {
        return Golden.tests("teacache", golden -> {
            for (String key : golden.keys("out.")) {
                Matcher trace = TRACE.matcher(key);
                assertThat(trace.matches()).as(key).isTrue();
                boolean large = trace.group(1).equals("720");
                int steps = trace.group(4) == null ? 40 : Integer.parseInt(trace.group(4));
                Schedule schedule = Schedule.of(steps, large ? 11 : 7);
                TeaCache teaCache = new TeaCache(Double.parseDouble(trace.group(2)), large ? Fit.P720 : Fit.P480);
                SkipPlan plan = plan(schedule, teaCache);
                switch (trace.group(5)) {
                    case "computed" -> golden.check(key, forEach(3, computed(plan)));
                    case "accumulated" -> golden.check(key, forEach(3, plan.distances()));
                    case "velocity_steps_6_23_39" -> golden.check(key, velocities(golden, schedule, plan));
                    // The reference counts three passes a step where there are two: its roles mix, and the second
                    // window
                    // does not begin with steps that are computed.
                    case "computed_as_reference" -> golden.checkDiffers(key, twoWindows(plan));
                    default -> throw new AssertionError(key);
                }
            }
        });
    }

    private static SkipPlan plan(Schedule schedule, TeaCache teaCache) {
        double[] changes = new double[schedule.steps()];
        for (int step = 1; step < changes.length; step++) {
            changes[step] = dit().change(schedule.timestep(step - 1), schedule.timestep(step));
        }
        return teaCache.plan(changes);
    }

    private static List<Double> computed(SkipPlan plan) {
        return plan.computed().stream().map(runs -> runs ? 1.0 : 0.0).toList();
    }

    private static double[] forEach(int passes, List<Double> steps) {
        return steps.stream()
                .flatMap(step -> Stream.generate(() -> step).limit(passes))
                .mapToDouble(Double::doubleValue)
                .toArray();
    }

    private static double[] twoWindows(SkipPlan plan) {
        List<Double> both = new ArrayList<>(computed(plan));
        both.addAll(computed(plan));
        return forEach(2, both);
    }

    /** All steps with the same latent, as the reference was asked. */
    private static NDArray velocities(GoldenCase golden, Schedule schedule, SkipPlan plan) {
        NDArray text = dit().text(golden.get("in.context"));
        NDArray negative = dit().text(golden.get("in.context_negative"));
        NDArray audio = golden.get("in.audio");
        AudioTokens silence = dit().audio(audio.mul(0));
        Size size = new Size(4, 4);
        NDList kept = new NDList();
        try (Conditioning cond = dit().conditioning(
                                golden.get("in.y").squeeze(0),
                                dit().image(golden.get("in.clip_fea")),
                                text,
                                dit().audio(audio),
                                SpeakerMasks.single(size));
                Residual one = new Residual();
                Residual two = new Residual();
                Residual three = new Residual()) {
            List<Conditioning> roles = List.of(
                    cond, cond.withText(negative), cond.withText(negative).withAudio(silence));
            List<Residual> residuals = List.of(one, two, three);
            for (int step = 0; step < schedule.steps(); step++) {
                Time time = dit().time(schedule.timestep(step));
                NDList passes = new NDList();
                for (int role = 0; role < 3; role++) {
                    NDArray latent = golden.get("in.latent");
                    passes.add(
                            plan.computes(step)
                                    ? dit().forward(latent, time, roles.get(role), residuals.get(role))
                                    : dit().shortened(latent, time, roles.get(role), residuals.get(role)));
                }
                if (STEPS_KEPT.contains(step)) {
                    kept.add(NDArrays.stack(passes));
                }
            }
        }
        return NDArrays.stack(kept);
    }

    private static Dit dit() {
        return Golden.model("weights", directory -> {
                    try {
                        return new NetworkFiles(ModelFiles.in(directory), ModelOptions.CPU).models(Golden.pytorch());
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                })
                .dit();
    }
}
