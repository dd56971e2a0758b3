package dev.parley.ingest.access;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.startsWith;

import dev.parley.contracts.DeadLetter;
import dev.parley.contracts.Fault;
import dev.parley.contracts.JobEvent;
import dev.parley.contracts.JobId;
import dev.parley.contracts.Json;
import dev.parley.contracts.Topics;
import dev.parley.ingest.Kafka;
import dev.parley.ingest.SampleFiles;
import dev.parley.kit.store.ObjectStore;
import dev.parley.testkit.FarmResource;
import dev.parley.testkit.TestBroker;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.RestAssured;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What callers get from a farm that asks for keys. */
@QuarkusTest
@QuarkusTestResource(FarmResource.class)
@TestProfile(KeysProfile.class)
class AccessTest {
    @Inject
    ObjectStore store;

    TestBroker broker;

    /** A key and its id. */
    private record Made(String key, String id) {
        RequestSpecification call() {
            return given().header("Authorization", "Bearer " + key);
        }
    }

    private static Made made(String tenant, String... scopes) {
        Response made = admin().contentType("application/json")
                .body(Json.write(Map.of("name", "for a test", "tenant", tenant, "scopes", List.of(scopes))))
                .post("/v1/keys");
        assertThat(made.statusCode()).as(made.asString()).isEqualTo(201);
        return new Made(made.path("key"), made.path("about.id"));
    }

    private static Made everything(String tenant) {
        return made(tenant, "submit", "read", "cancel");
    }

    private static RequestSpecification admin() {
        return given().header("Authorization", "Bearer " + KeysProfile.ADMIN);
    }

    private static Map<String, Object> request() {
        Map<String, Object> request = new LinkedHashMap<>();
        request.put("image", SampleFiles.dataUri("image/png", SampleFiles.picture(320, 240)));
        request.put("speakers", List.of(Map.of("audio", SampleFiles.dataUri("audio/wav", SampleFiles.voice(1)))));
        request.put("engine", "pantomime");
        return request;
    }

    private static Response submit(Made key, Map<String, Object> request) {
        return key.call()
                .contentType("application/json")
                .body(Json.write(request))
                .post("/v1/jobs");
    }

