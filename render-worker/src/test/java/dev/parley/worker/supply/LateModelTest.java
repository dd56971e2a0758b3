package dev.parley.worker.supply;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.parley.contracts.CloudEvent;
import dev.parley.contracts.JobEvent;
import dev.parley.contracts.JobId;
import dev.parley.contracts.Json;
import dev.parley.contracts.ObjectKeys;
import dev.parley.contracts.Sha256;
import dev.parley.contracts.Topics;
import dev.parley.kit.store.ObjectStore;
import dev.parley.testkit.FarmResource;
import dev.parley.testkit.TestBroker;
import dev.parley.worker.TestMedia;
import dev.parley.worker.TestPlans;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A worker whose model is yet to come. */
@QuarkusTest
@QuarkusTestResource(FarmResource.class)
@QuarkusTestResource(value = HubResource.class, restrictToAnnotatedClass = true)
class LateModelTest {
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    @Inject
    ObjectStore store;

    @TestHTTPResource
    URI http;

    TestBroker broker;

    HubResource.Gate gate;

    private final JobId job = JobId.create(Instant.now());

    private HttpResponse<String> readiness() throws Exception {
        HttpRequest request =
                HttpRequest.newBuilder(http.resolve("/q/health/ready")).build();
        return HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
    }

    private String keep(byte[] bytes) {
        String key = ObjectKeys.input(Sha256.of(bytes));
        store.put(key, bytes, "application/octet-stream");
        return key;
    }

    private List<JobEvent> events() {
        return broker.records(Topics.EVENTS).stream()
                .filter(found -> job.value().equals(found.key()))
                .map(found -> Json.read(found.value(), CloudEvent.class).data())
                .toList();
    }

    @Test
    void itClaimsNothingAndSaysHowFarItIsUntilTheModelIsThere() throws Exception {
        broker.publish(
                Topics.RENDERS,
                job.value(),
                TestPlans.ticket(TestPlans.plan(
                        job, 0.5, 81, 25, keep(TestMedia.facePng(200, 200)), keep(TestMedia.speechWav(0.5)))));
        await().atMost(PATIENCE).untilAsserted(() -> {
            assertThat(readiness().statusCode()).isEqualTo(503);
            assertThat(readiness().body()).contains("\"models\": \"pulling late: 0.0 of 0.0 GB");
        });
        assertThat(events()).isEmpty();

        gate.open();
        await().atMost(PATIENCE).until(() -> readiness().statusCode() == 200);
        assertThat(gate.models.resolve(HubResource.FILE)).isRegularFile();
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(events()).isNotEmpty());
    }
}
