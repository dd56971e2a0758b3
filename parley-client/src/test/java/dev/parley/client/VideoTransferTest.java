package dev.parley.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Videos arrive whole or not at all. */
class VideoTransferTest {
    private static final byte[] VIDEO = new byte[300_000];

    static {
        new Random(1).nextBytes(VIDEO);
    }

    @TempDir
    Path folder;

    private ScriptedFarm farm;
    private Path file;

    @BeforeEach
    void start() throws IOException {
        farm = new ScriptedFarm();
        file = folder.resolve("talk.mp4");
    }

    @AfterEach
    void stop() {
        farm.close();
    }

    @Test
    void aVideoThatBreaksOffIsContinued() throws Exception {
        farm.then(200, completed(sha256(VIDEO)))
                .then(ScriptedFarm.half(VIDEO, 100_000, "ETag", "\"e1\""))
                .then(rest());
        farm.client().download(ScriptedFarm.ID, file);
        assertThat(file).hasBinaryContent(VIDEO);
        ScriptedFarm.Call second = farm.calls.get(2);
        assertThat(second.header("If-Range")).isEqualTo("\"e1\"");
        assertThat(second.header("Range")).matches("bytes=\\d+-");
        assertThat(onlyTheVideoIsThere()).isTrue();
    }

    @Test
    void aVideoThatIsAnotherOneNowBeginsAnew() throws Exception {
        farm.then(200, completed(sha256(VIDEO)))
                .then(ScriptedFarm.half(new byte[300_000], 100_000, "ETag", "\"e1\""))
                .then(ScriptedFarm.half(VIDEO, VIDEO.length, "ETag", "\"e2\""));
        assertThat(farm.client().download(ScriptedFarm.ID)).isEqualTo(VIDEO);
    }

    @Test
    void aVideoThatStallsIsContinued() throws Exception {
        farm.then(200, completed(sha256(VIDEO)))
                .then(call -> {
                    ScriptedFarm.half(VIDEO, 50_000, "ETag", "\"e1\"").give(call);
                    ParleyCallsTest.pause();
                })
                .then(rest());
        Parley hasty = farm.client(ParleySettings.defaults().withSilence(Duration.ofMillis(400)));
        assertThat(hasty.download(ScriptedFarm.ID)).isEqualTo(VIDEO);
    }

    @Test
    void aVideoWithAnotherHashReplacesNothing() throws Exception {
        Files.writeString(file, "yesterday's");
        farm.then(200, completed("0".repeat(64))).then(ScriptedFarm.half(VIDEO, VIDEO.length));
        assertThatThrownBy(() -> farm.client().download(ScriptedFarm.ID, file))
                .isInstanceOf(ParleyAnswerException.class)
                .hasMessageContaining(sha256(VIDEO));
        assertThat(file).hasContent("yesterday's");
        assertThat(onlyTheVideoIsThere()).isTrue();
    }

    @Test
    void aFolderThatIsNotThereIsSaidBeforeTheVideoIsAskedFor() {
        farm.then(200, completed(sha256(VIDEO)));
        Path nowhere = folder.resolve("no/talk.mp4");
        assertThatThrownBy(() -> farm.client().download(ScriptedFarm.ID, nowhere))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("no/");
        assertThat(farm.calls).hasSize(1);
    }

    @Test
    void aVideoThatWasDeletedIsAProblem() {
        farm.then(200, completed(sha256(VIDEO))).then(410, "{\"type\":\"urn:parley:problem:video-gone\"}");
        assertThatThrownBy(() -> farm.client().download(ScriptedFarm.ID))
                .isInstanceOfSatisfying(ParleyProblemException.class, problem -> assertThat(problem.code())
                        .isEqualTo("video-gone"));
    }

    @Test
    void aJobWithoutAVideoIsSaidToHaveNone() {
        farm.then(200, ScriptedFarm.job("running", 2));
        assertThatThrownBy(() -> farm.client().download(ScriptedFarm.ID, file))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("is running; only a completed job has a video");
    }

    /** As a farm answers {@code Range}. */
    private static ScriptedFarm.Answer rest() {
        return call -> {
            String range = call.getRequestHeaders().getFirst("Range");
            int from = Integer.parseInt(range.replaceAll("\\D", ""));
            byte[] rest = Arrays.copyOfRange(VIDEO, from, VIDEO.length);
            call.getResponseHeaders()
                    .set("Content-Range", "bytes %d-%d/%d".formatted(from, VIDEO.length - 1, VIDEO.length));
            call.sendResponseHeaders(206, rest.length);
            call.getResponseBody().write(rest);
        };
    }

    private boolean onlyTheVideoIsThere() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.toList().equals(java.util.List.of(file));
        }
    }

    private static String completed(String sha256) {
        return """
                {"jobId":"%s","status":"completed","sequence":9,"attempt":1,"committedChunks":1,"committedFrames":25,
                 "video":{"href":"/v1/jobs/%s/video","frames":25,"seconds":1.0,"audioSeconds":1.0,
                          "width":64,"height":64,"bytes":%d,"sha256":"%s"}}"""
                .formatted(ScriptedFarm.ID, ScriptedFarm.ID, VIDEO.length, sha256);
    }

    private static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (java.security.NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }
}
