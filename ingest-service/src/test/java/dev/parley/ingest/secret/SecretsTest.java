package dev.parley.ingest.secret;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.parley.contracts.JobEvent;
import dev.parley.contracts.JobId;
import dev.parley.contracts.Json;
import dev.parley.contracts.Topics;
import dev.parley.ingest.HttpRequests;
import dev.parley.ingest.Kafka;
import dev.parley.ingest.SampleFiles;
import dev.parley.kit.store.ObjectStore;
import dev.parley.testkit.FarmResource;
import dev.parley.testkit.TestBroker;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Looks through all that jobs leave behind for what only their callers may know. */
@QuarkusTest
@QuarkusTestResource(FarmResource.class)
class SecretsTest {
    private static final String SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
    private static final String TOKEN = "open-sesame-77";

    @Inject
    ObjectStore store;

    TestBroker broker;

    @Test
    void noTopicAndNoObjectHasThemButThePublishersOwnRecord() {
        Map<String, Object> request = HttpRequests.sound();
        String picture = SampleFiles.dataUri("image/png", SampleFiles.picture(321, 240));
        request.put("image", picture);
        request.put("speakers", List.of(Map.of("audio", SampleFiles.dataUri("audio/wav", SampleFiles.voice(1)))));
        request.put("webhook", Map.of("url", "https://example.org/hook?token=" + TOKEN, "secret", SECRET));
        JobId posted = HttpRequests.accepted(request);

        JobId published = new JobId(UUID.randomUUID().toString());
        broker.publish(Topics.REQUESTS, published.value(), Json.write(request));
        request.put("preset", "turbo");
        JobId rejected = new JobId(UUID.randomUUID().toString());
        broker.publish(Topics.REQUESTS, rejected.value(), Json.write(request));
        await().until(() -> !broker.values(Topics.RENDERS, published.value()).isEmpty()
                && broker.values(Topics.JOBS, rejected.value()).size() > 0);
        try (Kafka kafka = new Kafka(broker.bootstrap())) {
            kafka.emit(posted, new JobEvent.Cancelled("enough"));
        }
        await().until(() -> broker.values(Topics.JOBS, posted.value()).size() > 1);

        for (String topic : Topics.ALL) {
            if (!topic.equals(Topics.REQUESTS)) {
                assertThat(broker.records(topic)).as(topic).allSatisfy(record -> assertHarmless(record.value()));
            }
        }
        assertThat(store.list("")).contains(FarmKey.KEY).allSatisfy(key -> {
            if (!key.startsWith("inputs/")) {
                assertHarmless(new String(store.get(key).orElseThrow(), StandardCharsets.ISO_8859_1));
            }
        });
    }

    private static void assertHarmless(String text) {
        assertThat(String.valueOf(text))
                .doesNotContain(SECRET.substring("whsec_".length()))
                .doesNotContain(TOKEN)
                .doesNotContain(";base64,");
    }
}
