package dev.parley.system;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.parley.contracts.Json;
import dev.parley.contracts.Topics;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What happens to a job is one trace, whichever process does it, and goes on that of whoever asked. */
@ExtendWith(CommonFarm.class)
class TracesIT {
    private static final Duration LONGEST = Duration.ofMinutes(4);
    private static final String CALLER = "00f067aa0ba902b7";
    /** Two windows. */
    private static final double SECONDS = 4;

    private static Farm farm;
    private static TraceCollector collector;
    private static String picture;
    private static String voice;

    @BeforeAll
    static void start(Farm shared, TraceCollector collecting) throws Exception {
        farm = shared;
        collector = collecting;
        picture = farm.api().upload(Files.readAllBytes(Distribution.PROJECT.resolve("samples/woman.png")));
        voice = farm.api().upload(Recordings.speechLike(SECONDS, 16_000));
    }

    @Test
    void aJobThatIsPostedIsPartOfItsCallersTrace() throws Exception {
        String trace = UUID.randomUUID().toString().replace("-", "");
        String job = post("00-%s-%s-01".formatted(trace, CALLER), request(trace));
        requireWhole(trace, job, "POST /v1/jobs");
    }

    @Test
    void aJobThatIsPublishedIsPartOfItsPublishersTrace() {
        String trace = UUID.randomUUID().toString().replace("-", "");
        String job = UUID.randomUUID().toString();
        ProducerRecord<String, String> record = new ProducerRecord<>(Topics.REQUESTS, job, request(trace));
        record.headers()
                .add("traceparent", "00-%s-%s-01".formatted(trace, CALLER).getBytes(UTF_8));
        try (KafkaProducer<String, String> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", farm.kafka()), new StringSerializer(), new StringSerializer())) {
            producer.send(record);
        }
        requireWhole(trace, job, "process " + Topics.REQUESTS);
    }

    @Test
    void whatIsNoTraceparentIsNobodysTrace() throws Exception {
        String hostile = "00-" + "4bf92f3577b34da6".repeat(400) + "-00f067aa0ba902b7-01";
        String name = UUID.randomUUID().toString();
        String job = post(hostile, request(name));
        await("the webhook").atMost(LONGEST).until(() -> collector.hook(name) != null);
        List<TraceCollector.Heard> spans = collector.ofJob(job);
        assertThat(spans)
                .extracting(TraceCollector.Heard::trace)
                .containsOnly(spans.get(0).trace());
        assertThat(collector.hook(name)).matches("00-" + spans.get(0).trace() + "-[0-9a-f]{16}-0[0-9]");
    }

    /** From whoever asked to the webhook: every span's parent is there, and what has to be is. */
    private static void requireWhole(String trace, String job, String first) {
        await("the webhook's span").atMost(LONGEST).until(() -> collector.trace(trace).stream()
                .anyMatch(span -> span.kind().equals("CLIENT")));
        // Each service sends what it has seen a moment after it has.
        Map<String, TraceCollector.Heard> spans = await("all spans")
                .atMost(LONGEST)
                .until(
                        () -> collector.trace(trace).stream()
                                .collect(Collectors.toMap(TraceCollector.Heard::id, span -> span)),
                        heard -> heard.values().stream()
                                        .allMatch(span ->
                                                span.parent().equals(CALLER) || heard.containsKey(span.parent()))
                                && count(heard, "window") == 2
                                && count(heard, "process " + Topics.CHUNKS) == 1);
        assertThat(path(spans, "upload", "assembler-service"))
                .containsExactly(
                        "upload",
                        "process " + Topics.CHUNKS,
                        "send " + Topics.CHUNKS,
                        "chunk",
                        "window",
                        "process " + Topics.RENDERS,
                        "send " + Topics.RENDERS,
                        first);
        assertThat(path(spans, "plan", "ingest-service")).containsExactly("plan", first);
        assertThat(path(spans, "queue", "ingest-service")).containsExactly("queue", first);
        assertThat(path(spans, "POST", "ingest-service")).containsExactly("POST", first);
        assertThat(spans.values())
                .filteredOn(span -> span.name().equals("window"))
                .allSatisfy(span -> assertThat(span.events()).contains("step"));
        assertThat(spans.values())
                .filteredOn(span -> span.attributes().containsKey("parley.job.id"))
                .extracting(span -> span.attributes().get("parley.job.id"))
                .containsOnly(job);
        TraceCollector.Heard call = named(spans, "POST", "ingest-service");
        assertThat(collector.hook(trace)).isEqualTo("00-%s-%s-01".formatted(trace, call.id()));
        assertThat(spans).as("few enough to read").hasSizeLessThan(40);
    }

    private static long count(Map<String, TraceCollector.Heard> spans, String name) {
        return spans.values().stream().filter(span -> span.name().equals(name)).count();
    }

    private static TraceCollector.Heard named(Map<String, TraceCollector.Heard> spans, String name, String service) {
        return spans.values().stream()
                .filter(span -> span.name().equals(name) && span.service().equals(service))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no %s of %s in %s".formatted(name, service, spans.values())));
    }

    /** The names from a span up to the first one. */
    private static List<String> path(Map<String, TraceCollector.Heard> spans, String name, String service) {
        return Stream.iterate(named(spans, name, service), Objects::nonNull, span -> spans.get(span.parent()))
                .map(TraceCollector.Heard::name)
                .toList();
    }

    private static String post(String traceparent, String request) throws Exception {
        HttpRequest call = HttpRequest.newBuilder(farm.url().resolve("/v1/jobs"))
                .header("Content-Type", "application/json")
                .header("traceparent", traceparent)
                .POST(BodyPublishers.ofString(request))
                .build();
        var answer = HttpClient.newHttpClient().send(call, BodyHandlers.ofString());
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
        return Json.mapper().readTree(answer.body()).path("jobId").asText();
    }

    /** Each asks for a video of its own. */
    private static String request(String hook) {
        return Json.write(Map.of(
                "image",
                picture,
                "engine",
                "pantomime",
                "prompt",
                hook,
                "speakers",
                List.of(Map.of("audio", voice)),
                "webhook",
                Map.of("url", collector.url("/hook/" + hook))));
    }
}
