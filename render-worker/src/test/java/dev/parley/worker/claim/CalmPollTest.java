package dev.parley.worker.claim;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.MockShareConsumer;
import org.junit.jupiter.api.Test;

class CalmPollTest {
    private static final Duration PATIENCE = Duration.ofMillis(200);

    private final List<Duration> waits = new ArrayList<>();
    private boolean brokerIsSilent;

    @Test
    void aConsumerThatSpinsIsAskedBrieflyUntilItWaitsAgain() {
        CalmPoll poll = new CalmPoll();
        MockShareConsumer<String, byte[]> consumer = consumer();
        poll.poll(consumer, PATIENCE);
        brokerIsSilent = true;
        for (int i = 0; i < 3; i++) {
            poll.poll(consumer, PATIENCE);
        }
        brokerIsSilent = false;
        for (int i = 0; i < 2; i++) {
            poll.poll(consumer, PATIENCE);
        }
        assertThat(waits.subList(0, 2)).containsOnly(PATIENCE);
        assertThat(waits.subList(2, 5)).allMatch(wait -> wait.compareTo(PATIENCE) < 0);
        assertThat(waits.get(5)).isEqualTo(PATIENCE);
    }

    /** While the broker is silent it uses up the processor, as Kafka's does. */
    private MockShareConsumer<String, byte[]> consumer() {
        return new MockShareConsumer<>() {
            @Override
            public synchronized ConsumerRecords<String, byte[]> poll(Duration timeout) {
                waits.add(timeout);
                long end = cpuNanos() + timeout.toNanos();
                while (brokerIsSilent && cpuNanos() < end) {
                    Thread.onSpinWait();
                }
                return ConsumerRecords.empty();
            }
        };
    }

    private static long cpuNanos() {
        return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    }
}
