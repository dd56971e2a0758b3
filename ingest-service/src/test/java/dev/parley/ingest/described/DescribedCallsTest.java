package dev.parley.ingest.described;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.parley.contracts.JobEvent;
import dev.parley.contracts.JobId;
import dev.parley.contracts.ObjectKeys;
import dev.parley.ingest.HttpRequests;
import dev.parley.ingest.Kafka;
import dev.parley.ingest.SampleFiles;
import dev.parley.kit.store.ObjectStore;
import dev.parley.testkit.FarmResource;
import dev.parley.testkit.openapi.ApiDocument;
import dev.parley.testkit.openapi.Operation;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.IOException;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Calls every operation of the served OpenAPI document many times, as its schemas allow and as they do not, and holds each
 * answer against the document. What fails names the seed; {@code -Ddescribed.calls.seed} makes the same calls again, or
 * others, and {@code -Ddescribed.calls.times} more of them.
 */
@QuarkusTest
@QuarkusTestResource(FarmResource.class)
class DescribedCallsTest {
    /** Nobody listens there, and nothing leaves the host. */
    private static final String NOBODY = "http://127.0.0.1:9/";

    private static final Pattern MADE_UP = Pattern.compile("uri=\"[^\"]*(%|[0-9a-f]{8}-[0-9a-f]{4}|[0-9a-f]{12})");

    @ConfigProperty(name = "parley.kafka")
    String bootstrap;

    @Inject
    ObjectStore store;

    @TestFactory
    Stream<DynamicTest> isAnsweredAsDescribed() throws IOException {
        ApiDocument document = CallSender.servedDocument();
        Map<String, byte[]> files =
                Map.of("picture.png", SampleFiles.picture(320, 240), "voice.wav", SampleFiles.voice(1));
        Map<String, List<JsonNode>> known = known(files);
        CallSender sender = new CallSender(document, Map.of());
        List<Operation> operations = document.operations();
        assertThat(operations).hasSizeGreaterThan(30);
        Stream<DynamicTest> calls = operations.stream()
                .sorted(Comparator.comparing(operation -> operation.method().equals("DELETE")))
                .map(operation -> DynamicTest.dynamicTest(
                        operation + ", seed " + CallSender.SEED,
                        () -> sender.isAnsweredAsDescribed(operation, known, files)));
        return Stream.concat(
                calls,
                Stream.of(DynamicTest.dynamicTest("metrics", DescribedCallsTest::noMetricNamesWhatCallersMadeUp)));
    }

    /** There is room for a hundred paths in the metrics, and callers must not be able to fill it. */
    private static void noMetricNamesWhatCallersMadeUp() {
        assertThat(given().get("/q/metrics").asString().lines())
                .filteredOn(line -> line.startsWith("http_server_requests_seconds_count"))
                .hasSizeGreaterThan(20)
                .anyMatch(line -> line.contains("status=\"422\"") && line.contains("uri=\"/v1/jobs\""))
                .filteredOn(line -> MADE_UP.matcher(line).find())
                .isEmpty();
    }

    /** Names that mean something here: jobs in several states, uploads, addresses that answer nothing. */
    private Map<String, List<JsonNode>> known(Map<String, byte[]> files) {
        String picture = HttpRequests.upload(files.get("picture.png"));
        String voice = HttpRequests.upload(files.get("voice.wav"));
        List<JsonNode> images = texts(picture, voice, NOBODY + "picture.png", "data:image/png;base64,AAAA");
        return Map.of(
                "image",
                        Stream.concat(Stream.of(new TextNode(picture)), images.stream())
                                .toList(),
                "audio", texts(voice, voice, voice, picture, NOBODY + "voice.wav"),
                "sha256", texts(picture.substring("inputs/".length()), voice.substring("inputs/".length())),
                "id",
                        texts(
                                waiting().value(),
                                canceled().value(),
                                completed().value(),
                                deleted().value()),
                "before", texts(canceled().value()),
                "url", texts(NOBODY, NOBODY + "hook?token=1", "ftp://127.0.0.1/", "http://[::1"),
                "engine", texts("pantomime"),
                "preset", texts("standard", "draft", "nothing"),
                "Prefer", texts("wait=0", "wait=1", "respond-async", "wait=-1", "wait=99999999999", "=;,"),
                "Range", texts("bytes=0-9", "bytes=-5", "bytes=90-", "bytes=5-1", "bytes=0-1,3-4", "lines=1"));
    }

    private static List<JsonNode> texts(String... texts) {
        return Stream.of(texts).<JsonNode>map(TextNode::new).toList();
    }

    private static JobId waiting() {
        return HttpRequests.accepted(HttpRequests.sound());
    }

    private static JobId canceled() {
        JobId job = waiting();
        given().post("/v1/jobs/" + job + "/cancel").then().statusCode(202);
        return job;
    }

    private static JobId deleted() {
        JobId job = canceled();
        assertThat(given().delete("/v1/jobs/" + job).statusCode()).isBetween(202, 204);
        return job;
    }

    private JobId completed() {
        JobId job = waiting();
        store.put(ObjectKeys.video(job), new byte[100], "video/mp4");
        try (Kafka kafka = new Kafka(bootstrap)) {
            kafka.emit(job, new JobEvent.Completed(ObjectKeys.video(job), 50, 2, 2, 832, 480, 100, "ab".repeat(32)));
        }
        await().until(() -> given().get("/v1/jobs/" + job).path("status").equals("completed"));
        return job;
    }
}
