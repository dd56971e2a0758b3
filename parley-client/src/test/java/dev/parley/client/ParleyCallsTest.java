package dev.parley.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Calls that fail, and what becomes of them. */
class ParleyCallsTest {
    private static final String BUSY = "{\"type\":\"urn:parley:problem:busy\",\"title\":\"Too busy\",\"status\":503}";
    private static final byte[] JOB = ScriptedFarm.job("running", 3).getBytes(StandardCharsets.UTF_8);

    private ScriptedFarm farm;
    private Parley parley;

    @BeforeEach
    void start() throws IOException {
        farm = new ScriptedFarm();
        parley = farm.client();
    }

    @AfterEach
    void stop() {
        farm.close();
    }

    @Test
    void aBusyFarmIsAskedAgainWhenItSays() throws Exception {
        farm.then(503, BUSY, "Retry-After", "7").then(200, new String(JOB, StandardCharsets.UTF_8));
        assertThat(parley.job(ScriptedFarm.ID).status()).isEqualTo(Job.Status.RUNNING);
        assertThat(farm.pauses).containsExactly(Duration.ofSeconds(7));
    }

    @Test
    void aDateIsUnderstoodAsWell() throws Exception {
        farm.then(429, BUSY, "Retry-After", "Sun, 29 Nov 2026 12:00:30 GMT").then(200, ScriptedFarm.job("running", 3));
        parley.job(ScriptedFarm.ID);
        assertThat(farm.pauses).containsExactly(Duration.ofSeconds(30));
    }

    @Test
    void patienceDoesNotReachBeyondWhatTheFarmAsksFor() {
        farm.then(503, BUSY, "Retry-After", "3600");
        ParleyProblemException problem = problem();
        assertThat(problem.code()).isEqualTo("busy");
        assertThat(farm.pauses).isEmpty();
    }

    @Test
    void pausesGrowUntilPatienceIsUsedUp() {
        for (int i = 0; i < 40; i++) {
            farm.then(503, BUSY);
        }
        assertThat(problem().status()).isEqualTo(503);
        assertThat(farm.pauses).hasSizeBetween(12, 30).allMatch(pause -> pause.toMillis() <= 10_000);
        assertThat(farm.pauses.get(0)).isLessThanOrEqualTo(Duration.ofMillis(200));
        assertThat(farm.pauses.get(8)).isGreaterThanOrEqualTo(Duration.ofSeconds(5));
        assertThat(farm.pauses.stream().mapToLong(Duration::toMillis).sum()).isLessThanOrEqualTo(120_000);
    }

    @Test
    void whatIsWrongIsSaidAtOnceFieldByField() {
        farm.then(
                422,
                """
                {"type":"urn:parley:problem:invalid-request","title":"The request cannot be rendered","status":422,
                 "detail":"The request has 2 errors","violations":[
                  {"path":"speakers[0].audio","code":"unreadable","message":"found text, expected a recording"},
                  {"path":"preset","code":"unknown-value","message":"found 'x'"}]}""");
        ParleyProblemException problem = catchThrowableOfType(
                ParleyProblemException.class, () -> parley.submit(JobRequest.ofJson("{\"speakers\":[]}")));
        assertThat(problem.status()).isEqualTo(422);
        assertThat(problem.code()).isEqualTo("invalid-request");
        assertThat(problem.violations()).extracting(Notice::path).containsExactly("speakers[0].audio", "preset");
        assertThat(problem)
                .hasMessageContaining("speakers[0].audio: found text")
                .hasMessageContaining("preset");
        assertThat(farm.calls).hasSize(1);
    }

    @Test
    void aRefusedRequestIsAResultWithoutSuccess() throws Exception {
        farm.then(422, "{\"violations\":[{\"path\":\"preset\",\"code\":\"unknown-value\",\"message\":\"found 'x'\"}]}");
        GenerationResult result = parley.generate(JobRequest.ofJson("{}"));
        assertThat(result.success()).isFalse();
        assertThat(result.videoData()).isNull();
        assertThat(result.message()).contains("preset: found 'x' [unknown-value]");
    }

    @Test
    void aDeletionIsRepeatedAndSaysWhetherAllIsGone() throws Exception {
        farm.then(503, BUSY).then(204, "").then(202, "");
        assertThat(parley.delete(ScriptedFarm.ID)).isTrue();
        assertThat(parley.delete(ScriptedFarm.ID)).isFalse();
        assertThat(farm.calls).extracting(ScriptedFarm.Call::method).containsOnly("DELETE");
        farm.then(409, "{\"type\":\"urn:parley:problem:job-not-ended\",\"detail\":\"Job x is running\"}");
        assertThatThrownBy(() -> parley.delete(ScriptedFarm.ID)).hasMessageContaining("is running");
    }

