package dev.parley.ingest.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.parley.contracts.Json;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class KeyRingTest {
    private static final KeyText TEXT = KeyText.create();

    /** Has one key, and takes nothing until it may. */
    private static final class StuckTopic extends KeyTopic {
        private final CountDownLatch stuck = new CountDownLatch(1);
        private volatile String published;

        StuckTopic() {
            super(Map.of());
        }

        @Override
        void follow(BiConsumer<String, String> reader) {
            ApiKey key = new ApiKey(
                    TEXT.id(),
                    TEXT.hash(),
                    "one",
                    "a",
                    List.of(KeyScope.READ),
                    Instant.parse("2026-01-01T00:00:00Z"),
                    null);
            reader.accept("key/" + key.id(), Json.write(key));
        }

        @Override
        CompletableFuture<Void> publish(String key, String value) {
            try {
                stuck.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            published = key;
            return CompletableFuture.completedFuture(null);
        }
    }

    @Test
    @Timeout(60)
    void callersDoNotWaitForABrokerThatIsAway() {
        StuckTopic topic = new StuckTopic();
        KeyRing ring = new KeyRing(
                new AccessConfig("keys", Optional.empty(), Duration.ofHours(1), "trusted"), topic, Clock.systemUTC());
        ring.onStart(null);

        assertThat(ring.caller(TEXT.reveal()).map(Caller::tenant)).contains("a");
        assertThat(topic.published).isNull();

        topic.stuck.countDown();
        await().untilAsserted(() -> assertThat(topic.published).isEqualTo("used/" + TEXT.id()));
        ring.stop();
    }
}
