package dev.parley.ingest.jobs;

import dev.parley.contracts.JobState;
import dev.parley.contracts.JobStatus;
import dev.parley.contracts.RenderCost;
import dev.parley.contracts.RenderPlan;
import dev.parley.contracts.RenderRequest.Engine;
import dev.parley.plan.FrameRate;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.stream.Collectors;

/** How fast the farm's workers are, by what its latest jobs of the same engine and size took. */
@ApplicationScoped
public class RenderPace {
    private static final int LATEST = 200;
    private static final int ENOUGH = 5;

    private final JobTable table;
    /** Asked for by every request; null after a job was completed. */
    private volatile List<JobState> known;

    @Inject
    RenderPace(JobTable table) {
        this.table = table;
        table.follow(this::change);
    }

    private void change(JobState before, JobState after) {
        if (isCompleted(before) || isCompleted(after)) {
            known = null;
        }
    }

    private static boolean isCompleted(JobState job) {
        return job != null && job.status() == JobStatus.COMPLETED;
    }

    /**
     * How long one worker will be busy with a plan, from the claim to the finished video: the median of the latest
     * comparable jobs, by tokens or frames. Nothing where there are none.
     */
    public OptionalDouble seconds(RenderPlan plan) {
        double[] paces = latest().stream()
                .filter(job -> isComparable(job, plan))
                .limit(ENOUGH)
                .mapToDouble(RenderPace::secondsPerWork)
                .sorted()
                .toArray();
        return paces.length == 0
                ? OptionalDouble.empty()
                : OptionalDouble.of(
                        paces[paces.length / 2] * RenderCost.of(plan).work());
    }

    /**
     * How fast videos of one kind are made.
     *
     * @param secondsPerSecond seconds that a worker takes for a second of video, the median of {@code jobs}
     */
    public record Pace(Engine engine, int width, int height, int jobs, double secondsPerSecond) {}

    /** Of each engine and size among the latest jobs, the most frequent first. */
    public List<Pace> all() {
        Map<List<Object>, List<JobState>> kinds = latest().stream()
                .filter(RenderPace::isMeasured)
                .filter(job -> job.frames() != null && job.engine() != null)
                .collect(Collectors.groupingBy(job -> List.of(job.engine(), job.width(), job.height())));
        return kinds.values().stream()
                .map(RenderPace::pace)
                .sorted(Comparator.comparingInt(Pace::jobs).reversed())
                .toList();
    }

    private static Pace pace(List<JobState> alike) {
        double[] paces = alike.stream()
                .mapToDouble(job -> seconds(job) * FrameRate.FRAMES_PER_SECOND / job.frames())
                .sorted()
                .toArray();
        JobState one = alike.get(0);
        return new Pace(one.engine(), one.width(), one.height(), paces.length, paces[paces.length / 2]);
    }

    private List<JobState> latest() {
        List<JobState> latest = known;
        if (latest == null) {
            latest = table.list(new JobQuery(LATEST, Set.of(JobStatus.COMPLETED), null, Map.of(), null, null));
            known = latest;
        }
        return latest;
    }

    private static boolean isComparable(JobState job, RenderPlan plan) {
        return job.engine() == plan.engine()
                && isMeasured(job)
                && job.intake() != null
                && job.intake().work() != null
                && List.of(job.width(), job.height()).equals(List.of(plan.width(), plan.height()));
    }

    /** It was rendered in a single attempt: of the others nobody knows how long the worker was at it. */
    private static boolean isMeasured(JobState job) {
        return job.attempt() == 1 && job.claimedAt() != null;
    }

    private static double secondsPerWork(JobState job) {
        return seconds(job) / job.intake().work();
    }

    private static double seconds(JobState job) {
        return Duration.between(job.claimedAt(), job.endedAt()).toMillis() / 1000.0;
    }
}