    @Test
    void aJobThatWaitsIsMoved() throws Exception {
        farm.then(200, ScriptedFarm.job("accepted", 2).replaceFirst("\\{", "{\"priority\":\"high\","));
        Job moved = parley.prioritize(ScriptedFarm.ID, Job.Priority.HIGH);
        assertThat(moved.priority()).isEqualTo(Job.Priority.HIGH);
        assertThat(farm.calls.get(0).method()).isEqualTo("PATCH");
        assertThat(farm.calls.get(0).path()).endsWith(ScriptedFarm.ID);
    }

    @Test
    void aRetryIsAJobOfItsOwn() throws Exception {
        farm.then(
                201,
                ScriptedFarm.job("accepted", 1).replaceFirst("\\{", "{\"retryOf\":\"%s\",".formatted(ScriptedFarm.ID)));
        assertThat(parley.retry(ScriptedFarm.ID).retryOf()).isEqualTo(ScriptedFarm.ID);
        assertThat(farm.calls.get(0).path()).endsWith(ScriptedFarm.ID + "/retry");
    }

    @Test
    void anAnswerThatBreaksOffIsAskedForAgain() throws Exception {
        farm.then(ScriptedFarm.half(JOB, 10)).then(200, ScriptedFarm.job("running", 4));
        assertThat(parley.job(ScriptedFarm.ID).sequence()).isEqualTo(4);
        assertThat(farm.pauses).hasSize(1);
    }

    @Test
    void anAnswerThatStallsIsGivenUp() {
        farm.then(call -> {
            call.sendResponseHeaders(200, JOB.length);
            call.getResponseBody().write(JOB, 0, 10);
            call.getResponseBody().flush();
            pause();
        });
        Parley hasty = farm.client(
                ParleySettings.defaults().withAnswer(Duration.ofMillis(300)).withPatience(Duration.ZERO));
        assertThatThrownBy(() -> hasty.job(ScriptedFarm.ID))
                .isInstanceOf(ParleyTimeoutException.class)
                .hasMessageContaining("no complete answer");
    }

    @Test
    void aRepeatedSubmissionHasTheSameKey() throws Exception {
        JobRequest request = JobRequest.ofJson("{\"speakers\":[]}");
        farm.then(ScriptedFarm.half(JOB, 0)).then(200, ScriptedFarm.job("accepted", 1));
        parley.submit(request);
        assertThat(request.idempotencyKey()).hasSize(36);
        assertThat(farm.calls).hasSize(2).allMatch(call -> call.body()
                .contains("\"idempotencyKey\":\"" + request.idempotencyKey() + "\""));
    }

    @Test
    void twoRequestsHaveTwoKeys() {
        assertThat(JobRequest.ofJson("{}").idempotencyKey())
                .isNotEqualTo(JobRequest.ofJson("{}").idempotencyKey());
    }

    @Test
    void aCancellationWhoseAnswerWasLostIsOne() throws Exception {
        farm.then(ScriptedFarm.half(JOB, 5))
                .then(409, "{\"type\":\"urn:parley:problem:job-ended\",\"status\":409}")
                .then(200, ScriptedFarm.job("cancelled", 5));
        assertThat(parley.cancel(ScriptedFarm.ID).status()).isEqualTo(Job.Status.CANCELLED);
    }

    @Test
    void aCompletedJobCannotBeCancelled() {
        farm.then(409, "{\"type\":\"urn:parley:problem:job-ended\",\"status\":409}")
                .then(200, ScriptedFarm.job("completed", 5));
        assertThatThrownBy(() -> parley.cancel(ScriptedFarm.ID)).isInstanceOf(ParleyProblemException.class);
    }

    @Test
    void aFarmThatIsNotThereIsNamed() {
        farm.close();
        Parley hasty = farm.client(ParleySettings.defaults().withPatience(Duration.ZERO));
        assertThatThrownBy(() -> hasty.job(ScriptedFarm.ID))
                .isInstanceOf(ParleyUnreachableException.class)
                .hasMessageContaining("connection refused")
                .hasMessageContaining(farm.uri().toString());
    }

    @Test
    void aServerThatIsNoFarmIsRecognized() {
        farm.then(200, "<html>Welcome</html>");
        assertThatThrownBy(() -> parley.job(ScriptedFarm.ID))
                .isInstanceOf(ParleyAnswerException.class)
                .hasMessageContaining("is it a farm?");
    }

