package dev.parley.worker.claim;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.ShareConsumer;
import org.apache.kafka.common.errors.InterruptException;

/**
 * Polls, and leaves the processor to others meanwhile. Kafka's own poll (KAFKA-21031, up to 4.4.0 at least) spins in two
 * threads instead of waiting while the answer to a heartbeat is overdue, that is, as long as a broker is silent. Used by the
 * consumer's thread alone.
 */
final class CalmPoll {
    private static final Duration PAUSE = Duration.ofMillis(250);
    /** Long enough to tell whether it still spins. */
    private static final Duration BRIEF = Duration.ofMillis(10);

    private final ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    private boolean spins;

    /**
     * Waits for records, up to {@code patience}; while the consumer spins, about a quarter of a second.
     *
     * @throws InterruptException as the consumer's own poll
     */
    <K, V> ConsumerRecords<K, V> poll(ShareConsumer<K, V> consumer, Duration patience) {
        if (spins) {
            pause();
        }
        Duration wait = spins && BRIEF.compareTo(patience) < 0 ? BRIEF : patience;
        long before = threads.getCurrentThreadCpuTime();
        ConsumerRecords<K, V> records = consumer.poll(wait);
        spins = threads.getCurrentThreadCpuTime() - before > wait.toNanos() / 2;
        return records;
    }

    private static void pause() {
        try {
            Thread.sleep(PAUSE.toMillis());
        } catch (InterruptedException e) {
            throw new InterruptException(e);
        }
    }
}
