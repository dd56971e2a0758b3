package dev.parley.ingest.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.parley.contracts.JobId;
import dev.parley.contracts.Topics;
import dev.parley.ingest.HttpRequests;
import dev.parley.ingest.Kafka;
import dev.parley.ingest.SampleFiles;
import dev.parley.ingest.WebServer;
import dev.parley.testkit.FarmResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.util.ArrayDeque;
import java.util.Base64;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(FarmResource.class)
class UrlInputsTest {
    @ConfigProperty(name = "parley.kafka")
    String bootstrap;

    private Kafka kafka;
    private WebServer web;

    @BeforeEach
    void open() {
        kafka = new Kafka(bootstrap);
        web = new WebServer();
    }

    @AfterEach
    void close() {
        web.close();
        kafka.close();
    }

    @Test
    void twoTenantsGetEachWhatTheUrlGaveThem() {
        Deque<byte[]> recordings = new ArrayDeque<>(List.of(SampleFiles.voice(2), SampleFiles.voice(3)));
        web.on("/latest.wav", exchange -> {
            exchange.getResponseHeaders().add("Cache-Control", "no-store");
            WebServer.answer(exchange, 200, recordings.remove());
        });

        String first = published(HttpRequests.accepted(asking("one", web.url("/latest.wav"))));
        String second = published(HttpRequests.accepted(asking("two", web.url("/latest.wav"))));

        assertThat(first).contains(HttpRequests.upload(SampleFiles.voice(2)));
        assertThat(second).contains(HttpRequests.upload(SampleFiles.voice(3)));
    }

    @Test
    void dataInTheFormsThatBrowsersWriteAreTaken() {
        String lines = Base64.getMimeEncoder().encodeToString(SampleFiles.voice(2));

        String request =
                published(HttpRequests.accepted(asking("one", "data:audio/wav; rate=16000;base64,\n" + lines)));

        assertThat(request).contains(HttpRequests.upload(SampleFiles.voice(2)));
    }

    private static Map<String, Object> asking(String tenant, String voice) {
        Map<String, Object> request = HttpRequests.sound();
        request.put("tenant", tenant);
        request.put("speakers", List.of(Map.of("audio", voice)));
        return request;
    }

    /** The ticket as workers get it. */
    private String published(JobId job) {
        return await().until(() -> kafka.read(Topics.RENDERS, job.value()), tickets -> !tickets.isEmpty())
                .get(0)
                .value();
    }
}