    @Test
    void headersForAProxyAreSentButNeverShown() throws Exception {
        ParleySettings settings = ParleySettings.defaults().withHeaders(Map.of("Authorization", "Bearer s3cret"));
        farm.then(200, ScriptedFarm.job("running", 1));
        farm.client(settings).job(ScriptedFarm.ID);
        assertThat(farm.calls.get(0).header("Authorization")).isEqualTo("Bearer s3cret");
        assertThat(settings.toString()).contains("Authorization").doesNotContain("s3cret");
    }

    @Test
    void aKeyIsSentInPlaceOfAnotherAuthorizationAndNeverShown() throws Exception {
        farm.then(200, ScriptedFarm.job("running", 1));
        ParleySettings settings = ParleySettings.defaults()
                .withHeaders(Map.of("authorization", "Basic eA==", "X-Team", "a"))
                .withApiKey("parley_secret");
        farm.client(settings).job(ScriptedFarm.ID);
        assertThat(farm.calls.get(0).headers().get("Authorization")).containsExactly("Bearer parley_secret");
        assertThat(farm.calls.get(0).header("X-Team")).isEqualTo("a");
        assertThat(settings.toString()).contains("Authorization").doesNotContain("secret");
        assertThatThrownBy(() -> settings.withApiKey("two words"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageNotContaining("two");
    }

    @Test
    void anUploadSaysItsHash() throws Exception {
        farm.then(201, "{\"input\":\"inputs/%s\",\"bytes\":5}".formatted("0".repeat(64)));
        assertThat(parley.upload(JobInput.of("hello".getBytes(StandardCharsets.UTF_8))))
                .startsWith("inputs/");
        assertThat(farm.calls.get(0).body()).isEqualTo("hello");
        assertThat(farm.calls.get(0).header("Content-Digest"))
                .isEqualTo("sha-256=:LPJNul+wow4m6DsqxbninhsWHlwfp0JecwQzYpOLmCQ=:");
    }

    @Test
    void aFileThatIsNotThereIsNamedBeforeAnythingIsSent() {
        JobRequest request = JobRequest.of(Path.of("no-such.png"))
                .speaker(Speaker.text("Hello."))
                .build();
        assertThatThrownBy(() -> parley.submit(request))
                .isInstanceOf(ParleyInputException.class)
                .hasMessage("Cannot read no-such.png: there is no such file");
        assertThat(farm.calls).isEmpty();
    }

    @Test
    void pagesAreAskedForOneAfterTheOther() throws Exception {
        farm.then(200, "{\"jobs\":[%s],\"next\":\"%s\"}".formatted(ScriptedFarm.job("running", 1), ScriptedFarm.ID))
                .then(200, "{\"jobs\":[]}");
        JobFilter filter =
                JobFilter.all().status(Job.Status.RUNNING).label("a b", "c&d").text("ü");
        JobPage first = parley.list(filter);
        JobPage second = parley.list(filter, first.next());
        assertThat(first.jobs()).hasSize(1);
        assertThat(second.next()).isNull();
        assertThat(farm.calls)
                .extracting(ScriptedFarm.Call::path)
                .containsExactly(
                        "/v1/jobs?limit=50&text=%C3%BC&status=running&label=a+b%3Ac%26d",
                        "/v1/jobs?limit=50&text=%C3%BC&before=" + ScriptedFarm.ID
                                + "&status=running&label=a+b%3Ac%26d");
    }

    @Test
    void anAddressThatIsNoneIsRefused() {
        for (String address : List.of("localhost:8080", "ftp://farm", "http://a_b:8080", "http://farm/?x=1")) {
            assertThatThrownBy(() -> Parley.connect(address))
                    .as(address)
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining(address);
        }
    }

    @Test
    void anIdThatIsNoneIsNeverPartOfAPath() {
        for (String id : List.of("", "../uploads", ScriptedFarm.ID + "/video", "a")) {
            assertThatThrownBy(() -> parley.job(id)).isInstanceOf(IllegalArgumentException.class);
        }
        assertThat(farm.calls).isEmpty();
    }

    @Test
    void onlyInputsThatRequestsMaySayAreTaken() {
        assertThatThrownBy(() -> JobInput.of(URI.create("ftp://host/file")))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> JobInput.uploaded("inputs/../secret")).isInstanceOf(IllegalArgumentException.class);
        assertThat(JobInput.of(URI.create("file:///tmp/a.png"))).isEqualTo(JobInput.of(Path.of("/tmp/a.png")));
    }

    private ParleyProblemException problem() {
        return catchThrowableOfType(ParleyProblemException.class, () -> parley.job(ScriptedFarm.ID));
    }

    static void pause() {
        try {
            Thread.sleep(60_000);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
