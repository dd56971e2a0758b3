package dev.parley.ingest.dispatch;

import dev.parley.contracts.Command;
import dev.parley.contracts.JobId;
import dev.parley.contracts.JobState;
import dev.parley.contracts.Json;
import dev.parley.contracts.WireName;
import dev.parley.kit.kafka.Published;
import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.smallrye.reactive.messaging.kafka.Record;
import io.smallrye.reactive.messaging.kafka.api.OutgoingKafkaRecordMetadata;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.reactive.messaging.Channel;
import org.eclipse.microprofile.reactive.messaging.Emitter;
import org.jboss.logging.Logger;

/**
 * Asks workers to leave jobs for waiting ones of a higher class, where none of them is free. A job that gave way waits again
 * and goes on where it was left. Only the {@link Dispatcher} calls it.
 */
@ApplicationScoped
class Preemption {
    private static final Logger LOG = Logger.getLogger(Preemption.class);
    /** So often a job is asked, in all; after that it is left alone. */
    private static final int MOST_YIELDS = 3;
    /** A worker answers at its next step. One that has not by then is of a version that cannot, or is gone. */
    private static final Duration ANSWER = Duration.ofMinutes(5);

    /** Nobody who waits for a step minds, and the queue need not be looked through for every ticket. */
    private static final Duration PAUSE = Duration.ofMillis(500);

    private final JobQueue queue;
    private final WorkerSlots slots;
    private final QueueConfig config;
    private final Emitter<Record<String, String>> commands;
    private final Clock clock;
    private final Counter asked;
    private final Map<JobId, Instant> underWay = new HashMap<>();
    private Instant nextLook = Instant.MIN;

    @Inject
    Preemption(
            JobQueue queue,
            WorkerSlots slots,
            QueueConfig config,
            @Channel("commands-out") Emitter<Record<String, String>> commands,
            PrometheusRegistry registry,
            Clock clock) {
        this.queue = queue;
        this.slots = slots;
        this.config = config;
        this.commands = commands;
        this.clock = clock;
        this.asked = Counter.builder()
                .name("parley_queue_preemptions")
                .help("Times that a job was asked to give way to one of a higher priority")
                .register(registry);
    }

    /** Looks whether a job has to give way, after the idle workers have got theirs. */
    void look() {
        Instant now = clock.instant();
        if (config.yieldAbove().isZero() || now.isBefore(nextLook)) {
            return;
        }
        nextLook = now.plus(PAUSE);
        List<JobState> running = slots.held();
        underWay.keySet()
                .removeIf(job -> running.stream().noneMatch(held -> held.jobId().equals(job)));
        if (running.isEmpty()) {
            return;
        }
        List<JobState> free = running.stream()
                .filter(job -> !underWay.containsKey(job.jobId()))
                .toList();
        long answering = underWay.values().stream()
                .filter(at -> at.plus(ANSWER).isAfter(now))
                .count();
        List<JobState> first = queue.first(running.size());
        choose(first, free, (int) answering, config.yieldAbove()).forEach(job -> ask(job, now));
    }

    /**
     * @param waiting in the order in which they will begin
     * @param running that have not been asked yet
     * @param answering how many have been asked and have not answered yet; their workers will be the next that are free
     * @param above how long a job has to have left
     * @return those of {@code running} that are to give way: the lowest class first, in it the one with the most left
     */
    static List<JobState> choose(List<JobState> waiting, List<JobState> running, int answering, Duration above) {
        Iterator<JobState> lowest = running.stream()
                .filter(job -> secondsLeft(job) > above.toSeconds()
                        && (job.queue() == null || job.queue().yields() < MOST_YIELDS))
                .sorted(Comparator.comparing(JobState::priority)
                        .thenComparingDouble(Preemption::secondsLeft)
                        .reversed())
                .iterator();
        List<JobState> chosen = new ArrayList<>();
        for (JobState next : waiting.subList(Math.min(answering, waiting.size()), waiting.size())) {
            if (!lowest.hasNext()) {
                break;
            }
            JobState candidate = lowest.next();
            if (candidate.priority().compareTo(next.priority()) <= 0) {
                break;
            }
            chosen.add(candidate);
        }
        return chosen;
    }

    /** Nothing is known until a job has told, and then it may be about to end. */
    private static double secondsLeft(JobState job) {
        return job.progress() == null || job.progress().etaSeconds() == null
                ? 0
                : job.progress().etaSeconds();
    }

    private void ask(JobState job, Instant now) {
        underWay.put(job.jobId(), now);
        asked.inc();
        LOG.infof(
                "asked to give way  job=%s worker=%s priority=%s",
                job.jobId(), job.worker(), WireName.of(job.priority()));
        Command order = new Command.YieldJob(job.jobId(), "a job of a higher priority waits", now);
        Published.to(
                        commands,
                        Record.of(job.jobId().value(), Json.write(order)),
                        OutgoingKafkaRecordMetadata.<String>builder().build())
                .whenComplete((done, failure) -> {
                    if (failure != null) {
                        LOG.warnf("job not asked to give way  job=%s: %s", job.jobId(), failure);
                    }
                });
    }
}
