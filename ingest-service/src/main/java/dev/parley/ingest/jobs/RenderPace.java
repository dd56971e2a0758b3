package dev.parley.ingest.jobs;

import dev.parley.contracts.JobState;
import dev.parley.contracts.JobStatus;
import dev.parley.contracts.RenderCost;
import dev.parley.contracts.RenderPlan;
import dev.parley.contracts.RenderRequest.Engine;
import dev.parley.plan.FrameRate;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;

/**
 * How long jobs keep a worker, from the claim to the finished video: by what the farm's latest jobs of the same engine and
 * size took. Of those that took several attempts nobody knows how long a worker was at it.
 */
@ApplicationScoped
public class RenderPace {
    private static final int LATEST = 5;

    private final JobTable table;
    private final Map<Kind, List<Sample>> latest = new ConcurrentHashMap<>();

    private record Kind(Engine engine, Integer width, Integer height) {}

    private record Sample(Instant endedAt, double seconds, long work, int frames) {
        double perWork() {
            return seconds / work;
        }

        double perSecond() {
            return seconds * FrameRate.FRAMES_PER_SECOND / frames;
        }
    }

    @Inject
    RenderPace(JobTable table) {
        this.table = table;
    }

    // Before the table is read.
    void onStart(@Observes @Priority(5) StartupEvent event) {
        table.follow(this::change);
    }

    private void change(JobState before, JobState after) {
        if (isMeasured(after) && !isMeasured(before)) {
            Sample sample = new Sample(
                    after.endedAt(),
                    Duration.between(after.claimedAt(), after.endedAt()).toMillis() / 1000.0,
                    after.intake().work(),
                    after.frames());
            latest.merge(
                    new Kind(after.engine(), after.width(), after.height()), List.of(sample), RenderPace::latestOf);
        }
    }

    private static List<Sample> latestOf(List<Sample> some, List<Sample> others) {
        return Stream.concat(some.stream(), others.stream())
                .sorted(Comparator.comparing(Sample::endedAt).reversed())
                .limit(LATEST)
                .toList();
    }

    private static boolean isMeasured(JobState job) {
        return job != null
                && job.status() == JobStatus.COMPLETED
                && job.attempt() == 1
                && job.claimedAt() != null
                && job.frames() != null
                && job.intake() != null
                && job.intake().work() != null
                && job.intake().work() > 0;
    }

    /** How long one worker will be busy with a plan; nothing where the farm has rendered nothing like it. */
    public OptionalDouble seconds(RenderPlan plan) {
        return seconds(
                plan.engine(), plan.width(), plan.height(), RenderCost.of(plan).work());
    }

    /** @param work as {@link RenderCost#work} counts it; as little known as the others, where null */
    public OptionalDouble seconds(Engine engine, Integer width, Integer height, Long work) {
        List<Sample> alike = latest.get(new Kind(engine, width, height));
        return alike == null || work == null
                ? OptionalDouble.empty()
                : OptionalDouble.of(median(alike, Sample::perWork) * work);
    }

    /**
     * How fast videos of one kind are made.
     *
     * @param secondsPerSecond seconds that a worker takes for a second of video, the median of {@code jobs}
     */
    public record Pace(Engine engine, int width, int height, int jobs, double secondsPerSecond) {}

    /** Of each engine and size, by its latest jobs; the one that was rendered last comes first. */
    public List<Pace> all() {
        return latest.entrySet().stream()
                .sorted(Comparator.comparing(kind -> kind.getValue().get(0).endedAt(), Comparator.reverseOrder()))
                .map(kind -> pace(kind.getKey(), kind.getValue()))
                .toList();
    }

    private static Pace pace(Kind kind, List<Sample> alike) {
        return new Pace(kind.engine, kind.width, kind.height, alike.size(), median(alike, Sample::perSecond));
    }

    private static double median(List<Sample> samples, ToDoubleFunction<Sample> of) {
        double[] sorted = samples.stream().mapToDouble(of).sorted().toArray();
        return sorted[sorted.length / 2];
    }
}
