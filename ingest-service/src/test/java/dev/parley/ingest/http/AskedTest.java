package dev.parley.ingest.http;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.anyOf;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.greaterThanOrEqualTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import dev.parley.contracts.Device;
import dev.parley.contracts.JobEvent;
import dev.parley.contracts.JobId;
import dev.parley.contracts.Json;
import dev.parley.contracts.ObjectKeys;
import dev.parley.contracts.Phase;
import dev.parley.contracts.RenderTicket;
import dev.parley.contracts.Topics;
import dev.parley.ingest.HttpRequests;
import dev.parley.ingest.Kafka;
import dev.parley.ingest.SampleFiles;
import dev.parley.kit.store.ObjectStore;
import dev.parley.testkit.FarmResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import javax.imageio.ImageIO;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the farm tells of what was asked for, so that people recognize their jobs and can ask again. */
@QuarkusTest
@QuarkusTestResource(FarmResource.class)
class AskedTest {
    @ConfigProperty(name = "parley.kafka")
    String bootstrap;

    @Inject
    ObjectStore store;

    private Kafka kafka;

    @BeforeEach
    void open() {
        kafka = new Kafka(bootstrap);
    }

    @AfterEach
    void close() {
        kafka.close();
    }

    @Test
    void aJobSaysWhatItWasAskedFor() {
        Map<String, Object> request = HttpRequests.sound();
        request.put("prompt", "A red balloon.");
        request.put("sampling", Map.of("seed", 7));
        JobId job = HttpRequests.accepted(request);
        given().get("/v1/jobs/" + job)
                .then()
                .body("asked.picture", equalTo(request.get("image")))
                .body("asked.prompt", equalTo("A red balloon."))
                .body("asked.preset", equalTo("standard"))
                .body("asked.seed", equalTo(7))
                .body("asked.mode", equalTo("streaming"));
    }

    @Test
    void theRequestCanBeSentAgainBeforeAndAfterAWorkerBegan() {
        Map<String, Object> request = HttpRequests.sound();
        request.put("sampling", Map.of("seed", 11));
        request.put(
                "webhook", Map.of("url", "http://127.0.0.1:9/hook?token=secret", "secret", "whsec_" + "A".repeat(32)));
        JobId job = HttpRequests.accepted(request);
        Map<String, Object> queued = asked(job);
        assertThat(Json.mapper().valueToTree(queued).at("/sampling/seed").asInt())
                .isEqualTo(11);

        await().until(() -> !kafka.read(Topics.RENDERS, job.value()).isEmpty());
        String ticket = kafka.read(Topics.RENDERS, job.value()).get(0).value();
        store.put(
                ObjectKeys.plan(job),
                Json.write(Json.read(ticket, RenderTicket.class).plan()).getBytes(),
                "application/json");
        kafka.emit(job, new JobEvent.Claimed("w1", 1, 0));
        await().untilAsserted(() -> given().get("/v1/jobs/" + job).then().body("status", equalTo("running")));
        Map<String, Object> claimed = asked(job);
        assertThat(claimed).isEqualTo(queued);
        assertThat(claimed.toString()).doesNotContain("webhook", "secret", "hook");

        JobId again = HttpRequests.accepted(claimed);
        assertThat(asked(again)).isEqualTo(queued);
    }

    @Test
    void inBriefARequestIsWhatWasChosen() {
        Map<String, Object> request = HttpRequests.sound();
        request.put("preset", "lightx2v");
        request.put("sampling", Map.of("seed", 11));
        request.put("teaCache", Map.of("enabled", true));
        JobId job = HttpRequests.accepted(request);
        Map<String, Object> brief = asked(job, true);
        assertThat(brief.keySet())
                .isEqualTo(Set.of(
                        "image", "speakers", "prompt", "preset", "mode", "size", "engine", "sampling", "teaCache"));
        assertThat(brief.get("sampling")).isEqualTo(Map.of("seed", 11));
        assertThat(brief.get("teaCache")).isEqualTo(Map.of("enabled", true));
        JobId again = HttpRequests.accepted(brief);
        assertThat(asked(again)).isEqualTo(asked(job));
    }

