package dev.parley.ingest.jobs;

import dev.parley.contracts.JobState;
import dev.parley.contracts.JobStatus;
import dev.parley.contracts.RenderCost;
import dev.parley.contracts.RenderPlan;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;

/** How fast the farm's workers are, by what its latest jobs of the same engine and size took. */
@ApplicationScoped
public class RenderPace {
    private static final int LATEST = 200;
    private static final int ENOUGH = 5;

    private final JobTable table;

    @Inject
    RenderPace(JobTable table) {
        this.table = table;
    }

    /**
     * How long one worker will be busy with a plan, from the claim to the finished video: the median of the latest
     * comparable jobs, by tokens or frames. Nothing where there are none.
     */
    public OptionalDouble seconds(RenderPlan plan) {
        double[] paces = table.list(new JobQuery(LATEST, Set.of(JobStatus.COMPLETED), null, Map.of(), null)).stream()
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

    /** One that was rendered in a single attempt: of the others nobody knows how long the worker was at it. */
    private static boolean isComparable(JobState job, RenderPlan plan) {
        return job.engine() == plan.engine()
                && job.attempt() == 1
                && job.claimedAt() != null
                && job.intake() != null
                && job.intake().work() != null
                && List.of(job.width(), job.height()).equals(List.of(plan.width(), plan.height()));
    }

    private static double secondsPerWork(JobState job) {
        return Duration.between(job.claimedAt(), job.endedAt()).toMillis()
                / 1000.0
                / job.intake().work();
    }
}
