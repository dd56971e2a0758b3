package dev.parley.ingest.dispatch;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.parley.contracts.CloudEvent;
import dev.parley.contracts.JobEvent;
import dev.parley.contracts.JobId;
import dev.parley.contracts.Json;
import dev.parley.contracts.RenderRequestBuilder;
import dev.parley.contracts.Topics;
import dev.parley.ingest.HttpRequests;
import dev.parley.ingest.Kafka;
import dev.parley.ingest.ServiceProcess;
import dev.parley.ingest.jobs.States;
import dev.parley.testkit.TestBroker;
import dev.parley.testkit.TestStore;
import io.restassured.RestAssured;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One of two instances gives out the tickets of both; whatever happens to it, every job is claimed, in order. */
class TwoIngestsIT {
    private static final Duration A_WHILE = Duration.ofMinutes(3);
    private static final Map<String, String> SETTINGS =
            Map.of("PARLEY_QUEUE_RESERVE", "0", "PARLEY_TOPICS_PARTITIONS", "2");

    @Test
    void ticketsGoOnInOrderWhenTheirDispatcherFreezesWakesUpAndDies(@TempDir Path dir) throws Exception {
        withTwo(dir, (one, other, broker, kafka, first) -> {
            List<JobId> lows = new ArrayList<>();
            List<JobId> highs = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                RestAssured.port = one.port();
                lows.add(submit("low"));
                assertKnown(other, lows.get(i));
                RestAssured.port = other.port();
                highs.add(submit("high"));
                assertKnown(one, highs.get(i));
            }
            List<JobId> order = new ArrayList<>(List.of(first));
            order.addAll(highs);
            order.addAll(lows);
            awaitQueue(one, order);
            awaitQueue(other, order);

            // Whichever of the two it is: one after the other stops for longer than it may.
            List<JobId> rendered = new ArrayList<>();
            try (PlayedWorker worker = new PlayedWorker("played", broker.bootstrap())) {
                rendered.add(worker.render());
                one.freeze();
                rendered.add(worker.render());
                rendered.add(worker.render());
                one.wake();
                awaitQueue(one, order.subList(3, order.size()));
                rendered.add(worker.render());
                RestAssured.port = one.port();
                other.kill();
                for (int i = 4; i < order.size(); i++) {
                    rendered.add(worker.render());
                }
            }
            assertThat(rendered).isEqualTo(order);
            assertThat(order).allSatisfy(job -> assertThat(tickets(kafka, job)).isBetween(1, 2));
        });
    }

    /** Accepted by an instance that died at once; whose events nobody reads before the other's session is over. */
    @Test
    void aJobThatNobodyHasReadOfYetIsNotDenied(@TempDir Path dir) throws Exception {
        withTwo(dir, (one, other, broker, kafka, first) -> {
            one.freeze();
            Map<Integer, JobId> byPartition = new HashMap<>();
            while (byPartition.size() < 2) {
                JobId job = JobId.create(Instant.now());
                JobEvent accepted =
                        States.acceptance(job, RenderRequestBuilder.builder().build());
                CloudEvent event = CloudEvent.of("/test", job, Instant.now(), accepted);
                byPartition.put(
                        kafka.send(Topics.EVENTS, job.value(), Json.write(event))
                                .partition(),
                        job);
            }

            for (JobId job : byPartition.values()) {
                Set<Integer> answers = ConcurrentHashMap.newKeySet();
                await().atMost(A_WHILE).until(() -> {
                    int answer =
                            given().port(other.port()).get("/v1/jobs/" + job).statusCode();
                    answers.add(answer);
                    return answer == 200;
                });
                assertThat(answers).isSubsetOf(200, 503);
            }
            await().atMost(A_WHILE).untilAsserted(() -> given().port(other.port())
                    .get("/v1/jobs/" + JobId.create(Instant.now()))
                    .then()
                    .statusCode(404));
        });
    }

    /** What happens to two instances of which one has given the first job its ticket. */
    private interface Trial {
        void run(ServiceProcess one, ServiceProcess other, TestBroker broker, Kafka kafka, JobId first)
                throws Exception;
    }

    private static void withTwo(Path dir, Trial trial) throws Exception {
        try (TestBroker broker = new TestBroker(dir.resolve("broker"));
                TestStore store = new TestStore(dir.resolve("store"));
                ServiceProcess one = ServiceProcess.start(broker, store, "256m", SETTINGS)) {
            ready(one);
            try (ServiceProcess other = ServiceProcess.start(broker, store, "256m", SETTINGS);
                    Kafka kafka = new Kafka(broker.bootstrap())) {
                ready(other);
                JobId first = submit("normal");
                await().atMost(A_WHILE)
                        .untilAsserted(() -> assertThat(tickets(kafka, first)).isEqualTo(1));
                trial.run(one, other, broker, kafka, first);
            }
        }
    }

    /** Whoever asks at once, wherever, is not told that there is no such job. */
    private static void assertKnown(ServiceProcess service, JobId job) throws Exception {
        given().port(service.port()).get("/v1/jobs/" + job).then().statusCode(200);
    }

    private static int tickets(Kafka kafka, JobId job) {
        return kafka.read(Topics.RENDERS, job.value()).size();
    }

    private static void ready(ServiceProcess service) throws Exception {
        RestAssured.port = service.port();
        await().atMost(A_WHILE)
                .untilAsserted(() -> given().get("/q/health/ready").then().statusCode(200));
    }

    private static void awaitQueue(ServiceProcess service, List<JobId> jobs) throws Exception {
        int port = service.port();
        await().atMost(A_WHILE).untilAsserted(() -> assertThat(
                        given().port(port).get("/v1/farm").<List<String>>path("queue"))
                .isEqualTo(jobs.stream().map(JobId::value).toList()));
    }

    private static JobId submit(String priority) {
        Map<String, Object> request = HttpRequests.sound();
        request.put("priority", priority);
        return HttpRequests.accepted(request);
    }
}
