package dev.parley.ingest.access;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.parley.contracts.InvalidRequestException;
import dev.parley.contracts.Priority;
import dev.parley.contracts.Violation;
import java.util.ArrayList;
import java.util.List;

/**
 * How much a tenant may use. Null: no limit, or the farm's where this is a tenant's own.
 *
 * @param jobs that wait or run at a time
 * @param running that have a ticket or a worker at a time; further ones wait
 * @param videoSeconds per day
 * @param gpuSeconds per day
 * @param priority the highest class that its jobs may ask for
 * @param weight its share of the workers' time beside others' 1
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record TenantQuota(
        Integer jobs, Integer running, Long videoSeconds, Long gpuSeconds, Priority priority, Integer weight) {
    private static final int HEAVIEST = 1_000;

    public static final TenantQuota NONE = new TenantQuota(null, null, null, null, null, null);

    /** This where it says something, else {@code farm}. */
    public TenantQuota or(TenantQuota farm) {
        return new TenantQuota(
                jobs == null ? farm.jobs : jobs,
                running == null ? farm.running : running,
                videoSeconds == null ? farm.videoSeconds : videoSeconds,
                gpuSeconds == null ? farm.gpuSeconds : gpuSeconds,
                priority == null ? farm.priority : priority,
                weight == null ? farm.weight : weight);
    }

    /** @throws InvalidRequestException with every limit that cannot be one */
    void check() {
        List<Violation> faults = new ArrayList<>();
        check("jobs", jobs == null ? null : jobs.longValue(), faults);
        check("running", running == null ? null : running.longValue(), faults);
        check("videoSeconds", videoSeconds, faults);
        check("gpuSeconds", gpuSeconds, faults);
        if (weight != null && (weight < 1 || weight > HEAVIEST)) {
            faults.add(
                    new Violation("weight", "out-of-range", "found %d, expected 1 to %d".formatted(weight, HEAVIEST)));
        }
        if (!faults.isEmpty()) {
            throw new InvalidRequestException(faults);
        }
    }

    private static void check(String field, Long limit, List<Violation> faults) {
        if (limit != null && limit < 0) {
            faults.add(new Violation(field, "out-of-range", "found %d, expected 0 or more".formatted(limit)));
        }
    }
}
