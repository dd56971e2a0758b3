package dev.parley.ingest;

import dev.parley.contracts.JobId;
import dev.parley.contracts.Json;
import dev.parley.contracts.ObjectKeys;
import dev.parley.contracts.RenderPlan;
import dev.parley.kit.store.ObjectStore;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Optional;

/** The plans that workers fixed in the store. */
@ApplicationScoped
public class FixedPlans {
    private final ObjectStore store;

    @Inject
    FixedPlans(ObjectStore store) {
        this.store = store;
    }

    /**
     * The job's plan; nothing while no worker has begun, or when its files were deleted.
     *
     * @throws dev.parley.kit.store.StoreException when the store cannot be asked
     */
    public Optional<RenderPlan> find(JobId job) {
        return store.getText(ObjectKeys.plan(job)).map(json -> Json.read(json, RenderPlan.class));
    }
}
