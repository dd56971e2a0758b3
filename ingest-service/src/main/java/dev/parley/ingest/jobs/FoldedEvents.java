package dev.parley.ingest.jobs;

import dev.parley.contracts.JobId;
import dev.parley.contracts.Topics;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.DescribeTopicsOptions;
import org.apache.kafka.clients.admin.ListConsumerGroupOffsetsOptions;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;

/**
 * Whether the table has what became of all events that there are, whichever instance folds them. Until it has, a job that is
 * not in it may have been accepted: by an instance that died before the event was folded, for one.
 */
@ApplicationScoped
public class FoldedEvents {
    /** Of a broker that does not answer. */
    private static final int PATIENCE_MILLIS = 2_000;
    /** Between two looks; others commit every second. */
    private static final Duration PAUSE = Duration.ofMillis(50);

    private static final Executor LATER = CompletableFuture.delayedExecutor(PAUSE.toMillis(), TimeUnit.MILLISECONDS);

    private final NextAnswer<Map<TopicPartition, Long>> ends;
    private final NextAnswer<Map<TopicPartition, Long>> committed;
    // What is before the offset is in the table. It stays true of partitions that are others' by now.
    private final Map<TopicPartition, Long> taken = new ConcurrentHashMap<>();

    @Inject
    FoldedEvents(Admin admin) {
        this(() -> ends(admin), () -> committed(admin));
    }

    /**
     * @param ends of all partitions of the events and of the states, 0 of those that have no records (any more)
     * @param committed where the group that folds the events has got to; partitions may be missing
     */
    public FoldedEvents(
            Supplier<CompletionStage<Map<TopicPartition, Long>>> ends,
            Supplier<CompletionStage<Map<TopicPartition, Long>>> committed) {
        this.ends = new NextAnswer<>(ends);
        this.committed = new NextAnswer<>(committed);
    }

    /** The table has what these came to, and all that was before them: events once their states are safe, or states. */
    void take(ConsumerRecords<?, ?> records) {
        for (TopicPartition partition : records.partitions()) {
            for (ConsumerRecord<?, ?> record : records.records(partition)) {
                taken.merge(partition, record.offset() + 1, Math::max);
            }
        }
    }

    /**
     * Completes, normally, as soon as the table has what all events of the job came to that the broker has now. Never, if
     * the broker does not say; to be canceled by whoever gives up.
     */
    public CompletableFuture<Void> whenCurrent(JobId job) {
        CompletableFuture<Void> current = new CompletableFuture<>();
        until(current, () -> ends.ask().thenApply(Optional::of))
                .thenCompose(now -> untilTaken(current, job, now))
                .thenRun(() -> current.complete(null));
        return current;
    }

    private CompletableFuture<Boolean> untilTaken(
            CompletableFuture<?> wanted, JobId job, Map<TopicPartition, Long> now) {
        TopicPartition events = partition(Topics.EVENTS, job, now);
        long end = now.get(events);
        return until(wanted, () -> whereTaken(events, end))
                .thenCompose(here -> here
                        ? CompletableFuture.completedFuture(true)
                        // Somebody else folded them, so their states are in the topic. The table has yet to read them.
                        : until(wanted, () -> ends.ask().thenApply(Optional::of))
                                .thenCompose(then -> {
                                    TopicPartition states = partition(Topics.JOBS, job, then);
                                    long read = then.get(states);
                                    return until(
                                            wanted,
                                            () -> CompletableFuture.completedFuture(
                                                    Optional.of(true).filter(yes -> isTaken(states, read))));
                                }));
    }

    /** Whether the events before {@code end} were folded here; nothing if they are not known to be, by anybody. */
    private CompletableFuture<Optional<Boolean>> whereTaken(TopicPartition events, long end) {
        if (isTaken(events, end)) {
            return CompletableFuture.completedFuture(Optional.of(true));
        }
        return committed
                .ask()
                .thenApply(all -> isTaken(events, end)
                        ? Optional.of(true)
                        : Optional.of(false).filter(no -> all.getOrDefault(events, 0L) >= end));
    }

    private boolean isTaken(TopicPartition partition, long end) {
        return taken.getOrDefault(partition, 0L) >= end;
    }

    /** Tries until there is an answer, for as long as it is {@code wanted}. */
    private static <T> CompletableFuture<T> until(
            CompletableFuture<?> wanted, Supplier<CompletableFuture<Optional<T>>> attempt) {
        if (wanted.isDone()) {
            return CompletableFuture.failedFuture(new CancellationException("Nobody waits any more"));
        }
        return attempt.get().exceptionally(failure -> Optional.empty()).thenCompose(found -> found.map(
                        CompletableFuture::completedFuture)
                .orElseGet(() ->
                        CompletableFuture.runAsync(() -> {}, LATER).thenCompose(paused -> until(wanted, attempt))));
    }

    private static TopicPartition partition(String topic, JobId job, Map<TopicPartition, Long> ends) {
        long count = ends.keySet().stream()
                .filter(partition -> partition.topic().equals(topic))
                .count();
        return new TopicPartition(topic, Ownership.partition(job, Math.toIntExact(count)));
    }

    private static CompletionStage<Map<TopicPartition, Long>> ends(Admin admin) {
        return admin.describeTopics(
                        List.of(Topics.EVENTS, Topics.JOBS), new DescribeTopicsOptions().timeoutMs(PATIENCE_MILLIS))
                .allTopicNames()
                .toCompletionStage()
                .thenCompose(topics -> {
                    List<TopicPartition> partitions = topics.values().stream()
                            .flatMap(topic -> topic.partitions().stream()
                                    .map(partition -> new TopicPartition(topic.name(), partition.partition())))
                            .toList();
                    return offsets(admin, partitions, OffsetSpec.earliest())
                            .thenCombine(offsets(admin, partitions, OffsetSpec.latest()), FoldedEvents::ends);
                });
    }

    /** Records that are too old to be kept are not waited for. */
    private static Map<TopicPartition, Long> ends(
            Map<TopicPartition, ListOffsetsResultInfo> first, Map<TopicPartition, ListOffsetsResultInfo> end) {
        Map<TopicPartition, Long> ends = new HashMap<>();
        end.forEach(
                (partition, at) -> ends.put(partition, first.get(partition).offset() < at.offset() ? at.offset() : 0));
        return ends;
    }

    private static CompletionStage<Map<TopicPartition, ListOffsetsResultInfo>> offsets(
            Admin admin, List<TopicPartition> partitions, OffsetSpec which) {
        Map<TopicPartition, OffsetSpec> wanted = new HashMap<>();
        partitions.forEach(partition -> wanted.put(partition, which));
        return admin.listOffsets(wanted, new ListOffsetsOptions().timeoutMs(PATIENCE_MILLIS))
                .all()
                .toCompletionStage();
    }

    private static CompletionStage<Map<TopicPartition, Long>> committed(Admin admin) {
        return admin.listConsumerGroupOffsets(
                        EventsRebalance.GROUP, new ListConsumerGroupOffsetsOptions().timeoutMs(PATIENCE_MILLIS))
                .partitionsToOffsetAndMetadata()
                .toCompletionStage()
                .thenApply(offsets -> {
                    Map<TopicPartition, Long> committed = new HashMap<>();
                    offsets.forEach((partition, at) -> committed.put(partition, at == null ? 0 : at.offset()));
                    return committed;
                });
    }
}
