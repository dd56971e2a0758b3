package dev.parley.ingest.deletion;

import dev.parley.contracts.Deletion;
import dev.parley.contracts.JobId;
import dev.parley.contracts.JobState;
import dev.parley.contracts.ObjectKeys;
import dev.parley.contracts.RenderPlan;
import dev.parley.ingest.FixedPlans;
import dev.parley.ingest.Ticker;
import dev.parley.ingest.jobs.JobTable;
import dev.parley.ingest.jobs.Ownership;
import dev.parley.ingest.jobs.StateWriter;
import dev.parley.kit.admission.Inputs;
import dev.parley.kit.store.ObjectStore;
import dev.parley.kit.store.StoreException;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

/**
 * Deletes the objects of deleted jobs: at once, and again when workers that had not heard of it can no longer write. How far
 * it is stands in the job's state, so after a crash the job's owner goes on. What several jobs are made of is deleted with
 * the last of them.
 */
@ApplicationScoped
class Sweeper {
    private static final Logger LOG = Logger.getLogger(Sweeper.class);
    private static final Duration TURN = Duration.ofMillis(100);
    private static final Duration PAUSE = Duration.ofSeconds(5);
    private static final int AT_ONCE = 100;

    private final JobTable table;
    private final Ownership ownership;
    private final StateWriter writer;
    private final ObjectStore store;
    private final Inputs inputs;
    private final FixedPlans plans;
    private final Duration lateWrites;
    private final Clock clock;
    private volatile Instant notBefore = Instant.MIN;

    @Inject
    Sweeper(
            JobTable table,
            Ownership ownership,
            StateWriter writer,
            ObjectStore store,
            Inputs inputs,
            FixedPlans plans,
            @ConfigProperty(name = "parley.late.writes", defaultValue = "10m") Duration lateWrites,
            Clock clock) {
        this.table = table;
        this.ownership = ownership;
        this.writer = writer;
        this.store = store;
        this.inputs = inputs;
        this.plans = plans;
        this.lateWrites = lateWrites;
        this.clock = clock;
    }

    void onStart(@Observes StartupEvent event, Ticker ticker) {
        ticker.every(TURN, "deletions", this::turn);
    }

    private void turn() {
        Instant now = clock.instant();
        if (table.index().unswept().isEmpty() || now.isBefore(notBefore)) {
            return;
        }
        List<JobState> due = table.index().unswept().stream()
                .flatMap(job -> table.deleted(job).stream())
                .filter(job -> isDue(job.deletion(), now) && ownership.owns(job.jobId()))
                .limit(AT_ONCE)
                .toList();
        try {
            sweep(due);
        } catch (StoreException e) {
            notBefore = now.plus(PAUSE);
            LOG.warnf("objects not deleted yet  jobs=%d pause=%s reason=%s", due.size(), PAUSE, e.getMessage());
        }
    }

    private boolean isDue(Deletion deletion, Instant now) {
        return !deletion.isDone() || !now.isBefore(deletion.at().plus(lateWrites));
    }

    private void sweep(List<JobState> due) {
        Map<JobId, Set<String>> made = new LinkedHashMap<>();
        Set<String> all = new TreeSet<>();
        for (JobState job : due) {
            Set<String> of = madeOf(job);
            made.put(job.jobId(), of);
            all.addAll(of);
        }
        Set<String> used = table.used(all);
        for (JobState job : due) {
            store.list(ObjectKeys.folder(job.jobId())).forEach(store::delete);
            store.delete(ObjectKeys.video(job.jobId()));
            made.get(job.jobId()).stream()
                    .filter(input -> !used.contains(input))
                    .forEach(this::deleteInput);
            note(job);
        }
    }

    /** What of the inputs has not been dealt with; of a job of an older farm its plan says it. */
    private Set<String> madeOf(JobState job) {
        Set<String> inputs = new TreeSet<>(job.deletion().inputs());
        if (inputs.isEmpty() && !job.deletion().isDone()) {
            Optional<RenderPlan> plan = plans.find(job.jobId());
            plan.ifPresent(fixed -> {
                inputs.add(fixed.picture());
                fixed.voices().forEach(voice -> inputs.add(voice.object()));
            });
        }
        inputs.removeIf(key -> !ObjectKeys.isInput(key));
        return inputs;
    }

    private void deleteInput(String key) {
        inputs.forget(key);
        store.delete(key);
        inputs.forget(key);
    }

    private void note(JobState job) {
        boolean changed = writer.change(
                job.jobId(), known -> known.filter(now -> job.deletion().equals(now.deletion()))
                        .map(now -> now.deletedOnceMore(clock.instant()))
                        .or(() -> known)
                        .orElse(job));
        if (changed) {
            writer.publish(job.jobId());
            LOG.infof(
                    "objects deleted  job=%s pass=%d",
                    job.jobId(), job.deletion().passes() + 1);
        }
    }
}
