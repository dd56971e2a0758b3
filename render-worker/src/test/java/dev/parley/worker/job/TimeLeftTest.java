package dev.parley.worker.job;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.contracts.JobEvent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is said to be left against what was left, on time lines that are played rather than lived through. */
class TimeLeftTest {
    private static final double ALLOWED = 0.15;
    private static final int STEPS = 4;
    private static final int WINDOWS = 6;

    private final List<Said> said = new ArrayList<>();
    private double now = 1_000;

    private record Said(double at, Double left) {}

    private ProgressReport report(int windows, Pace pace, EncodingPace encoding) {
        said.clear();
        return new ProgressReport(
                1,
                Collections.nCopies(windows, 100L),
                0,
                pace,
                encoding,
                Duration.ofMillis(500),
                () -> (long) (now * 1e9),
                this::note);
    }

    private void note(JobEvent.Progress news) {
        said.add(new Said(now, news.etaSeconds()));
    }

    private List<Double> errors(double from) {
        double end = now;
        return said.stream()
                .filter(guess -> guess.at >= from && end - guess.at > 2)
                .map(guess -> Math.abs(guess.left - (end - guess.at)) / (end - guess.at))
                .toList();
    }

    /** The shares of multitalk-tiny on a CPU: 9 s before the first step, 1.5 s each, 14 s to decode. */
    private void model(ProgressReport report, int window, double slower) {
        report.begin(window);
        now += 9 * slower;
        for (int step = 1; step <= STEPS; step++) {
            now += 1.5 * slower;
            report.step(window, step, STEPS);
        }
        now += 14 * slower;
    }

    /** @return the pace at the end; {@code first} is how much longer the first window takes than the others */
    private Pace video(Pace pace, double first, double others) {
        ProgressReport report = report(WINDOWS, pace, new EncodingPace(1));
        model(report, 0, first * others);
        double afterFirst = now;
        IntStream.range(1, WINDOWS).forEach(window -> model(report, window, others));
        report.end((estimated, took) -> {});
        assertThat(errors(afterFirst)).hasSizeGreaterThan(STEPS).allSatisfy(error -> assertThat(error)
                .isLessThanOrEqualTo(ALLOWED));
        return pace;
    }

    @ParameterizedTest
    @ValueSource(doubles = {1, 1.05, 1.13, 1.2, 1.28, 1.34})
    void onAColdWorkerItIsRightAfterTheFirstWindowHoweverMuchLongerThatTook(double first) {
        video(new Pace(true), first, 1);
    }

    @Test
    void theNextVideoOfTheProcessKnowsFromTheClaimOn() {
        Pace known = video(new Pace(true), 1.34, 1);
        Pace pace = new Pace(true, known);
        double claimed = now;
        video(pace, 1, 1);
        assertThat(said.get(0).left).isNotNull();
        assertThat(errors(claimed)).allSatisfy(error -> assertThat(error).isLessThan(0.05));
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.7, 1.4})
    void aMachineThatIsSlowerOrFasterThanBeforeIsFoundOutInTheFirstWindow(double slower) {
        Pace known = video(new Pace(true), 1.1, 1);
        video(new Pace(true, known), 1, slower);
    }

    @Test
    void aMachineThatGetsSlowerHalfwayIsFollowed() {
        int windows = 20;
        ProgressReport report = report(windows, new Pace(true), new EncodingPace(1));
        IntStream.range(0, 8).forEach(window -> model(report, window, 1));
        IntStream.range(8, 14).forEach(window -> model(report, window, 2));
        double known = now;
        IntStream.range(14, windows).forEach(window -> model(report, window, 2));
        assertThat(errors(known)).isNotEmpty().allSatisfy(error -> assertThat(error)
                .isLessThanOrEqualTo(ALLOWED));
    }

    @Test
    void windowsThatTakeNowMoreNowLessAreMetInTheMedian() {
        Random random = new Random(7);
        for (int video = 0; video < 20; video++) {
            ProgressReport report = report(8, new Pace(true), new EncodingPace(1));
            model(report, 0, 1.2);
            double afterFirst = now;
            IntStream.range(1, 8).forEach(window -> model(report, window, 0.8 + 0.4 * random.nextDouble()));
            List<Double> errors = errors(afterFirst).stream().sorted().toList();
            assertThat(errors.get(errors.size() / 2)).isLessThanOrEqualTo(ALLOWED);
        }
    }

    /** An engine without a model: windows of 56 frames, steps of about 10, and an encoder beside it that holds so many frames. */
    @ParameterizedTest
    @CsvSource({"0.002, 0.012, 16", "0.002, 0.012, 200", "0.012, 0.003, 16", "0.006, 0.006, 16", "0.001, 0.040, 60"})
    void whicheverIsSlowerOfEngineAndEncoderIsWaitedFor(double drawing, double encoding, int held) {
        int windows = 26;
        int perWindow = 56;
        EncodingPace encoder = new EncodingPace(windows * perWindow);
        ProgressReport report = report(windows, new Pace(false), encoder);
        double[] encoded = new double[windows * perWindow]; // when
        double afterFirst = Double.MAX_VALUE;
        int told = 0;
        for (int frame = 0; frame < encoded.length; frame++) {
            int window = frame / perWindow;
            int within = frame % perWindow;
            if (within == 0) {
                report.begin(window);
            }
            now += drawing;
            if (frame >= held) {
                now = Math.max(now, encoded[frame - held]);
            }
            encoded[frame] = Math.max(now, frame == 0 ? now : encoded[frame - 1]) + encoding;
            for (; told <= frame && encoded[told] <= now; told++) {
                encoder.reached(told + 1);
                if ((told + 1) % perWindow == 0) {
                    encoder.chunk(perWindow, perWindow * encoding);
                    afterFirst = Math.min(afterFirst, now);
                }
            }
            if (within % 10 == 9 || within == perWindow - 1) {
                report.step(window, within / 10 + 1, 6);
            }
        }
        now = encoded[encoded.length - 1];
        assertThat(errors(afterFirst)).hasSizeGreaterThan(3).allSatisfy(error -> assertThat(error)
                .isLessThanOrEqualTo(ALLOWED));
    }
}
