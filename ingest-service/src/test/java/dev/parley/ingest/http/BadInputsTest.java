package dev.parley.ingest.http;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.parley.client.JobRequest;
import dev.parley.client.Notice;
import dev.parley.client.Parley;
import dev.parley.client.ParleyProblemException;
import dev.parley.contracts.JobId;
import dev.parley.contracts.Json;
import dev.parley.contracts.Topics;
import dev.parley.ingest.HttpRequests;
import dev.parley.ingest.Kafka;
import dev.parley.ingest.SampleFiles;
import dev.parley.kit.store.ObjectStore;
import dev.parley.testkit.FarmResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.config.DecoderConfig;
import io.restassured.config.RestAssuredConfig;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * {@code bad-inputs.ndjson}: what cannot be rendered is refused in the same words over HTTP, on the topic and by the Java
 * client, by the field, soon, and nothing is kept of it. A line has the text of a request ({@code raw}), or what it says differently from a sound one
 * ({@code set}), and the paths and codes that it is refused for.
 */
@QuarkusTest
@QuarkusTestResource(FarmResource.class)
class BadInputsTest {
    /** A farm takes milliseconds; this is for machines that do much else. */
    private static final Duration SOON = Duration.ofSeconds(20);

    /** Problems are JSON, which is UTF-8; REST Assured takes the locale's where a type is not application/json. */
    private static final RestAssuredConfig UTF_8 = RestAssuredConfig.config()
            .decoderConfig(DecoderConfig.decoderConfig().defaultContentCharset(StandardCharsets.UTF_8));

    @ConfigProperty(name = "parley.kafka")
    String bootstrap;

    @Inject
    ObjectStore store;

    /** @param text of a request, whatever that is */
    private record BadInput(String name, String text, boolean object, List<String> refused) {}

    @TestFactory
    List<DynamicTest> areRefusedInTheSameWordsOverHttpAndOnTheTopic() throws IOException {
        List<BadInput> all = read(files());
        assertThat(all).hasSizeGreaterThan(60);
        Set<String> jobs = jobs();
        List<String> objects = store.list("jobs/");
        Map<BadInput, JobId> records = publish(all);
        Parley parley = Parley.connect("http://localhost:" + RestAssured.port);
        List<DynamicTest> tests = new ArrayList<>();
        for (BadInput bad : all) {
            tests.add(DynamicTest.dynamicTest(bad.name, () -> isRefused(bad, records.get(bad), parley)));
        }
        tests.add(DynamicTest.dynamicTest("of which nothing is kept", () -> {
            Set<String> made = jobs();
            made.removeAll(jobs);
            assertThat(made)
                    .as("the answers to records, and nothing else")
                    .isSubsetOf(records.values().stream().map(JobId::value).toList())
                    .hasSizeGreaterThan(60);
            assertThat(store.list("jobs/")).isEqualTo(objects);
        }));
        return tests;
    }

    private void isRefused(BadInput bad, JobId record, Parley parley) {
        long began = System.nanoTime();
        Response answer = given().config(UTF_8)
                .contentType("application/json")
                .body(bad.text.getBytes(StandardCharsets.UTF_8))
                .post("/v1/jobs");
        assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(SOON);
        assertThat(answer.statusCode()).as(answer.asString()).isBetween(400, 422);
        List<Notice> words = words(answer.path("violations"));
        assertThat(words)
                .extracting(notice -> notice.path() + " " + notice.code())
                .isEqualTo(bad.refused);

        await().atMost(SOON).untilAsserted(() -> {
            Response job = given().get("/v1/jobs/" + record);
            assertThat(job.statusCode()).isEqualTo(200);
            assertThat(words(job.path("violations"))).as("on the topic").isEqualTo(words);
            assertThat(job.<String>path("status")).isEqualTo("rejected");
        });
        if (bad.object) {
            ParleyProblemException problem = catchThrowableOfType(
                    ParleyProblemException.class, () -> parley.submit(JobRequest.ofJson(bad.text)));
            assertThat(problem.violations()).as("by the Java client").isEqualTo(words);
        }
    }

    private Map<BadInput, JobId> publish(List<BadInput> all) {
        Map<BadInput, JobId> records = new LinkedHashMap<>();
        try (Kafka kafka = new Kafka(bootstrap)) {
            for (BadInput bad : all) {
                RecordMetadata at = kafka.send(Topics.REQUESTS, null, bad.text);
                records.put(bad, answeredAs(bad, JobId.ofRecord(at.topic(), at.partition(), at.offset())));
            }
        }
        return records;
    }

    /** Under the id that a request has, if that is one. */
    private static JobId answeredAs(BadInput bad, JobId record) {
        return bad.object ? JobId.parse(parsed(bad.text).path("jobId").asText()).orElse(record) : record;
    }

    private static List<Notice> words(List<Map<String, String>> violations) {
        assertThat(violations).isNotNull();
        return violations.stream()
                .map(violation -> new Notice(violation.get("path"), violation.get("code"), violation.get("message")))
                .toList();
    }

    /** All that the farm shows, page by page. */
    private static Set<String> jobs() {
        Set<String> all = new HashSet<>();
        String next = "";
        do {
            Response page = given().get("/v1/jobs?limit=500" + next);
            all.addAll(page.path("jobs.jobId"));
            next = page.path("next") == null ? null : "&before=" + page.path("next");
        } while (next != null);
        return all;
    }

    private static List<BadInput> read(Map<String, String> files) throws IOException {
        List<BadInput> all = new ArrayList<>();
        try (InputStream in = BadInputsTest.class.getResourceAsStream("/bad-inputs.ndjson");
                BufferedReader lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                JsonNode bad = parsed(line);
                boolean object = bad.has("set");
                String text = object
                        ? different((ObjectNode) bad.path("set"))
                        : bad.path("raw").textValue();
                for (Map.Entry<String, String> file : files.entrySet()) {
                    text = text.replace(file.getKey(), file.getValue());
                }
                List<String> refused = new ArrayList<>();
                bad.path("refused").forEach(word -> refused.add(word.textValue()));
                all.add(new BadInput(bad.path("name").textValue(), text, object, refused));
            }
        }
        return all;
    }

    private static String different(ObjectNode set) {
        ObjectNode sound =
                Json.mapper().createObjectNode().put("image", "$IMAGE").put("engine", "pantomime");
        sound.putArray("speakers").addObject().put("audio", "$VOICE");
        return sound.setAll(set).toString();
    }

    private static JsonNode parsed(String json) {
        try {
            return Json.mapper().readTree(json);
        } catch (IOException e) {
            throw new IllegalArgumentException("'%s' is no JSON".formatted(json), e);
        }
    }

    private static Map<String, String> files() {
        byte[] picture = SampleFiles.picture(640, 480);
        return Map.of(
                "$IMAGE", HttpRequests.upload(picture),
                "$VOICE", HttpRequests.upload(SampleFiles.voice(1)),
                "$HALF_PICTURE", HttpRequests.upload(Arrays.copyOf(picture, picture.length / 2)),
                "$PIXEL", HttpRequests.upload(SampleFiles.picture(1, 1)),
                "$WORDS", HttpRequests.upload("these are words\n".repeat(200).getBytes(StandardCharsets.UTF_8)),
                "$SILENCE", HttpRequests.upload(SampleFiles.silence(2)),
                "$BLIP", HttpRequests.upload(SampleFiles.voice(0.1)));
    }
}
