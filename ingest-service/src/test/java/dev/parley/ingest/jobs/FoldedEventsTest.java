package dev.parley.ingest.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.contracts.JobId;
import dev.parley.contracts.Topics;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class FoldedEventsTest {
    private static final JobId JOB = JobId.create(Instant.now());
    private static final TopicPartition EVENTS = new TopicPartition(Topics.EVENTS, Ownership.partition(JOB, 2));
    private static final TopicPartition OTHERS = new TopicPartition(Topics.EVENTS, 1 - EVENTS.partition());
    private static final TopicPartition STATES = new TopicPartition(Topics.JOBS, 0);

    private final Map<TopicPartition, Long> ends = new ConcurrentHashMap<>(Map.of(EVENTS, 5L, OTHERS, 9L, STATES, 0L));
    private final Map<TopicPartition, Long> committed = new ConcurrentHashMap<>();
    private final Semaphore endsAsked = new Semaphore(0);
    private final Semaphore committedAsked = new Semaphore(0);
    private volatile boolean away;
    private final FoldedEvents folded = new FoldedEvents(
            () -> {
                endsAsked.release();
                return away
                        ? CompletableFuture.failedFuture(new IllegalStateException("away"))
                        : CompletableFuture.completedFuture(Map.copyOf(ends));
            },
            () -> {
                committedAsked.release();
                return CompletableFuture.completedFuture(Map.copyOf(committed));
            });

    @Test
    void whatWasFoldedHereIsEnough() throws Exception {
        folded.take(records(EVENTS, 3));
        CompletableFuture<Void> current = folded.whenCurrent(JOB);
        looks(committedAsked);
        assertThat(current).isNotDone();
        folded.take(records(OTHERS, 8));
        looks(committedAsked);
        assertThat(current).as("another partition").isNotDone();

        folded.take(records(EVENTS, 4));

        current.get(1, TimeUnit.MINUTES);
    }

    @Test
    void nobodyIsAskedHowFarItIsWhereThisInstanceIsUpToDate() {
        folded.take(records(EVENTS, 4));

        assertThat(folded.whenCurrent(JOB)).isCompleted();
        assertThat(committedAsked.availablePermits()).isZero();
    }

    @Test
    void anotherInstanceHasToHaveFoldedThemAndTheTableToHaveReadItsStates() throws Exception {
        committed.putAll(Map.of(EVENTS, 4L, OTHERS, 9L));
        CompletableFuture<Void> current = folded.whenCurrent(JOB);
        looks(committedAsked);
        assertThat(current).isNotDone();

        endsAsked.drainPermits();
        ends.put(STATES, 7L);
        committed.put(EVENTS, 5L);
        assertThat(endsAsked.tryAcquire(1, TimeUnit.MINUTES)).isTrue();
        assertThat(current).isNotDone();
        folded.take(records(STATES, 5));
        CompletableFuture<Void> later = folded.whenCurrent(JOB);
        assertThat(current).isNotDone();
        assertThat(later).isNotDone();

        folded.take(records(STATES, 6));
        current.get(1, TimeUnit.MINUTES);
        later.get(1, TimeUnit.MINUTES);
    }

    @Test
    void whatComesAfterTheCallIsNotWaitedFor() throws Exception {
        CompletableFuture<Void> current = folded.whenCurrent(JOB);
        looks(committedAsked);
        ends.put(EVENTS, 100L);
        folded.take(records(EVENTS, 4));

        current.get(1, TimeUnit.MINUTES);
    }

    @Test
    void anEmptyPartitionHasNothingToFold() {
        ends.put(EVENTS, 0L);

        assertThat(folded.whenCurrent(JOB)).isCompleted();
    }

    @Test
    void aBrokerThatDoesNotAnswerIsAskedAgainUntilNobodyWaits() throws Exception {
        away = true;
        folded.take(records(EVENTS, 4));
        CompletableFuture<Void> impatient = folded.whenCurrent(JOB);
        CompletableFuture<Void> patient = folded.whenCurrent(JOB);
        looks(endsAsked);
        assertThat(impatient).isNotDone();
        impatient.cancel(false);

        away = false;

        patient.get(1, TimeUnit.MINUTES);
    }

    /** Twice: the first look may have begun before what the test did last. */
    private static void looks(Semaphore asked) throws InterruptedException {
        asked.drainPermits();
        assertThat(asked.tryAcquire(2, 1, TimeUnit.MINUTES)).isTrue();
    }

    private static ConsumerRecords<String, byte[]> records(TopicPartition partition, long offset) {
        return new ConsumerRecords<>(
                Map.of(
                        partition,
                        List.of(new ConsumerRecord<>(
                                partition.topic(), partition.partition(), offset, "key", new byte[0]))),
                Map.of());
    }
}
