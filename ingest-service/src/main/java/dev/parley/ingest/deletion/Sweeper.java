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
import dev.parley.kit.store.ObjectStore;
import dev.parley.kit.store.StoreException;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
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
    private static final int AT_ONCE = 100;
    private static final int MOST_FAILURES = 3;

    private final JobTable table;
    private final Ownership ownership;
    private final UnusedInputs unused;
    private final StateWriter writer;
    private final ObjectStore store;
    private final FixedPlans plans;
    private final Duration lateWrites;
    private final Clock clock;
    private volatile Instant notBefore = Instant.MIN;
    private final Map<JobId, Later> later = new ConcurrentHashMap<>();

    /** A job that could not be dealt with is tried again {@code at}. */
    private record Later(Instant at, Duration pause) {
        static final Later NOW = new Later(Instant.MIN, Duration.ZERO);
        private static final Duration FIRST = Duration.ofSeconds(5);
        private static final Duration LONGEST = Duration.ofMinutes(5);

        Later after(Instant now) {
            Duration next = pause.isZero() ? FIRST : pause.multipliedBy(2);
            next = next.compareTo(LONGEST) > 0 ? LONGEST : next;
            return new Later(now.plus(next), next);
        }
    }

    @Inject
    Sweeper(
            JobTable table,
            Ownership ownership,
            UnusedInputs unused,
            StateWriter writer,
            ObjectStore store,
            FixedPlans plans,
            @ConfigProperty(name = "parley.late.writes", defaultValue = "10m") Duration lateWrites,
            Clock clock) {
        this.table = table;
        this.ownership = ownership;
        this.unused = unused;
        this.writer = writer;
        this.store = store;
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
        later.keySet().retainAll(table.index().unswept());
        List<JobState> due = table.index().unswept().stream()
                .filter(job -> !now.isBefore(later.getOrDefault(job, Later.NOW).at))
                .flatMap(job -> table.deleted(job).stream())
                .filter(job -> isDue(job.deletion(), now) && ownership.owns(job.jobId()))
                .limit(AT_ONCE)
                .toList();
        int failed = 0;
        for (JobState job : due) {
            failed = sweepOrWait(job) ? 0 : failed + 1;
            if (failed == MOST_FAILURES) {
                // It is the store rather than the jobs.
                notBefore = clock.instant().plus(Later.FIRST);
                return;
            }
        }
    }

    /** No job keeps the others waiting. */
    private boolean sweepOrWait(JobState job) {
        try {
            sweep(job);
            later.remove(job.jobId());
            return true;
        } catch (RuntimeException e) {
            Later next = later.getOrDefault(job.jobId(), Later.NOW).after(clock.instant());
            later.put(job.jobId(), next);
            LOG.warnf(
                    e instanceof StoreException ? null : e,
                    "objects not deleted yet  job=%s pause=%s reason=%s",
                    job.jobId(),
                    next.pause,
                    e.getMessage());
            return false;
        }
    }

    private boolean isDue(Deletion deletion, Instant now) {
        return !deletion.isDone() || !now.isBefore(deletion.at().plus(lateWrites));
    }

    private void sweep(JobState job) {
        // First what the plan names: it is in the folder, and is needed again if this fails half-way.
        madeOf(job).forEach(unused::delete);
        store.list(ObjectKeys.folder(job.jobId())).forEach(store::delete);
        store.delete(ObjectKeys.video(job.jobId()));
        note(job);
    }

    /** What of the inputs has not been dealt with; of a job of an older farm its plan says it. */
    private Set<String> madeOf(JobState job) {
        Set<String> made = new TreeSet<>(job.deletion().inputs());
        if (made.isEmpty() && !job.deletion().isDone()) {
            plan(job.jobId()).ifPresent(fixed -> {
                made.add(fixed.picture());
                fixed.voices().forEach(voice -> made.add(voice.object()));
            });
        }
        made.removeIf(key -> !ObjectKeys.isInput(key));
        return made;
    }

    private Optional<RenderPlan> plan(JobId job) {
        try {
            return plans.find(job);
        } catch (StoreException e) {
            throw e;
        } catch (RuntimeException e) {
            LOG.warnf("inputs of a deleted job unknown, they stay  job=%s reason=%s", job, e.getMessage());
            return Optional.empty();
        }
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