    private static JobId job(Made key) {
        return new JobId(submit(key, request()).then().statusCode(201).extract().path("jobId"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/v1/jobs",
                "/v1/farm",
                "/v1/voices",
                "/v1/keys",
                "/v1/session",
                "/v1//jobs",
                "/v1/./jobs",
                "/%761/jobs",
                "/v1/jobs/",
                "/v1/jobs;a=b"
            })
    void withoutAKeyThereIsNothing(String path) {
        Response answer = given().urlEncodingEnabled(false).get(path);
        assertThat(answer.statusCode()).isIn(401, 404);
        assertThat(answer.asString()).doesNotContain("\"jobs\"");
        if (answer.statusCode() == 401) {
            assertThat(answer.header("WWW-Authenticate")).isEqualTo("Bearer realm=\"parley\"");
            assertThat(answer.contentType()).startsWith("application/problem+json");
        }
    }

    @Test
    void whatIsNoneOfAnybodysJobsNeedsNoKey() {
        for (String path : List.of("/", "/page/main.js", "/q/health/ready", "/q/openapi", "/q/metrics")) {
            given().get(path).then().statusCode(200);
        }
    }

    @Test
    void aKeyThatIsAlmostRightIsNone() {
        Made key = everything("a");
        String other =
                key.key().substring(0, key.key().length() - 1) + (key.key().endsWith("0") ? "1" : "0");
        for (String shown : List.of(other, "parley_000000000000_" + "0".repeat(64), "x", key.key() + "0")) {
            given().header("Authorization", "Bearer " + shown)
                    .get("/v1/jobs")
                    .then()
                    .statusCode(401)
                    .header("WWW-Authenticate", containsString("invalid_token"))
                    .body("type", equalTo("urn:parley:problem:bad-key"));
        }
        given().header("Authorization", "Basic " + key.key())
                .get("/v1/jobs")
                .then()
                .statusCode(401);
    }

    @Test
    void aKeyDoesWhatItsScopesSay() {
        Made reader = made("a", "read");
        reader.call().get("/v1/jobs").then().statusCode(200);
        submit(reader, request())
                .then()
                .statusCode(403)
                .header("WWW-Authenticate", containsString("scope=\"submit\""))
                .body("detail", containsString(reader.id()));
        reader.call().get("/v1/keys").then().statusCode(403);

        Made writer = made("a", "submit");
        JobId job = job(writer);
        writer.call().get("/v1/jobs/" + job).then().statusCode(403);
        writer.call().post("/v1/jobs/" + job + "/cancel").then().statusCode(403);
        made("a", "cancel").call().post("/v1/jobs/" + job + "/cancel").then().statusCode(202);
    }

    /** What is said once all events have been folded, which a busy machine may be late with. */
    private static Response settled(Callable<Response> call) {
        return await().atMost(Duration.ofMinutes(1)).until(call, answer -> answer.statusCode() != 503);
    }

    @Test
    void jobsOfOtherTenantsDoNotExist() {
        Made mine = everything("mine");
        Made others = everything("others");
        JobId job = job(mine);
        mine.call().get("/v1/jobs/" + job).then().statusCode(200).body("tenant", equalTo("mine"));
        String unknown = UUID.randomUUID().toString();
        for (String path : List.of(
                "",
                "/request",
                "/poster",
                "/video",
                "/events",
                "/webhook",
                "/subtitles.vtt",
                "/phonemes.json",
                "/live/playlist.m3u8",
                "/live/header.mp4",
                "/live/0.m4s")) {
            Response hidden = settled(() -> others.call().get("/v1/jobs/" + job + path));
            Response none = settled(() -> others.call().get("/v1/jobs/" + unknown + path));
            assertThat(hidden.statusCode()).as(path).isEqualTo(404);
            assertThat(hidden.asString().replace(job.value(), ""))
                    .isEqualTo(none.asString().replace(unknown, ""));
        }
        for (String path : List.of("/cancel", "/retry", "/webhook/redeliver")) {
            settled(() -> others.call().post("/v1/jobs/" + job + path)).then().statusCode(404);
        }
        settled(() -> others.call().delete("/v1/jobs/" + job)).then().statusCode(404);
        settled(() -> others.call().head("/v1/jobs/" + job + "/video")).then().statusCode(404);
        Map<String, Object> named = request();
        named.put("jobId", job.value());
        Map<String, Object> foreign = request();
        foreign.put("tenant", "mine");
        List<String> answers = others.call()
                .contentType("application/x-ndjson")
                .body((Json.write(named) + "\n" + Json.write(foreign)).getBytes(StandardCharsets.UTF_8))
                .post("/v1/jobs")
                .asString()
                .lines()
                .toList();
        assertThat(answers).hasSize(2);
        assertThat(answers.get(0))
                .contains("\"status\":422", "this id is taken")
                .doesNotContain("\"job\":");
        assertThat(answers.get(1)).contains("\"status\":422", "other-tenant");
        mine.call().get("/v1/jobs/" + job).then().body("status", equalTo("accepted"));
        others.call().get("/v1/jobs").then().body("jobs.jobId", not(hasItem(job.value())));
        mine.call().get("/v1/jobs").then().body("jobs.jobId", hasItem(job.value()));
        admin().get("/v1/jobs").then().body("jobs.jobId", hasItem(job.value()));
        others.call().get("/v1/jobs?before=" + job).then().statusCode(422);
        others.call().get("/v1/jobs?tenant=mine").then().statusCode(422);
        others.call()
                .get("/v1/farm")
                .then()
                .statusCode(200)
                .body(not(containsString(job.value())))
                .body("waiting", equalTo(0));
    }

    @Test
    void aDeadLetterIsItsTenants() {
        Made mine = everything("mine");
        Made others = everything("others");
        JobId job = job(mine);
        DeadLetter letter = new DeadLetter(
                job, "{\"tenant\":\"mine\"}", Fault.TIMEOUT, "too long", 1, Instant.now(), List.of("a line"));
        try (Kafka kafka = new Kafka(broker.bootstrap())) {
            kafka.send(Topics.DEAD_LETTERS, job.value(), Json.write(letter));
        }
        await().untilAsserted(
                        () -> mine.call().get("/v1/dead-letters").then().body("letters.jobId", hasItem(job.value())));
        admin().get("/v1/dead-letters").then().body("letters.jobId", hasItem(job.value()));
        others.call().get("/v1/dead-letters").then().body("letters.jobId", not(hasItem(job.value())));
        others.call().get("/v1/dead-letters?tenant=mine").then().statusCode(422);
        others.call().get("/v1/dead-letters/" + job).then().statusCode(404);
        others.call().post("/v1/dead-letters/" + job + "/replay").then().statusCode(404);
        mine.call().get("/v1/dead-letters/" + job).then().body("log", equalTo(List.of("a line")));
    }

    @Test
    void aKeysJobsAreItsTenants() {
        Made key = everything("a");
        Map<String, Object> request = request();
        request.put("tenant", "b");
        submit(key, request).then().statusCode(422).body("violations[0].code", equalTo("other-tenant"));

        Made other = everything("b");
        Map<String, Object> named = request();
        named.put("jobId", job(key).value());
        submit(other, named)
                .then()
                .statusCode(422)
                .body("violations.size()", equalTo(1))
                .body("violations[0].message", startsWith("this id is taken"));
    }

    @Test
    void theIdOfARetryCanBeTakenByOtherTenantsButNotTheRetry() {
        Made mine = everything("first");
        Made others = everything("quick");
        JobId job = job(mine);
        cancel(mine, job);
        Map<String, Object> squatting = request();
        squatting.put("jobId", job.retry().value());
        submit(others, squatting).then().statusCode(201);

        String retry = mine.call()
                .post("/v1/jobs/" + job + "/retry")
                .then()
                .statusCode(201)
                .body("tenant", equalTo("first"))
                .body("retryOf", equalTo(job.value()))
                .extract()
                .path("jobId");

        assertThat(retry).isNotEqualTo(job.retry().value());
        mine.call().post("/v1/jobs/" + job + "/retry").then().statusCode(200).body("jobId", equalTo(retry));
    }

    private static void cancel(Made key, JobId job) {
        key.call().post("/v1/jobs/" + job + "/cancel").then().statusCode(202);
        await().untilAsserted(() -> key.call().get("/v1/jobs/" + job).then().body("status", equalTo("cancelled")));
    }

    @Test
    void aRevokedKeyEndsAtOnceAndARotatedOneLater() {
        Made key = everything("a");
        Response second = admin().contentType("application/json")
                .body("{\"overlapSeconds\":3600}")
                .post("/v1/keys/" + key.id() + "/rotate");
        Made next = new Made(second.path("key"), second.path("about.id"));
        key.call().get("/v1/jobs").then().statusCode(200);
        next.call().get("/v1/jobs").then().statusCode(200);

        admin().delete("/v1/keys/" + next.id()).then().statusCode(200);
        next.call().get("/v1/jobs").then().statusCode(401);

        admin().contentType("application/json").body("{\"overlapSeconds\":0}").post("/v1/keys/" + key.id() + "/rotate");
        key.call().get("/v1/jobs").then().statusCode(401);
    }

    @Test
    void eventsEndWithTheKey() throws Exception {
        Made key = everything("a");
        JobId job = job(key);
        HttpRequest events = HttpRequest.newBuilder(
                        URI.create("http://localhost:%d/v1/jobs/%s/events".formatted(RestAssured.port, job)))
                .header("Authorization", "Bearer " + key.key())
                .build();
        CountDownLatch begun = new CountDownLatch(1);
        List<String> lines = new CopyOnWriteArrayList<>();
        CompletableFuture<Void> ended = HttpClient.newHttpClient()
                .sendAsync(events, HttpResponse.BodyHandlers.ofLines())
                .thenAccept(answer -> answer.body().forEach(line -> {
                    lines.add(line);
                    begun.countDown();
                }));
        assertThat(begun.await(60, TimeUnit.SECONDS)).isTrue();
        await().until(() -> lines.stream().anyMatch(line -> line.contains("still accepted")));

        admin().delete("/v1/keys/" + key.id()).then().statusCode(200);

        assertThat(ended).succeedsWithin(Duration.ofSeconds(60));
    }

    @Test
    void aBrowserGetsACookieThatCountsForOurOwnPageOnly() {
        Made key = everything("a");
        given().contentType("application/json")
                .body("{\"key\":\"parley_nonsense\"}")
                .post("/v1/session")
                .then()
                .statusCode(401);
        Response signedIn = given().contentType("application/json")
                .body(Json.write(Map.of("key", key.key())))
                .post("/v1/session");
        String cookie = signedIn.header("Set-Cookie");
        assertThat(cookie).contains("HttpOnly").contains("SameSite=Strict").doesNotContain(key.key());
        String session = signedIn.cookie(Sessions.COOKIE);

        RequestSpecification page = given().cookie(Sessions.COOKIE, session);
        page.get("/v1/session").then().statusCode(200).body("tenant", equalTo("a"));
        page.get("/v1/jobs").then().statusCode(200);
        JobId job = job(key);
        String cancel = "/v1/jobs/" + job + "/cancel";
        given().cookie(Sessions.COOKIE, session).post(cancel).then().statusCode(403);
        given().cookie(Sessions.COOKIE, session)
                .header("Sec-Fetch-Site", "same-site")
                .post(cancel)
                .then()
                .statusCode(403)
                .body("type", equalTo("urn:parley:problem:foreign-session"));
        given().cookie(Sessions.COOKIE, session)
                .header("Origin", "http://localhost:1")
                .post(cancel)
                .then()
                .statusCode(403);
        given().cookie(Sessions.COOKIE, session)
                .header("Sec-Fetch-Site", "same-origin")
                .post(cancel)
                .then()
                .statusCode(202);

        String forged = session.substring(0, session.length() - 1) + (session.endsWith("A") ? "B" : "A");
        given().cookie(Sessions.COOKIE, forged).get("/v1/jobs").then().statusCode(401);
        admin().delete("/v1/keys/" + key.id()).then().statusCode(200);
        page.get("/v1/jobs").then().statusCode(401);
    }

    @Test
    void anotherInstanceAndTheNextOneKnowEveryKeyAndItsEnd() {
        Made lasting = everything("a");
        Made ended = everything("a");
        admin().delete("/v1/keys/" + ended.id()).then().statusCode(200);
        quota("elsewhere", Map.of("jobs", 7));
        AccessConfig config = new AccessConfig("keys", Optional.empty(), Duration.ofHours(1), "trusted");
        KeyTopic topic = new KeyTopic(Map.of("bootstrap.servers", broker.bootstrap()));
        try {
            KeyRing other = new KeyRing(config, topic, Clock.systemUTC());
            other.onStart(null);
            assertThat(other.caller(lasting.key()).map(Caller::tenant)).contains("a");
            assertThat(other.caller(ended.key())).isEmpty();
            assertThat(other.quota("elsewhere").jobs()).isEqualTo(7);
            admin().delete("/v1/keys/" + lasting.id()).then().statusCode(200);
            await().until(() -> other.caller(lasting.key()).isEmpty());
        } finally {
            topic.stop();
        }
    }

    private static void quota(String tenant, Map<String, Object> quota) {
        admin().contentType("application/json")
                .body(Json.write(quota))
                .put("/v1/tenants/" + tenant + "/quota")
                .then()
                .statusCode(200);
    }

    @Test
    void aTenantWithTooManyJobsIsRefusedOnBothDoors() {
        Made key = everything("busy");
        quota("busy", Map.of("jobs", 1));
        Response first = submit(key, request());
        assertThat(first.statusCode()).isEqualTo(201);
        assertThat(first.header("RateLimit-Policy")).isEqualTo("\"jobs\";q=1");
        assertThat(first.header("RateLimit")).isEqualTo("\"jobs\";r=0");

        String said = submit(key, request())
                .then()
                .statusCode(429)
                .header("Retry-After", "30")
                .header("RateLimit", "\"jobs\";r=0")
                .body("type", equalTo("urn:parley:problem:quota-exceeded"))
                .body("violations[0].code", equalTo("quota-jobs"))
                .extract()
                .path("violations[0].message");
        Map<String, Object> published = request();
        published.put("tenant", "busy");
        JobId job = new JobId(UUID.randomUUID().toString());
        broker.publish(Topics.REQUESTS, job.value(), Json.write(published));
        await().until(() -> !broker.values(Topics.EVENTS, job.value()).isEmpty());
        assertThat(broker.values(Topics.EVENTS, job.value()).get(0))
                .contains("rejected", "quota-jobs", Json.write(said).replace("\"", ""));

        key.call().post("/v1/jobs/" + first.path("jobId") + "/cancel").then().statusCode(202);
        await().untilAsserted(() -> submit(key, request()).then().statusCode(201));
        key.call()
                .get("/v1/usage")
                .then()
                .body("tenants.tenant", equalTo(List.of("busy")))
                .body("tenants[0].jobs", equalTo(1))
                .body("tenants[0].quota.jobs", equalTo(1));
        submit(everything("idle"), request()).then().statusCode(201);
    }

    @Test
    void aClassThatATenantMayNotAskForIsRefusedOnAllDoors() {
        Made key = everything("calm");
        Map<String, Object> urgent = request();
        urgent.put("priority", "high");
        Response refused = submit(key, urgent);
        assertThat(refused.statusCode()).isEqualTo(422);
        assertThat(refused.<String>path("violations[0].path")).isEqualTo("priority");
        assertThat(refused.<String>path("violations[0].code")).isEqualTo("priority-not-allowed");
        assertThat(refused.<String>path("violations[0].message"))
                .isEqualTo("found 'high', jobs of 'calm' may ask for 'normal' at most");
        key.call()
                .contentType("application/json")
                .body(Json.write(urgent))
                .post("/v1/jobs?dryRun=true")
                .then()
                .statusCode(422)
                .body("violations[0].code", equalTo("priority-not-allowed"));
        Map<String, Object> published = new HashMap<>(urgent);
        published.put("tenant", "calm");
        JobId record = new JobId(UUID.randomUUID().toString());
        broker.publish(Topics.REQUESTS, record.value(), Json.write(published));
        await().until(() -> !broker.values(Topics.EVENTS, record.value()).isEmpty());
        assertThat(broker.values(Topics.EVENTS, record.value()).get(0)).contains("rejected", "priority-not-allowed");

        quota("calm", Map.of("priority", "low"));
        assertThat(submit(key, request()).<String>path("violations[0].message")).contains("'normal' (the default)");
        quota("calm", Map.of("priority", "high"));
        submit(key, urgent).then().statusCode(201);
    }

    @Test
    void onlyAnAdminMovesAJobBeyondWhatItsTenantMayAskFor() {
        Made key = everything("patient");
        quota("patient", Map.of("running", 0));
        String path = "/v1/jobs/" + submit(key, request()).path("jobId");
        await().untilAsserted(() -> prioritize(key.call(), path).then().statusCode(422));
        prioritize(key.call(), path).then().body("violations[0].code", equalTo("priority-not-allowed"));

        prioritize(admin(), path).then().statusCode(200).body("priority", equalTo("high"));
    }

    private static Response prioritize(RequestSpecification call, String job) {
        return call.contentType("application/merge-patch+json")
                .body("{\"priority\":\"high\"}")
                .patch(job);
    }

    @Test
    void aDaysSecondsOfVideoAreCountedBeforeAJobIsTaken() {
        Made key = everything("short");
        quota("short", Map.of("videoSeconds", 2));
        Map<String, Object> once = request();
        once.put("idempotencyKey", "once");
        submit(key, once).then().statusCode(201).header("RateLimit", startsWith("\"video-seconds\";r=1;t="));
        submit(key, once).then().statusCode(200);
        Map<String, Object> longer = request();
        longer.put("speakers", List.of(Map.of("audio", SampleFiles.dataUri("audio/wav", SampleFiles.voice(2)))));
        Response refused = submit(key, longer);
        assertThat(refused.statusCode()).isEqualTo(429);
        assertThat(refused.<String>path("violations[0].code")).isEqualTo("quota-video-seconds");
        assertThat(refused.<String>path("violations[0].message")).contains("has 1.0 seconds of video left");
        assertThat(Long.parseLong(refused.header("Retry-After"))).isBetween(1L, 86_400L);
        submit(key, request()).then().statusCode(201);
        everything("mine").call().get("/v1/usage").then().body(not(containsString("short")));
        admin().get("/v1/usage").then().body("tenants.tenant", hasItem("short"));
    }

    @Test
    void theLinesOfACallerWhoBreaksOffAreInTheAuditLog() throws Exception {
        Made key = everything("hasty");
        List<String> lines = new CopyOnWriteArrayList<>();
        Handler handler = handler(line -> lines.add(line.getMessage()));
        Logger audit = Logger.getLogger("parley.audit");
        audit.addHandler(handler);
        try {
            try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), RestAssured.port)) {
                String call = "POST /v1/jobs HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer %s\r\n"
                        + "Content-Type: application/x-ndjson\r\nContent-Length: 100000\r\n\r\n{}\n";
                socket.getOutputStream().write(call.formatted(key.key()).getBytes(StandardCharsets.US_ASCII));
                await().untilAsserted(() -> assertThat(lines).anySatisfy(line -> assertThat(line)
                        .contains("\"POST /v1/jobs line 1\"", "\"422\"", key.id(), "\"127.0.0.1\"")));
            }
        } finally {
            audit.removeHandler(handler);
        }
    }

    private static Handler handler(Consumer<LogRecord> lines) {
        return new Handler() {
            @Override
            public void publish(LogRecord line) {
                lines.accept(line);
            }

            @Override
            public void flush() {
                // Nothing is held back.
            }

            @Override
            public void close() {
                // Nothing to close.
            }
        };
    }

    @Test
    void nothingKeepsAKeyAndTheAuditLogSaysWhoDidWhat() {
        List<String> lines = new CopyOnWriteArrayList<>();
        Handler handler = handler(line -> lines.add(line.getLoggerName() + " " + line.getMessage()));
        Logger root = Logger.getLogger("");
        Logger audit = Logger.getLogger("parley.audit");
        root.addHandler(handler);
        audit.addHandler(handler);
        Made key;
        JobId job;
        String session;
        try {
            key = everything("audited");
            session = given().contentType("application/json")
                    .body(Json.write(Map.of("key", key.key())))
                    .post("/v1/session")
                    .cookie(Sessions.COOKIE);
            job = job(key);
            key.call().get("/v1/keys").then().statusCode(403);
            await().until(() -> broker.values(Topics.JOBS, job.value()).size() > 0);
            try (Kafka kafka = new Kafka(broker.bootstrap())) {
                kafka.emit(job, new JobEvent.Cancelled("enough"));
            }
            await().until(() -> broker.values(Topics.JOBS, job.value()).size() > 1);
            admin().delete("/v1/keys/" + key.id()).then().statusCode(200);
        } finally {
            root.removeHandler(handler);
            audit.removeHandler(handler);
        }

        List<String> secrets =
                List.of(key.key().substring("parley_".length() + 13), session, KeysProfile.ADMIN.substring(20));
        for (String topic : Topics.ALL) {
            assertThat(broker.records(topic)).allSatisfy(record -> assertNoneOf(secrets, record.value()));
        }
        assertThat(broker.records(Topics.KEYS)).isNotEmpty();
        assertThat(store.list(""))
                .isNotEmpty()
                .allSatisfy(object -> assertNoneOf(
                        secrets, new String(store.get(object).orElseThrow(), StandardCharsets.ISO_8859_1)));
        assertThat(lines).allSatisfy(line -> assertNoneOf(secrets, line));
        assertThat(lines)
                .anySatisfy(line -> assertThat(line)
                        .startsWith("parley.audit {")
                        .contains("\"key\":\"" + key.id() + "\"")
                        .contains("\"tenant\":\"audited\"")
                        .contains("\"action\":\"POST /v1/jobs\"")
                        .contains("\"job\":\"" + job + "\"")
                        .contains("\"result\":\"201\"")
                        .contains("\"address\":\"127.0.0.1\""))
                .anySatisfy(line -> assertThat(line).contains("GET /v1/keys").contains("\"result\":\"403\""));
    }

    private static void assertNoneOf(List<String> secrets, String text) {
        secrets.forEach(secret -> assertThat(String.valueOf(text)).doesNotContain(secret));
    }
}
