package dev.parley.ingest.deletion;

import dev.parley.contracts.JobState;
import dev.parley.contracts.ObjectKeys;
import dev.parley.ingest.Ticker;
import dev.parley.ingest.jobs.JobTable;
import dev.parley.ingest.jobs.Ownership;
import dev.parley.kit.store.ObjectStore;
import dev.parley.kit.store.StoreException;
import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.Gauge;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jboss.logging.Logger;

/** Deletes what is kept for longer than the farm is told to: jobs that have ended, and objects that no job knows. */
@ApplicationScoped
class Retention {
    private static final Logger LOG = Logger.getLogger(Retention.class);
    private static final int AT_ONCE = 1_000;
    /** An upload is renewed when it comes again after a day, and a job of it may be accepted some time after that. */
    private static final Duration LEAST_OF_ORPHANS = Duration.ofDays(2);

    private final RetentionConfig config;
    private final JobTable table;
    private final Ownership ownership;
    private final Deletions deletions;
    private final UnusedInputs unused;
    private final ObjectStore store;
    private final Clock clock;
    private final Counter deleted;
    private final Gauge orphans;

    @Inject
    Retention(
            RetentionConfig config,
            JobTable table,
            Ownership ownership,
            Deletions deletions,
            UnusedInputs unused,
            ObjectStore store,
            PrometheusRegistry registry,
            Clock clock) {
        this.config = config;
        this.table = table;
        this.ownership = ownership;
        this.deletions = deletions;
        this.unused = unused;
        this.store = store;
        this.clock = clock;
        deleted = Counter.builder()
                .name("parley_retention_deleted")
                .help("What was deleted for its age: jobs that had ended, objects that no job knew")
                .labelNames("what")
                .register(registry);
        deleted.initLabelValues("job");
        deleted.initLabelValues("object");
        orphans = Gauge.builder()
                .name("parley_orphans")
                .help(
                        "Objects that no job knew when they were looked for the last time, also where they were not deleted")
                .register(registry);
    }

    void onStart(@Observes StartupEvent event, Ticker ticker) {
        if (config.orphans().filter(age -> age.compareTo(LEAST_OF_ORPHANS) < 0).isPresent()) {
            throw new IllegalArgumentException("parley.retention.orphans is %s, expected at least %s"
                    .formatted(config.orphans().get(), LEAST_OF_ORPHANS));
        }
        if (config.jobs().isPresent() || config.orphans().isPresent()) {
            ticker.every(config.turn(), "retention", this::turn);
        }
    }

    void turn() {
        if (!table.isRead()) {
            return;
        }
        Instant now = clock.instant();
        config.jobs().ifPresent(age -> deleteJobs(now.minus(age)));
        if (config.orphans().isPresent() && ownership.dispatches()) {
            try {
                deleteOrphans(now.minus(config.orphans().get()));
            } catch (StoreException e) {
                LOG.warnf("orphans not looked for: %s", e.getMessage());
            }
        }
    }

    private void deleteJobs(Instant before) {
        List<JobState> old = table.ids()
                .filter(ownership::owns)
                .flatMap(job -> table.folded(job).stream())
                .filter(job -> job.deletion() == null && job.status().terminal())
                .filter(job -> job.endedAt() != null && job.endedAt().isBefore(before))
                .limit(AT_ONCE)
                .toList();
        for (JobState job : old) {
            LOG.infof("job deleted for its age  job=%s ended=%s dry=%s", job.jobId(), job.endedAt(), config.dryRun());
            if (!config.dryRun()) {
                deletions.delete(job);
                deleted.labelValues("job").inc();
            }
        }
    }

    private void deleteOrphans(Instant before) {
        // A table without jobs is that of a farm whose topics were lost, and all objects would be orphans.
        if (table.ids().findAny().isEmpty()) {
            LOG.info("no orphans looked for, the farm knows no job");
            return;
        }
        List<String> found = new OrphanSweep(store, job -> table.known(job).isPresent(), table::used).find(before);
        orphans.set(found.size());
        for (String key : found) {
            LOG.infof("object of no job  object=%s dry=%s", key, config.dryRun());
            if (!config.dryRun()) {
                delete(key);
            }
        }
    }

    private void delete(String key) {
        if (ObjectKeys.isInput(key)) {
            unused.delete(key);
        } else {
            store.delete(key);
        }
        deleted.labelValues("object").inc();
    }
}
