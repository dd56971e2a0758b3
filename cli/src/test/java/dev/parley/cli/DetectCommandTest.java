package dev.parley.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.parley.cli.farm.WatermarkCheck;
import dev.parley.cli.request.SignedVideo;
import dev.parley.contracts.Json;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whoever signs a video chooses the words in it, and somebody's terminal shows them. */
class DetectCommandTest {
    private static final String CLEAR_SCREEN = "\u001b[2J";
    private static final String CLEAR_SCREEN_IN_ONE = "\u009b2J";

    @TempDir
    Path folder;

    private WatermarkCheck.Answer watermark = new WatermarkCheck.Answer("none", null, 3, List.of());
    private Set<String> jobs = Set.of();
    private final StringWriter out = new StringWriter();

    @Test
    void aStrangersWordsMoveNoCursor() throws Exception {
        detect(
                false,
                "Par" + CLEAR_SCREEN + "ley",
                Map.of("model", "m" + CLEAR_SCREEN_IN_ONE, "engine", "\u202eenigne"));
        assertThat(out.toString())
                .contains("made by      Par\ufffd[2Jley 1")
                .contains("model        m\ufffd2J")
                .doesNotContain("\u001b", "\u009b", "\u202e");
    }

    @Test
    void noLineIsLong() throws Exception {
        detect(false, "x".repeat(100_000), Map.of("model", "\ud83d\ude00".repeat(1_000)));
        assertThat(out.toString().lines()).allMatch(line -> line.codePointCount(0, line.length()) <= 213);
    }

    @Test
    void jsonHasTheSameWordsAsEscapes() throws Exception {
        detect(true, "Par" + CLEAR_SCREEN_IN_ONE, Map.of());
        assertThat(out.toString()).doesNotContain("\u009b");
        JsonNode credentials = Json.mapper().readTree(out.toString()).path("credentials");
        assertThat(credentials.path("generator").asText()).isEqualTo("Par" + CLEAR_SCREEN_IN_ONE + " 1");
    }

    @Test
    void aRequestIsPrintedWithoutWhatNoVideoMayAsk() throws Exception {
        DetectCommand asking = command();
        asking.request = true;
        asking.file = SignedVideo.in(
                folder, "Parley", Map.of("request", "{\"prompt\":\"a\",\"webhook\":{\"url\":\"https://host/\"}}"));
        assertThat(asking.call()).isZero();
        assertThat(out.toString().trim()).isEqualTo("{\"prompt\":\"a\"}");
        asking.file = SignedVideo.in(folder, "Parley", Map.of("request", "{\"image\":\"/etc/\\u001b[2J\"}"));
        assertThatThrownBy(asking::call)
                .isInstanceOf(CommandFailedException.class)
                .hasMessageContaining("expected inputs/<sha256>")
                .hasMessageNotContaining("\u001b");
    }

    @Test
    void aMarkIsEnoughWhereCredentialsWereStripped() throws Exception {
        Path stripped = Files.write(folder.resolve("stripped.mp4"), new byte[] {0, 0, 0, 8, 'f', 'r', 'e', 'e'});
        DetectCommand command = command();
        command.file = stripped;
        assertThat(command.call()).isEqualTo(ExitCode.FAILED);
        assertThat(out.toString()).contains("credentials  none", "watermark    none in 3.0 seconds");
        watermark = new WatermarkCheck.Answer(
                "found", null, 3, List.of(new WatermarkCheck.Mark("a1b2c3", "a1b2c30000000001", 0, 3, -30.5, null)));
        assertThat(command.call()).isEqualTo(ExitCode.OK);
        assertThat(out.toString())
                .contains("found: farm a1b2c3, mark a1b2c30000000001, seconds 0.0 to 3.0, by chance at most once in"
                        + " 10^30");
    }

    @Test
    void whatAVideoWasMadeOfIsSaidInLinesOfBoundedNumber() throws Exception {
        Map<String, Object> input = Map.of("use", "picture", "credentials", "valid", "signedBy", "CN=A" + CLEAR_SCREEN);
        detect(
                false,
                "Parley",
                Map.of(
                        "visibleMark", Map.of("language", "de", "corner", "top-left"),
                        "ingredients", Collections.nCopies(1_000, input)));
        assertThat(out.toString()).contains("visible mark de, top-left").doesNotContain("\u001b");
        assertThat(out.toString().lines())
                .filteredOn(line -> line.startsWith("ingredient"))
                .hasSizeBetween(1, 50)
                .allMatch(line -> line.contains("picture, its credentials valid by CN=A"));
    }

    @Test
    void aFarmThatKnowsTheVideoNamesItsJob() throws Exception {
        jobs = Set.of("0197d4a1-7c1e-7a35-9bd0-2f6f3c8b1a11");
        detect(false, "Parley", Map.of());
        assertThat(out.toString()).contains("farm's job   0197d4a1-7c1e-7a35-9bd0-2f6f3c8b1a11");
        detect(true, "Parley", Map.of());
        assertThat(out.toString()).contains("\"jobs\":[\"0197d4a1-7c1e-7a35-9bd0-2f6f3c8b1a11\"]");
    }

    private void detect(boolean json, String generator, Map<String, Object> details) throws Exception {
        DetectCommand command = command();
        command.json = json;
        command.file = SignedVideo.in(folder, generator, details);
        assertThat(command.call()).isZero();
    }

    private DetectCommand command() {
        return new DetectCommand(
                new Terminal(new PrintWriter(out), new PrintWriter(new StringWriter()), false),
                video -> watermark,
                video -> jobs);
    }
}
