package dev.parley.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.parley.contracts.JobEvent;
import dev.parley.contracts.JobId;
import dev.parley.contracts.Topics;
import dev.parley.kit.Backoff;
import dev.parley.kit.kafka.JobEvents;
import dev.parley.kit.kafka.UnpublishableException;
import dev.parley.testkit.FarmResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.TimeoutException;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(FarmResource.class)
class UntilPublishedTest {
    @Inject
    JobEvents events;

    @Inject
    UntilPublished shared;

    @Inject
    Admin admin;

    private final UntilPublished untilPublished =
            new UntilPublished(new Backoff(Backoff.FOREVER.total(), Duration.ofMillis(1), Duration.ofMillis(2)));
    private final Deque<RuntimeException> failures = new ArrayDeque<>();
    private int tries;

    private CompletableFuture<Void> publish() {
        tries++;
        return failures.isEmpty()
                ? CompletableFuture.completedFuture(null)
                : CompletableFuture.failedFuture(failures.pop());
    }

    @Test
    void aBrokerThatIsAwayIsTriedAgain() throws Exception {
        failures.addAll(List.of(new TimeoutException("away"), new IllegalStateException("full")));
        untilPublished.publish("it", this::publish).get(10, TimeUnit.SECONDS);
        assertThat(tries).isEqualTo(3);
    }

    @Test
    void whenTheServiceStopsNothingIsTriedAgain() {
        untilPublished.stop();
        failures.add(new TimeoutException("away"));
        assertThatThrownBy(() -> untilPublished.publish("it", this::publish).get(10, TimeUnit.SECONDS))
                .hasRootCauseInstanceOf(TimeoutException.class)
                .hasMessageContaining("The service stops before Kafka took it");
        assertThat(tries).isEqualTo(1);
    }

    @Test
    void whatKafkaCanNeverTakeIsGivenUpAtOnce() throws Exception {
        JobId job = JobId.create(Instant.now());
        JobEvent huge = new JobEvent.Cancelled("x".repeat(4 << 20));
        assertThatThrownBy(() -> shared.publish("the huge event", () -> events.emit(job, huge))
                        .get(30, TimeUnit.SECONDS))
                .hasCauseInstanceOf(UnpublishableException.class)
                .rootCause()
                .isInstanceOf(org.apache.kafka.common.errors.RecordTooLargeException.class);
        shared.publish("the next", () -> events.emit(job, new JobEvent.Cancelled("enough")))
                .get(30, TimeUnit.SECONDS);
    }

    /** An operator's topic may have less room than the producer lets through. */
    @Test
    void alsoWhereTheBrokerSaysSo() throws Exception {
        JobEvent large = new JobEvent.Cancelled("x".repeat(2 << 20));
        room(1_000_000);
        try {
            // The broker goes by the new limit a moment after it took it.
            await().atMost(Duration.ofMinutes(1)).untilAsserted(() -> assertThatThrownBy(() -> shared.publish(
                                    "the large event", () -> events.emit(JobId.create(Instant.now()), large))
                            .get(30, TimeUnit.SECONDS))
                    .hasCauseInstanceOf(UnpublishableException.class));
        } finally {
            room(3 << 20);
        }
    }

    private void room(int bytes) throws Exception {
        ConfigResource topic = new ConfigResource(ConfigResource.Type.TOPIC, Topics.EVENTS);
        AlterConfigOp room = new AlterConfigOp(
                new ConfigEntry("max.message.bytes", Integer.toString(bytes)), AlterConfigOp.OpType.SET);
        admin.incrementalAlterConfigs(Map.of(topic, List.of(room))).all().get(30, TimeUnit.SECONDS);
    }
}
