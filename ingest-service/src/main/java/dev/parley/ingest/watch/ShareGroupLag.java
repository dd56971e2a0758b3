package dev.parley.ingest.watch;

import dev.parley.contracts.Topics;
import dev.parley.ingest.Ticker;
import dev.parley.ingest.jobs.JobTable;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListShareGroupOffsetsSpec;
import org.apache.kafka.clients.admin.SharePartitionOffsetInfo;
import org.apache.kafka.common.TopicPartition;
import org.jboss.logging.Logger;

/**
 * How many jobs the workers have not finished: waiting ones and those in work. The broker knows, but not before the first
 * acknowledgement; until then it is what the view counts.
 */
@ApplicationScoped
class ShareGroupLag {
    private static final Logger LOG = Logger.getLogger(ShareGroupLag.class);
    private static final Duration TURN = Duration.ofSeconds(5);

    private final Admin admin;
    private final JobTable table;
    private final Clock clock;
    private volatile double lag;
    private volatile Instant emptySince;

    @Inject
    ShareGroupLag(Admin admin, JobTable table, PrometheusRegistry registry, Clock clock) {
        this.clock = clock;
        this.admin = admin;
        this.table = table;
        GaugeWithCallback.builder()
                .name("parley_share_group_lag")
                .help("Tickets that no worker has acknowledged, waiting or in progress")
                .labelNames("group", "topic")
                .callback(callback -> callback.call(lag, Topics.WORKERS, Topics.RENDERS))
                .register(registry);
    }

    void onStart(@Observes StartupEvent event, Ticker ticker) {
        ticker.every(TURN, "share group lag", this::ask);
    }

    /** Since when the broker says that no ticket waits or is in work; nothing while there is one, or it does not say. */
    Optional<Instant> emptySince() {
        return Optional.ofNullable(emptySince);
    }

    private void ask() {
        Optional<Double> reported = Optional.empty();
        try {
            reported = reported(admin.listShareGroupOffsets(Map.of(Topics.WORKERS, new ListShareGroupOffsetsSpec()))
                    .partitionsToOffsetInfo(Topics.WORKERS)
                    .get(5, TimeUnit.SECONDS));
        } catch (ExecutionException | TimeoutException e) {
            LOG.debugf("lag unknown  cause=%s", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        boolean empty = reported.filter(tickets -> tickets == 0).isPresent();
        emptySince = empty ? emptySince().orElseGet(clock::instant) : null;
        lag = reported.orElseGet(this::counted);
    }

    /** Nothing unless the broker knows it of every partition: it says null of those without an acknowledgement. */
    private static Optional<Double> reported(Map<TopicPartition, SharePartitionOffsetInfo> partitions) {
        boolean all = !partitions.isEmpty()
                && partitions.values().stream()
                        .allMatch(offset -> offset != null && offset.lag().isPresent());
        return all
                ? Optional.of((double) partitions.values().stream()
                        .filter(Objects::nonNull)
                        .mapToLong(offset -> offset.lag().orElseThrow())
                        .sum())
                : Optional.empty();
    }

    private double counted() {
        return table.index().queueDepth() + table.index().active().size();
    }
}
