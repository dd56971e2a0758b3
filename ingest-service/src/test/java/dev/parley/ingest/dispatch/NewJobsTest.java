package dev.parley.ingest.dispatch;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.equalTo;

import dev.parley.contracts.JobId;
import dev.parley.contracts.RenderRequestBuilder;
import dev.parley.ingest.HttpRequests;
import dev.parley.ingest.Kafka;
import dev.parley.ingest.jobs.JobTable;
import dev.parley.ingest.jobs.States;
import dev.parley.ingest.jobs.Watchers;
import dev.parley.testkit.FarmResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.restassured.response.Response;
import io.vertx.core.http.HttpMethod;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;

/** Jobs that were accepted and whose events nobody has folded yet. */
@QuarkusTest
@QuarkusTestResource(FarmResource.class)
@TestProfile(QueueOrderTest.Profile.class)
class NewJobsTest {
    @ConfigProperty(name = "parley.kafka")
    String bootstrap;

    @Inject
    JobTable table;

    @Inject
    Changes changes;

    /** Tells when a change has got as far as the gate. */
    @ApplicationScoped
    static class Changes {
        final Semaphore begun = new Semaphore(0);

        void register(@Observes Filters filters) {
            // Right before NewJobsGate; its work is done, or put off, when next() is back.
            filters.register(
                    call -> {
                        call.next();
                        if (call.request().method().equals(HttpMethod.PATCH)) {
                            begun.release();
                        }
                    },
                    3_901);
        }

        Semaphore begun() {
            return begun;
        }
    }

    @Test
    void areNotDeniedAndAChangeWaitsForThemWithItsBody() throws Exception {
        JobId first = HttpRequests.accepted(HttpRequests.sound()); // takes the only ticket
        JobId job = JobId.create(Instant.now());
        JobId blocker = JobId.create(Instant.now());
        CountDownLatch blocked = new CountDownLatch(1);
        CountDownLatch free = new CountDownLatch(1);
        Watchers.Watch watch = table.watchers().watch(blocker, state -> {
            blocked.countDown();
            join(free);
        });
        CompletableFuture<Response> change;
        try (watch;
                Kafka kafka = new Kafka(bootstrap)) {
            kafka.emit(
                    blocker,
                    States.acceptance(blocker, RenderRequestBuilder.builder().build()));
            join(blocked);
            kafka.emit(
                    job, States.acceptance(job, RenderRequestBuilder.builder().build()));

            given().get("/v1/jobs/" + job)
                    .then()
                    .statusCode(503)
                    .header("Retry-After", "1")
                    .body("type", endsWith(":behind"));
            given().post("/v1/jobs/" + job + "/cancel").then().statusCode(503);
            given().delete("/v1/jobs/" + job).then().statusCode(503);
            given().head("/v1/jobs/" + job + "/video").then().statusCode(503);

            changes.begun().drainPermits();
            change = CompletableFuture.supplyAsync(() -> given().contentType("application/merge-patch+json")
                    .body("{\"priority\":\"high\"}")
                    .patch("/v1/jobs/" + job));
            assertThat(changes.begun().tryAcquire(1, TimeUnit.MINUTES)).isTrue();
        } finally {
            free.countDown();
        }
        change.get(1, TimeUnit.MINUTES).then().statusCode(200).body("priority", equalTo("high"));
        given().get("/v1/jobs/" + job).then().statusCode(200);
        given().get("/v1/jobs/" + JobId.create(Instant.now()))
                .then()
                .statusCode(404)
                .body("type", endsWith(":no-such-job"));
        given().post("/v1/jobs/" + JobId.create(Instant.now()) + "/cancel")
                .then()
                .statusCode(404);
        HttpRequests.cancel(job);
        HttpRequests.cancel(blocker);
        HttpRequests.cancel(first);
    }

    private static void join(CountDownLatch latch) {
        try {
            assertThat(latch.await(1, TimeUnit.MINUTES)).isTrue();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
