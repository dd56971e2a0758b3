package dev.parley.ingest.deletion;

import dev.parley.ingest.jobs.HeldInputs;
import dev.parley.ingest.jobs.JobTable;
import dev.parley.kit.admission.Inputs;
import dev.parley.kit.store.ObjectStore;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Set;

/** Deletes inputs that no job is made of, nor one that is about to be accepted. */
@ApplicationScoped
class UnusedInputs {
    private final HeldInputs held;
    private final JobTable table;
    private final Inputs inputs;
    private final ObjectStore store;

    @Inject
    UnusedInputs(HeldInputs held, JobTable table, Inputs inputs, ObjectStore store) {
        this.held = held;
        this.table = table;
        this.inputs = inputs;
        this.store = store;
    }

    /** Changes nothing where the input is used. */
    void delete(String key) {
        held.delete(key, this::isUsed, this::deleteInput);
    }

    private boolean isUsed(String input) {
        return !table.used(Set.of(input)).isEmpty();
    }

    private void deleteInput(String key) {
        inputs.forget(key);
        store.delete(key);
        inputs.forget(key);
    }
}
