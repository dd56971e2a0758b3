package dev.parley.ingest.dispatch;

import dev.parley.contracts.Priority;
import dev.parley.contracts.RequestDefaults;
import dev.parley.contracts.WireName;
import dev.parley.ingest.dispatch.FairQueue.Depth;
import dev.parley.kit.telemetry.TenantLabels;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.Unit;
import io.quarkus.runtime.Startup;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BinaryOperator;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * How much waits, and for how long. Tenants are made by callers, so only those with the most waiting jobs have a label of
 * their own.
 */
@Startup
@Singleton
class QueueMetrics {
    private final JobQueue queue;
    private final Clock clock;

    private record Label(Priority priority, String tenant) {}

    @Inject
    QueueMetrics(PrometheusRegistry registry, JobQueue queue, Clock clock) {
        this.queue = queue;
        this.clock = clock;
        GaugeWithCallback.builder()
                .name("parley_queue_waiting")
                .help("Jobs that wait for a ticket, by priority and tenant; beyond 20 tenants the rest is one")
                .labelNames("priority", "tenant")
                .callback(callback -> {
                    Map<Label, Integer> waiting = labelled(queue.depths(), Depth::jobs, Integer::sum);
                    noneOfTheDefaultTenant().forEach(label -> waiting.putIfAbsent(label, 0));
                    waiting.forEach((label, jobs) -> callback.call(jobs, WireName.of(label.priority), label.tenant));
                })
                .register(registry);
        GaugeWithCallback.builder()
                .name("parley_queue_waiting_oldest_age_seconds")
                .unit(Unit.SECONDS)
                .help("How long the oldest job has been waiting for a ticket, by priority and tenant")
                .labelNames("priority", "tenant")
                .callback(callback -> labelled(
                                queue.depths(), Depth::since, BinaryOperator.minBy(Comparator.naturalOrder()))
                        .forEach(
                                (label, since) -> callback.call(age(since), WireName.of(label.priority), label.tenant)))
                .register(registry);
        GaugeWithCallback.builder()
                .name("parley_queue_oldest_age_seconds")
                .unit(Unit.SECONDS)
                .help("How long the oldest job has been waiting for a worker; 0 for an empty queue")
                .callback(
                        callback -> callback.call(queue.oldest().map(this::age).orElse(0.0)))
                .register(registry);
        GaugeWithCallback.builder()
                .name("parley_queue_tickets")
                .help("Tickets that no worker has taken yet")
                .callback(callback -> callback.call(queue.ticketsOut(Instant.MIN)))
                .register(registry);
    }

    /** An empty queue is a number too: without these its panel would say "no data", as it does when ingest is gone. */
    private static Stream<Label> noneOfTheDefaultTenant() {
        return Arrays.stream(Priority.values()).map(priority -> new Label(priority, RequestDefaults.TENANT));
    }

    private double age(Instant since) {
        return Math.max(0, Duration.between(since, clock.instant()).toMillis() / 1_000.0);
    }

    private static <T> Map<Label, T> labelled(List<Depth> depths, Function<Depth, T> value, BinaryOperator<T> sum) {
        Map<String, Integer> jobs =
                depths.stream().collect(Collectors.groupingBy(Depth::tenant, Collectors.summingInt(Depth::jobs)));
        Set<String> named = new HashSet<>(jobs.entrySet().stream()
                .sorted(Map.Entry.<String, Integer>comparingByValue()
                        .reversed()
                        .thenComparing(Map.Entry.comparingByKey()))
                .limit(TenantLabels.NAMED)
                .map(Map.Entry::getKey)
                .toList());
        Map<Label, T> labelled = new LinkedHashMap<>();
        depths.forEach(depth -> labelled.merge(
                new Label(depth.priority(), named.contains(depth.tenant()) ? depth.tenant() : TenantLabels.OTHERS),
                value.apply(depth),
                sum));
        return labelled;
    }
}