    @Test
    void aRequestFromElsewhereIsAbridgedAsOneOfAJob() {
        JobId job = HttpRequests.accepted(HttpRequests.sound());
        given().body(asked(job))
                .contentType("application/json")
                .post("/v1/requests/brief")
                .then()
                .statusCode(200)
                .body("", equalTo(asked(job, true)));
    }

    @Test
    void whatIsNoRequestIsNotAbridged() {
        for (String body : List.of("{}", "[]", "null", "{\"speakers\":7}", "{", "")) {
            given().body(body)
                    .contentType("application/json")
                    .post("/v1/requests/brief")
                    .then()
                    .statusCode(anyOf(equalTo(400), equalTo(422)));
        }
    }

    private static Map<String, Object> asked(JobId job) {
        return asked(job, false);
    }

    private static Map<String, Object> asked(JobId job, boolean brief) {
        return given().queryParam("brief", brief)
                .get("/v1/jobs/%s/request".formatted(job))
                .then()
                .statusCode(200)
                .extract()
                .path("");
    }

    @Test
    void thePosterIsThePictureAsItIsCropped() throws Exception {
        JobId job = HttpRequests.accepted(HttpRequests.sound());
        Map<String, Object> view = given().get("/v1/jobs/" + job).path("");
        double shape = ((Integer) view.get("width")).doubleValue() / (Integer) view.get("height");
        byte[] jpeg = given().get("/v1/jobs/%s/poster".formatted(job))
                .then()
                .statusCode(200)
                .contentType("image/jpeg")
                .header("Cache-Control", notNullValue())
                .extract()
                .asByteArray();
        var poster = ImageIO.read(new ByteArrayInputStream(jpeg));
        assertThat(Math.max(poster.getWidth(), poster.getHeight())).isLessThanOrEqualTo(480);
        assertThat((double) poster.getWidth() / poster.getHeight()).isBetween(shape - 0.02, shape + 0.02);
        given().get("/v1/jobs/%s/poster".formatted(UUID.randomUUID())).then().statusCode(404);
    }

    @Test
    void anUploadIsLookedAtBeforeItIsAskedFor() throws Exception {
        String picture = HttpRequests.upload(SampleFiles.picture(1600, 1200));
        String sound = HttpRequests.upload(SampleFiles.voice(2));
        given().get("/v1/%s/picture.json".formatted(picture))
                .then()
                .body("width", equalTo(1600))
                .body("height", equalTo(1200));
        byte[] jpeg = given().get("/v1/%s/picture.jpg".formatted(picture))
                .then()
                .contentType("image/jpeg")
                .extract()
                .asByteArray();
        assertThat(ImageIO.read(new ByteArrayInputStream(jpeg)).getWidth()).isEqualTo(1280);
        given().get("/v1/%s/sound.json".formatted(sound))
                .then()
                .body("seconds", equalTo(2.0f))
                .body("silent", equalTo(false));
        given().get("/v1/%s/picture.json".formatted(sound)).then().statusCode(422);
        given().get("/v1/%s/picture.jpg".formatted(sound)).then().statusCode(422);
        given().get("/v1/%s/sound.json".formatted(picture)).then().statusCode(422);
        given().get("/v1/inputs/%s/sound.json".formatted("0".repeat(64))).then().statusCode(404);
        given().get("/v1/inputs/x/picture.json").then().statusCode(404);
    }

