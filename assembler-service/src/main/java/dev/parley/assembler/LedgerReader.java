package dev.parley.assembler;

import dev.parley.contracts.ChunkCommitted;
import dev.parley.contracts.Fault;
import dev.parley.contracts.JobId;
import dev.parley.contracts.Json;
import dev.parley.contracts.ObjectKeys;
import dev.parley.contracts.RenderPlan;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.stream.IntStream;

/** Reads what the workers wrote down about a job. */
@ApplicationScoped
class LedgerReader {
    @Inject
    RetryingStore store;

    /** @throws UnassemblableException if there is none, or it is another job's */
    RenderPlan plan(JobId job) {
        String key = ObjectKeys.plan(job);
        RenderPlan plan = read(key, RenderPlan.class);
        if (!plan.jobId().equals(job)) {
            throw new UnassemblableException(
                    Fault.INTERNAL, "%s is the plan of %s, expected that of %s".formatted(key, plan.jobId(), job));
        }
        return plan;
    }

    /** @throws UnassemblableException if a chunk is missing or is not what was planned */
    Chain chain(RenderPlan plan) {
        return Chain.of(
                plan,
                IntStream.range(0, plan.chunks().count())
                        .mapToObj(index -> ObjectKeys.ledger(plan.jobId(), index))
                        .map(key -> read(key, ChunkCommitted.class))
                        .toList());
    }

    private <T> T read(String key, Class<T> type) {
        String json = store.text(key);
        try {
            T read = Json.read(json, type);
            if (read != null) {
                return read;
            }
        } catch (IllegalArgumentException e) {
            throw new UnassemblableException(Fault.INTERNAL, "%s: %s".formatted(key, e.getMessage()), e);
        }
        throw new UnassemblableException(
                Fault.INTERNAL, "%s holds 'null', expected a %s".formatted(key, type.getSimpleName()));
    }
}
