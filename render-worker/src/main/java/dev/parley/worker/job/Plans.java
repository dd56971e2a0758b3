package dev.parley.worker.job;

import dev.parley.contracts.Fault;
import dev.parley.contracts.JobId;
import dev.parley.contracts.Json;
import dev.parley.contracts.ObjectKeys;
import dev.parley.contracts.RenderPlan;
import dev.parley.kit.store.ObjectStore;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.function.Supplier;

/** The plans of jobs, each fixed by its first attempt. */
final class Plans {
    private final ObjectStore store;

    Plans(ObjectStore store) {
        this.store = store;
    }

    /** The plan that counts: the one that is there, or else {@code make}'s. */
    RenderPlan fix(JobId job, Supplier<RenderPlan> make) {
        return read(job).orElseGet(() -> {
            RenderPlan made = make.get();
            byte[] bytes = Json.write(made).getBytes(StandardCharsets.UTF_8);
            // Read back either way: what later attempts will read is what counts.
            store.putIfAbsent(ObjectKeys.plan(job), bytes, "application/json");
            return read(job)
                    .orElseThrow(() -> new FaultException(
                            Fault.DEPENDENCY, "The plan of %s was written and is gone".formatted(job)));
        });
    }

    private Optional<RenderPlan> read(JobId job) {
        return store.getText(ObjectKeys.plan(job)).map(text -> {
            RenderPlan plan;
            try {
                plan = Json.read(text, RenderPlan.class);
            } catch (IllegalArgumentException e) {
                throw new FaultException(Fault.BUG, "The plan of %s is broken: %s".formatted(job, e.getMessage()), e);
            }
            if (!plan.jobId().equals(job) || plan.encoder() == null || plan.engine() == null) {
                throw new FaultException(
                        Fault.BUG, "The plan of %s names another job, no encoder or no engine".formatted(job));
            }
            return plan;
        });
    }
}