    @Test
    void jobsAreFoundByTheirWords() {
        String word = "w" + UUID.randomUUID();
        Map<String, Object> request = HttpRequests.sound();
        request.put("prompt", "Somebody says " + word + " aloud.");
        JobId byPrompt = HttpRequests.accepted(request);
        Map<String, Object> labeled = HttpRequests.sound();
        labeled.put("labels", Map.of("batch", word));
        JobId byLabel = HttpRequests.accepted(labeled);
        given().queryParam("text", word.toUpperCase(Locale.ROOT))
                .get("/v1/jobs")
                .then()
                .body("jobs.size()", equalTo(2))
                .body("jobs.jobId", hasItems(byPrompt.value(), byLabel.value()));
        given().queryParam("text", byPrompt.value().substring(0, 20))
                .get("/v1/jobs")
                .then()
                .body("jobs.jobId", hasItem(byPrompt.value()));
        given().queryParam("text", word + "x").get("/v1/jobs").then().body("jobs.size()", equalTo(0));
        given().queryParam("text", " ").get("/v1/jobs").then().body("jobs.size()", greaterThanOrEqualTo(2));
    }

    @Test
    void theFarmSaysWhoWorksAndWhatWaits() {
        JobId job = HttpRequests.accepted(HttpRequests.sound());
        given().get("/v1/farm")
                .then()
                .statusCode(200)
                .body("waiting", greaterThanOrEqualTo(1))
                .body("queue", notNullValue())
                .body("waitingByTenant.default", greaterThanOrEqualTo(1))
                .body("waitingByPriority.normal", greaterThanOrEqualTo(1))
                .body("jobs.accepted", greaterThanOrEqualTo(1));
        kafka.emit(job, new JobEvent.Claimed("worker-of-test", 1, 0));
        await().untilAsserted(() -> given().get("/v1/farm")
                .then()
                .body("workers.find { it.name == 'worker-of-test' }.job", equalTo(job.value())));
        Device gpu = new Device("NVIDIA L40S", 40L << 30, 45L << 30);
        kafka.emit(job, new JobEvent.Progress(1, 1, 2, 3, 8, 40.0, Phase.RENDERING, 4.5, gpu));
        await().untilAsserted(() -> given().get("/v1/farm")
                .then()
                .body("workers.find { it.name == 'worker-of-test' }.progress.stepSeconds", equalTo(4.5f))
                .body("workers.find { it.name == 'worker-of-test' }.device.name", equalTo("NVIDIA L40S"))
                .body("workers.find { it.name == 'worker-of-test' }.device.usedBytes", equalTo(40L << 30)));
        kafka.emit(job, new JobEvent.Cancelled("Enough."));
        await().untilAsserted(() ->
                given().get("/v1/farm").then().body("workers.find { it.name == 'worker-of-test' }", nullValue()));
    }

    @Test
    void aVoiceCanBeHeardBeforeItIsChosen() {
        byte[] wav = given().contentType("application/json")
                .body(Map.of("text", "Hello. How are you?", "voice", "kevin"))
                .post("/v1/speech")
                .then()
                .statusCode(200)
                .contentType("audio/wav")
                .extract()
                .asByteArray();
        assertThat(wav.length).isGreaterThan(16_000);
        assertThat(new String(wav, 0, 4, StandardCharsets.US_ASCII)).isEqualTo("RIFF");
    }

    @Test
    void whatCannotBeSpokenIsRefused() {
        refused(Map.of("text", "x".repeat(301)), "text");
        refused(Map.of("text", "   "), "text");
        refused(Map.of("text", "..."), "text");
        refused(Map.of("text", "Hello \ud83d\ude00"), "text");
        refused(Map.of("text", "Hello", "voice", "nobody"), "voice");
        given().contentType("application/json")
                .body("{")
                .post("/v1/speech")
                .then()
                .statusCode(400);
        given().contentType("application/json")
                .body("null")
                .post("/v1/speech")
                .then()
                .statusCode(400);
    }

    private static void refused(Map<String, String> words, String path) {
        given().contentType("application/json")
                .body(words)
                .post("/v1/speech")
                .then()
                .statusCode(422)
                .contentType(Problem.MEDIA_TYPE)
                .body("violations.path", hasItem(path));
    }
}
