package dev.parley.ingest.upgrade;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;

import dev.parley.contracts.JobId;
import dev.parley.contracts.JobState;
import dev.parley.contracts.Json;
import dev.parley.contracts.RenderTicket;
import dev.parley.contracts.Topics;
import dev.parley.ingest.HttpRequests;
import dev.parley.ingest.Kafka;
import dev.parley.testkit.FarmResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Records as a farm wrote them whose workers read {@code parley.requests}. */
@QuarkusTest
@QuarkusTestResource(FarmResource.class)
class JobMigrationTest {
    private static final String SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
    private static final Duration A_TURN = Duration.ofSeconds(40);

    @ConfigProperty(name = "parley.kafka")
    String bootstrap;

    private final JobId job = new JobId(UUID.randomUUID().toString());
    private Kafka kafka;

    @BeforeEach
    void open() {
        kafka = new Kafka(bootstrap);
    }

    @AfterEach
    void close() {
        kafka.close();
    }

    /** The state, as the older farm's {@code accepted} made it. */
    private void leave() {
        kafka.send(
                Topics.JOBS,
                job.value(),
                """
                {"jobId":"%s","sequence":3,"status":"accepted","tenant":"default","engine":"pantomime","speakers":1,"width":832,
                 "height":480,"frames":50,"chunks":1,"attempt":0,"committedChunks":0,"committedFrames":0,
                 "createdAt":"2026-11-22T10:00:00Z","updatedAt":"2026-11-22T10:00:00Z","callback":
                 {"url":"https://example.org/hook?token=sesame","secret":"%s","status":"pending","attempts":0}}"""
                        .formatted(job, SECRET));
    }

    @Test
    void aJobThatWaitedIsPlannedAndDispatchedAndItsSecretSealed() {
        Map<String, Object> request = HttpRequests.sound();
        kafka.send(Topics.REQUESTS, job.value(), Json.write(request));
        await().until(() -> tickets().size() == 1);

        leave();

        await().atMost(A_TURN).until(() -> tickets().size() == 2);
        assertThat(tickets()).extracting(ticket -> ticket.plan().jobId()).containsOnly(job);
        assertThat(tickets()).extracting(RenderTicket::id).doesNotHaveDuplicates();
        await().atMost(A_TURN).untilAsserted(() -> assertThat(state()).satisfies(state -> {
            assertThat(state.waitsForPlan()).isFalse();
            assertThat(state.callback().sealed()).doesNotContain(SECRET);
            assertThat(state.callback().url()).isEqualTo("https://example.org/hook");
        }));
    }

    @Test
    void aJobWhoseRequestIsGoneFails() {
        leave();

        await().atMost(A_TURN).untilAsserted(() -> given().get("/v1/jobs/" + job)
                .then()
                .body("status", equalTo("failed"))
                .body("fault", equalTo("DEPENDENCY")));
    }

    private List<RenderTicket> tickets() {
        return kafka.read(Topics.RENDERS, job.value()).stream()
                .map(record -> Json.read(record.value(), RenderTicket.class))
                .toList();
    }

    private JobState state() {
        var states = kafka.read(Topics.JOBS, job.value());
        return Json.read(states.get(states.size() - 1).value(), JobState.class);
    }
}
