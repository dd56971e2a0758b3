package dev.parley.ingest.jobs;

import dev.parley.contracts.Topics;
import dev.parley.kit.Backoff;
import dev.parley.kit.kafka.Published;
import io.smallrye.reactive.messaging.kafka.Record;
import io.smallrye.reactive.messaging.kafka.api.OutgoingKafkaRecordMetadata;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.eclipse.microprofile.reactive.messaging.Channel;
import org.eclipse.microprofile.reactive.messaging.Emitter;

/**
 * Waits until the table has read all that was in {@code parley.jobs} when the wait began: a mark is written to the end of
 * each partition, and has to come back. Marks are tombstones, so compaction takes them away.
 */
@ApplicationScoped
class TableBarrier {
    private static final String MARK = "barrier/";

    private final Emitter<Record<String, String>> out;
    private final Admin admin;
    private final Map<String, Waiting> waiting = new ConcurrentHashMap<>();

    private record Waiting(Set<Integer> partitions, CompletableFuture<Void> passed) {}

    @Inject
    TableBarrier(@Channel("jobs-out") Emitter<Record<String, String>> out, Admin admin) {
        this.out = out;
        this.admin = admin;
    }

    /** Blocks until the table is as current as the topic is now, however long the broker is away. */
    void await() {
        Backoff.FOREVER.until("the broker takes a mark", this::mark).join();
    }

    private CompletableFuture<Void> mark() throws Exception {
        int partitions = admin.describeTopics(List.of(Topics.JOBS))
                .allTopicNames()
                .get(15, TimeUnit.SECONDS)
                .get(Topics.JOBS)
                .partitions()
                .size();
        String mark = MARK + UUID.randomUUID();
        Set<Integer> open = ConcurrentHashMap.newKeySet();
        for (int partition = 0; partition < partitions; partition++) {
            open.add(partition);
        }
        CompletableFuture<Void> passed = new CompletableFuture<>();
        waiting.put(mark, new Waiting(open, passed));
        try {
            for (int partition = 0; partition < partitions; partition++) {
                int to = partition;
                Published.to(
                                out,
                                Record.of(mark, null),
                                OutgoingKafkaRecordMetadata.<String>builder()
                                        .withPartition(to)
                                        .build())
                        .get(60, TimeUnit.SECONDS);
            }
        } catch (Exception e) {
            waiting.remove(mark);
            throw e;
        }
        return passed;
    }

    static boolean isMark(String key) {
        return key != null && key.startsWith(MARK);
    }

    /** A mark came back, own or not. */
    void seen(String mark, int partition) {
        Waiting own = waiting.get(mark);
        if (own != null) {
            own.partitions.remove(partition);
            if (own.partitions.isEmpty()) {
                waiting.remove(mark);
                own.passed.complete(null);
            }
        }
    }
}
