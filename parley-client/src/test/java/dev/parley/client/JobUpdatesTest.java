package dev.parley.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Server-sent events that break, stall, repeat themselves, or are no events. */
class JobUpdatesTest {
    private static final Duration SOON = Duration.ofSeconds(20);

    private ScriptedFarm farm;

    @BeforeEach
    void start() throws IOException {
        farm = new ScriptedFarm();
    }

    @AfterEach
    void stop() {
        farm.close();
    }

    @Test
    void aStreamThatBreaksIsTakenUpAfterTheLastEventSeen() throws Exception {
        farm.then(events(false, event("running", 3) + "id: 4\ndata: {\"half"))
                .then(events(true, ": still running\n\n" + event("running", 3) + event("completed", 5)));
        assertThat(sequences(farm.client())).containsExactly(3L, 5L);
        assertThat(farm.calls.get(0).header("Last-Event-ID")).isNull();
        assertThat(farm.calls.get(1).header("Last-Event-ID")).isEqualTo("3");
        assertThat(farm.pauses).hasSize(1);
    }

    @Test
    void aStreamThatEndsEarlyIsTakenUpToo() throws Exception {
        farm.then(events(true, event("running", 3))).then(events(true, event("completed", 4)));
        assertThat(sequences(farm.client())).containsExactly(3L, 4L);
    }

    @Test
    void nothingNewerMeansThatTheJobIsAskedFor() throws Exception {
        farm.then(events(true, event("running", 3))).then(204, "").then(200, ScriptedFarm.job("completed", 4));
        assertThat(sequences(farm.client())).containsExactly(3L, 4L);
    }

    @Test
    void aStreamWithoutASignOfLifeIsLeft() throws Exception {
        farm.then(call -> {
                    call.sendResponseHeaders(200, 0);
                    call.getResponseBody().write(event("running", 3).getBytes(StandardCharsets.UTF_8));
                    call.getResponseBody().flush();
                    ParleyCallsTest.pause();
                })
                .then(200, ScriptedFarm.job("completed", 7));
        Parley hasty = farm.client(ParleySettings.defaults().withSilence(Duration.ofMillis(400)));
        assertThat(sequences(hasty)).containsExactly(3L, 7L);
    }

    @Test
    void whoWaitsTooLongIsTold() throws Exception {
        farm.then(call -> {
            call.sendResponseHeaders(200, 0);
            call.getResponseBody().write(event("running", 3).getBytes(StandardCharsets.UTF_8));
            call.getResponseBody().flush();
            ParleyCallsTest.pause();
        });
        assertThatThrownBy(() -> farm.client().await(ScriptedFarm.ID, Duration.ofMillis(500)))
                .isInstanceOf(ParleyTimeoutException.class)
                .hasMessageContaining("it goes on");
    }

    @Test
    void aFarmWithTooManyStreamsIsAskedAgainLater() throws Exception {
        farm.then(503, "{\"type\":\"urn:parley:problem:busy\"}", "Retry-After", "5")
                .then(events(true, event("failed", 6)));
        assertThat(farm.client().await(ScriptedFarm.ID, SOON).status()).isEqualTo(Job.Status.FAILED);
        assertThat(farm.pauses).containsExactly(Duration.ofSeconds(5));
    }

    @Test
    void aJobThatIsUnknownIsAProblem() {
        farm.then(404, "{\"type\":\"urn:parley:problem:no-such-job\",\"title\":\"No such job\"}");
        assertThatThrownBy(() -> farm.client().await(ScriptedFarm.ID, SOON))
                .isInstanceOfSatisfying(ParleyProblemException.class, problem -> assertThat(problem.code())
                        .isEqualTo("no-such-job"));
    }

    @Test
    void eventsThatCannotBeReadEndIt() {
        farm.then(events(true, "data: [1]\n\n"));
        assertThatThrownBy(() -> farm.client().await(ScriptedFarm.ID, SOON)).isInstanceOf(ParleyAnswerException.class);
    }

    @Test
    void wordsAndFieldsOfANewerFarmArePassedOver() throws Exception {
        farm.then(events(true, event("polishing", 3).replace("{", "{\"mood\":{\"x\":[1]},") + event("completed", 4)));
        try (JobUpdates updates = farm.client().updates(ScriptedFarm.ID)) {
            assertThat(updates.next(SOON).status()).isEqualTo(Job.Status.UNKNOWN);
            assertThat(updates.next(SOON).ended()).isTrue();
            assertThatThrownBy(() -> updates.next(SOON)).isInstanceOf(NoSuchElementException.class);
        }
    }

    private static List<Long> sequences(Parley parley) throws InterruptedException {
        List<Long> sequences = new ArrayList<>();
        try (JobUpdates updates = parley.updates(ScriptedFarm.ID)) {
            Job job;
            do {
                job = updates.next(SOON);
                sequences.add(job.sequence());
            } while (!job.ended());
        }
        return sequences;
    }

    private static String event(String status, long sequence) {
        return "event: state\nid: %d\nretry: 2000\ndata: %s\n\n"
                .formatted(sequence, ScriptedFarm.job(status, sequence));
    }

    /** @param whole whether the answer ends as HTTP wants it, rather than break off */
    private static ScriptedFarm.Answer events(boolean whole, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return call -> {
            call.getResponseHeaders().set("Content-Type", "text/event-stream");
            call.sendResponseHeaders(200, bytes.length + (whole ? 0 : 1_000));
            call.getResponseBody().write(bytes);
            call.getResponseBody().flush();
        };
    }
}
