package dev.parley.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.parley.cli.http.FakeFarm;
import dev.parley.contracts.Sha256;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CommandsTest {
    private static final byte[] VIDEO = "a video".getBytes(StandardCharsets.UTF_8);

    /** How one begins. */
    private static final String MP4 = "\0\0\0\20ftypisom";

    @TempDir
    Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private FakeFarm farm;
    private Path video;

    @BeforeEach
    void aFarmAndFiles() throws IOException {
        farm = new FakeFarm();
        farm.video = VIDEO;
        farm.states.addAll(List.of(
                JobViews.json("accepted", 1, ""),
                JobViews.json("running", 2, ""),
                JobViews.json("completed", 3, videoField(Sha256.of(VIDEO)))));
        Files.writeString(folder.resolve("face.png"), "face");
        Files.writeString(folder.resolve("a.wav"), "a");
        video = folder.resolve("out.mp4");
    }

    @AfterEach
    void close() {
        farm.close();
    }

    @Test
    void renderBringsTheVideoAndSaysWhereItIs() throws IOException {
        assertThat(render("--steps=3")).isEqualTo(ExitCode.OK);
        assertThat(video).hasBinaryContent(VIDEO);
        assertThat(out).hasToString("%s (3.24 s, 81 frames, 640x480, 1 KB)%n".formatted(video));
        assertThat(farm.submitted).contains("\"steps\":3");
        assertThat(farm.calls)
                .filteredOn(call -> call.equals("POST /v1/uploads"))
                .hasSize(2);
        assertThat(leftBehind()).containsExactly("a.wav", "face.png", "out.mp4");
    }

    @ParameterizedTest
    @CsvSource({"render", "check", "submit"})
    void helpIsGroupedAndInTheWordsOfTheSchema(String command) {
        int code = Main.run(
                new Terminal(new PrintWriter(out, true), new PrintWriter(err, true), false),
                new Interruption(),
                command,
                "--help");
        assertThat(code).isEqualTo(ExitCode.OK);
        String help = out.toString();
        assertThat(help)
                .containsSubsequence(
                        "Inputs:",
                        "--image",
                        "People:",
                        "--box",
                        "Look:",
                        "--prompt",
                        "Model:",
                        "Sampling:",
                        "--steps",
                        "Job:",
                        "--strict",
                        "Result:",
                        "Farm:",
                        "--farm",
                        "Messages:")
                .doesNotContain("framesPerWindow", "`");
        assertThat(help.replaceAll("\\s+", " "))
                .contains("--seed=N Seed of the noise; ", " Default: 42.", "One of none, int8, fp8. Default: none.");
        assertThat(help.lines()).allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(100));
    }

    @Test
    void completionNamesTheValuesOfAnOption() {
        Main.run(
                new Terminal(new PrintWriter(out, true), new PrintWriter(err, true), false),
                new Interruption(),
                "completion");
        assertThat(out.toString())
                .contains(
                        "(\"none\" \"int8\" \"fp8\") # --quantization values",
                        "(\"multitalk-480\" \"multitalk-720\") # --size values");
    }

    @Test
    void aVideoThatCameWrongIsNotKept() throws IOException {
        farm.video = "another".getBytes(StandardCharsets.UTF_8);
        assertThat(render()).isEqualTo(ExitCode.NO_OUTPUT);
        assertThat(err.toString()).contains("Cannot write '%s'".formatted(video), "SHA-256");
        assertThat(leftBehind()).containsExactly("a.wav", "face.png");
    }

    @Test
    void aVideoThatWasThereBeforeOutlivesAFailure() throws IOException {
        Files.writeString(video, MP4);
        farm.states.set(2, JobViews.json("failed", 3, "\"fault\": \"INTERNAL\", \"message\": \"broken\""));
        assertThat(render()).isEqualTo(ExitCode.FAILED);
        assertThat(video).hasContent(MP4);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "failed    | \"fault\": \"INTERNAL\", \"message\": \"broken\"       | 1 | failed (INTERNAL): broken",
                "failed    | \"fault\": \"BAD_INPUT\", \"message\": \"silent\" | 2 | failed (BAD_INPUT): silent",
                "rejected  | \"violations\": [{\"path\": \"image\", \"code\": \"too-small\", \"message\": \"1x1\"}]"
                        + "| 2 | image: 1x1 [too-small]",
                "cancelled | \"message\": \"by somebody\"                    | 3 | was cancelled: by somebody",
            })
    void anotherEndHasItsExitCodeAndItsReason(String status, String fields, int exitCode, String told) {
        farm.states.set(2, JobViews.json(status, 3, fields));
        assertThat(render()).isEqualTo(exitCode);
        assertThat(err.toString()).contains(told);
        assertThat(video).doesNotExist();
    }

    @Test
    void whatTheFarmFindsInTheInputsIsToldLineByLine() {
        farm.submitStatus = 422;
        farm.submitAnswer =
                """
                {"title": "Invalid request", "status": 422, "violations": [
                  {"path": "image", "code": "too-small", "message": "found 1x1"},
                  {"path": "speakers[0].audio", "code": "silent", "message": "found silence"}]}
                """;
        assertThat(render()).isEqualTo(ExitCode.INVALID);
        assertThat(err.toString().lines())
                .contains("parley: --image: found 1x1 [too-small]", "parley: --audio #1: found silence [silent]");
    }

    @Test
    void aFarmThatCannotAnswerIsNoFaultOfTheRequest() {
        farm.submitStatus = 503;
        farm.submitAnswer = "{\"title\": \"Unavailable\", \"detail\": \"the broker is away\"}";
        assertThat(render()).isEqualTo(ExitCode.NO_FARM);
        assertThat(err.toString())
                .contains("The farm answered POST /v1/jobs with 503, Unavailable: the broker is away");
    }

    @Test
    void anUnreachableFarmIsNamed() {
        farm.close();
        assertThat(render()).isEqualTo(ExitCode.NO_FARM);
        assertThat(err.toString()).contains("The farm at %s/ cannot be reached".formatted(farm.url()));
    }

    @Test
    void aWrongRequestNeverReachesTheFarm() {
        assertThat(render("--steps=0")).isEqualTo(ExitCode.INVALID);
        assertThat(err.toString()).contains("parley: --steps: found 0, expected 1 to 100");
        assertThat(farm.calls).isEmpty();
    }

    @Test
    void anOutputThatCannotBeWrittenIsToldBeforeAnythingIsRendered() {
        video = folder.resolve("nowhere").resolve("out.mp4");
        assertThat(render()).isEqualTo(ExitCode.NO_OUTPUT);
        assertThat(farm.calls).isEmpty();
    }

    @Test
    void aDryRunSaysTheSameOfTheOutput() {
        video = folder.resolve("nowhere").resolve("out.mp4");
        assertThat(render("--dry-run")).isEqualTo(ExitCode.NO_OUTPUT);
        assertThat(err.toString()).contains("--output: the directory '%s' does not exist".formatted(video.getParent()));
    }

    @Test
    void anOutputThatIsAnInputIsRefusedWhateverWayLeadsToIt() throws IOException {
        Path face = folder.resolve("face.png");
        Path picture = Files.createLink(folder.resolve("hard.mp4"), face);
        Path voice = Files.createSymbolicLink(folder.resolve("soft.mp4"), folder.resolve("a.wav"));
        Path request = Files.writeString(folder.resolve("request.json"), "{}");
        Path lora = Files.writeString(folder.resolve("smile.safetensors"), "lora");
        for (Path over :
                List.of(face, picture, voice, request, lora, folder.resolve("../" + folder.getFileName() + "/a.wav"))) {
            video = over;
            String[] more = {"--request", request.toString(), "--lora", lora + ":0.5", "--overwrite"};
            assertThat(render(more)).as(over.toString()).isEqualTo(ExitCode.INVALID);
            assertThat(err.toString()).contains("would overwrite the input");
        }
        assertThat(farm.calls).isEmpty();
        assertThat(face).hasContent("face");
    }

    @Test
    void anInputThatHasTheNameOfTheHalfWrittenVideoIsSafeToo() throws IOException {
        Files.copy(folder.resolve("a.wav"), folder.resolve("out.mp4.part"));
        assertThat(render("--audio", folder.resolve("out.mp4.part").toString())).isEqualTo(ExitCode.INVALID);
        assertThat(err.toString()).contains("would overwrite the input");
    }

    @Test
    void whatIsThereAndNoMp4IsReplacedOnlyWhenAskedTo() throws IOException {
        Files.writeString(video, "a diary");
        assertThat(render()).isEqualTo(ExitCode.NO_OUTPUT);
        assertThat(err.toString()).contains("already exists and is not an MP4; expected another name, or --overwrite");
        assertThat(farm.calls).isEmpty();
        assertThat(render("--overwrite")).isEqualTo(ExitCode.OK);
        assertThat(video).hasBinaryContent(VIDEO);
    }

    @Test
    void anMp4OrAnEmptyFileIsReplaced() throws IOException {
        Files.writeString(video, MP4);
        assertThat(render()).isEqualTo(ExitCode.OK);
        video = Files.createFile(folder.resolve("empty.mp4"));
        farm.reset();
        assertThat(render()).isEqualTo(ExitCode.OK);
    }

    @Test
    void aDeviceIsNoPlaceForAVideo() {
        video = Path.of("/dev/null");
        assertThat(render("--overwrite")).isEqualTo(ExitCode.NO_OUTPUT);
        assertThat(Files.isRegularFile(video)).isFalse();
    }

    @Test
    void aDryRunRendersNothing() {
        assertThat(render("--dry-run")).isEqualTo(ExitCode.OK);
        assertThat(out).hasToString("81 frames (3.24 s) in 1 chunks, 640x640%n".formatted());
        assertThat(farm.calls).doesNotContain("POST /v1/jobs");
    }

    private int check(String... more) {
        List<String> args =
                new ArrayList<>(List.of("check", "--quiet", "--farm", farm.url().toString()));
        args.addAll(List.of("--image", folder.resolve("face.png").toString()));
        args.addAll(List.of("--audio", folder.resolve("a.wav").toString()));
        args.addAll(List.of(more));
        return run(args.toArray(String[]::new));
    }

    private static String jpeg() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        ImageIO.write(new BufferedImage(64, 32, BufferedImage.TYPE_INT_RGB), "jpeg", bytes);
        return "data:image/jpeg;base64," + Base64.getEncoder().encodeToString(bytes.toByteArray());
    }

    @Test
    void aCheckSaysWhoIsWhereAndWhatItTakesAndDrawsIt() throws IOException {
        farm.dryRunMore = ",\"speakers\":[{\"color\":\"blue\",\"rgb\":\"#0072b2\",\"tokens\":42,"
                + "\"box\":{\"x\":10,\"y\":20,\"width\":30,\"height\":40}},{\"color\":\"orange\",\"spokenSeconds\":1.25}],"
                + "\"faces\":[{\"box\":{\"x\":12,\"y\":22,\"width\":9,\"height\":9},\"tokens\":5.04,\"speaker\":0,"
                + "\"proposal\":{\"x\":1,\"y\":2,\"width\":3,\"height\":4}},"
                + "{\"box\":{\"x\":50,\"y\":22,\"width\":10,\"height\":9},\"tokens\":6,"
                + "\"proposal\":{\"x\":40,\"y\":10,\"width\":20,\"height\":30}}],"
                + "\"cost\":{\"windows\":2,\"steps\":8,\"passes\":32,\"tokens\":1075200,\"estimatedSeconds\":12.34},"
                + "\"picture\":\"" + jpeg() + "\"";
        for (String name : List.of("check.png", "check.jpg")) {
            assertThat(check("-o", folder.resolve(name).toString())).isEqualTo(ExitCode.OK);
            assertThat(ImageIO.read(folder.resolve(name).toFile()).getWidth()).isEqualTo(64);
        }
        assertThat(folder.resolve("check.png")).isRegularFile().binaryContent().startsWith(0x89, 'P', 'N', 'G');
        assertThat(out.toString().lines().limit(6))
                .containsExactly(
                        "81 frames (3.24 s) in 1 chunks, 640x640",
                        "8 steps in each of 2 windows: 32 passes of the model, 1,075,200 tokens; about 12.3 s, going by "
                                + "earlier jobs of this size",
                        "speaker 1: blue, x 10 to 40, y 20 to 60, 42 tokens",
                        "speaker 2: orange, 1.25 s of text",
                        "face 1: x 12 to 21, y 22 to 31, 5.0 tokens wide, speaker 1's",
                        "face 2: x 50 to 60, y 22 to 31, 6.0 tokens wide, nobody's; "
                                + "--box 40,10,20,30 makes it a speaker's");
        assertThat(check("--json")).isEqualTo(ExitCode.OK);
        assertThat(out.toString()).contains("\"passes\":32").doesNotContain("base64");
        assertThat(farm.calls).doesNotContain("POST /v1/jobs");
    }

    @Test
    void aPictureIsNeverWrittenOverWhatIsThere() throws IOException {
        farm.dryRunMore = ",\"picture\":\"" + jpeg() + "\"";
        Path holiday = Files.writeString(folder.resolve("holiday.png"), "sea");
        assertThat(check("-o", holiday.toString())).isEqualTo(ExitCode.NO_OUTPUT);
        assertThat(err.toString()).contains("already exists and is not an empty file");
        assertThat(check("-o", folder.resolve("face.png").toString(), "--overwrite"))
                .isEqualTo(ExitCode.INVALID);
        assertThat(check("-o", folder.resolve("check.gif").toString())).isEqualTo(ExitCode.INVALID);
        assertThat(farm.calls).isEmpty();
        assertThat(holiday).hasContent("sea");
        assertThat(check("-o", holiday.toString(), "--overwrite")).isEqualTo(ExitCode.OK);
    }

    @ParameterizedTest
    @CsvSource({"'', draws no pictures", "data:text/html;base64, has no JPEG", "data:image/jpeg;base64!!, has no JPEG"})
    void aFarmThatDrawsNoPictureIsNamed(String picture, String told) throws IOException {
        farm.dryRunMore = picture.isEmpty() ? "" : ",\"picture\":\"" + picture + ",\"";
        assertThat(check("-o", folder.resolve("check.png").toString())).isEqualTo(ExitCode.NO_OUTPUT);
        assertThat(err.toString()).contains(told);
        assertThat(folder.resolve("check.png")).doesNotExist();
    }

    @Test
    void quietSaysNothingButTheResult() {
        assertThat(render("--quiet")).isEqualTo(ExitCode.OK);
        assertThat(err.toString()).isEmpty();
    }

    @Test
    void interruptedItCancelsTheJobItWaitsFor() throws Exception {
        farm.states.remove(2); // so that it runs for ever
        Interruption ctrlC = new Interruption();
        Thread rendering = new Thread(() -> run(ctrlC, renderArgs()));
        rendering.setDaemon(true);
        rendering.start();
        await().until(() -> farm.calls.stream().anyMatch(call -> call.endsWith("/events")));
        ctrlC.undoAll();
        assertThat(farm.calls).contains("POST /v1/jobs/" + JobViews.ID + "/cancel");
        rendering.interrupt();
    }

    @Test
    void submitPrintsTheJobsId() {
        assertThat(run(
                        "submit",
                        "--farm",
                        farm.url().toString(),
                        "--image",
                        file("face.png"),
                        "--audio",
                        file("a.wav")))
                .isEqualTo(ExitCode.OK);
        assertThat(out).hasToString(JobViews.ID + System.lineSeparator());
    }

    @Test
    void statusWatchAndCancelSpeakOfTheJob() {
        String url = farm.url().toString();
        assertThat(run("status", "--farm", url, JobViews.ID)).isEqualTo(ExitCode.OK);
        assertThat(run("watch", "--quiet", "--farm", url, JobViews.ID)).isEqualTo(ExitCode.OK);
        assertThat(run("cancel", "--farm", url, JobViews.ID)).isEqualTo(ExitCode.OK);
        assertThat(out.toString().lines())
                .contains("status    accepted", "waits     place 2 in the queue, begins in about 4 min")
                .anyMatch(line -> line.startsWith(JobViews.ID + "  completed"))
                .anyMatch(line -> line.startsWith(JobViews.ID + "  cancelled"));
    }

    @Test
    void rmTellsWhatIsGoneAndGoesOnWhereOneIsNot() {
        String stranger = JobViews.ID.replace('0', '1');
        assertThat(run("rm", "--farm", farm.url().toString(), stranger, JobViews.ID))
                .isEqualTo(ExitCode.INVALID);
        assertThat(out).hasToString(JobViews.ID + System.lineSeparator());
        assertThat(err.toString()).contains("DELETE /v1/jobs/" + stranger, "no such job");
        assertThat(run("rm", "--farm", farm.url().toString(), JobViews.ID, "nope"))
                .isEqualTo(ExitCode.INVALID);
        assertThat(err.toString()).contains("'nope' is not a job id");
    }

    @Test
    void rmEndsAJobFirstWhereThatIsWanted() {
        assertThat(run("rm", "-f", "--farm", farm.url().toString(), JobViews.ID))
                .isEqualTo(ExitCode.OK);
        assertThat(farm.calls)
                .containsSubsequence("POST /v1/jobs/" + JobViews.ID + "/cancel", "DELETE /v1/jobs/" + JobViews.ID);
    }

    @Test
    void priorityMovesAJob() {
        String url = farm.url().toString();
        assertThat(run("priority", "--farm", url, JobViews.ID, "high")).isEqualTo(ExitCode.OK);
        assertThat(farm.calls).containsExactly("PATCH /v1/jobs/" + JobViews.ID);
        assertThat(run("priority", "--farm", url, JobViews.ID, "urgent")).isEqualTo(ExitCode.INVALID);
        assertThat(err.toString()).contains("found 'urgent', expected one of [high, normal, low]");
    }

    @Test
    void retryPrintsTheNewJobsId() {
        assertThat(run("retry", "--farm", farm.url().toString(), JobViews.ID)).isEqualTo(ExitCode.OK);
        assertThat(farm.calls).containsExactly("POST /v1/jobs/" + JobViews.ID + "/retry");
        assertThat(out).hasToString(JobViews.ID + System.lineSeparator());
    }

    @Test
    void deadLettersAreListedShownAndReplayed() {
        String url = farm.url().toString();
        assertThat(run("dead-letters", "list", "--farm", url)).isEqualTo(ExitCode.OK);
        assertThat(out.toString()).contains(JobViews.ID, "TIMEOUT", "attempt 5", "a step took too long");
        assertThat(run("dead-letters", "show", "--farm", url, JobViews.ID)).isEqualTo(ExitCode.OK);
        assertThat(out.toString()).contains("{\"prompt\":\"a\"}", "first", "last");
        assertThat(run("dead-letters", "replay", "--farm", url, JobViews.ID)).isEqualTo(ExitCode.OK);
        assertThat(farm.calls)
                .containsExactly(
                        "GET /v1/dead-letters?limit=50",
                        "GET /v1/dead-letters/" + JobViews.ID,
                        "POST /v1/dead-letters/" + JobViews.ID + "/replay");
        assertThat(out.toString()).endsWith(JobViews.ID + System.lineSeparator());
        assertThat(run("dead-letters")).isEqualTo(ExitCode.INVALID);
    }

    @Test
    void aBatchBringsEachFileOnceAndAnswersLineByLine() throws IOException {
        String line = "{\"image\":\"face.png\",\"speakers\":[{\"audio\":\"a.wav\"}]}";
        Path batch = Files.writeString(folder.resolve("batch.ndjson"), line + "\n\n" + line + "\n");
        farm.submitStatus = 200;
        farm.submitAnswer = "{\"line\":1,\"status\":201,\"job\":%s}\n".formatted(JobViews.json("accepted", 1, ""))
                + "{\"line\":2,\"status\":422,\"problem\":{\"detail\":\"2 errors\",\"violations\":["
                + "{\"path\":\"image\",\"code\":\"too-small\",\"message\":\"1x1\"},"
                + "{\"path\":\"size\",\"code\":\"unknown-value\",\"message\":\"huge\"}]}}\n";

        assertThat(run("batch", "-q", "--farm", farm.url().toString(), "--idempotency-key", "k", batch.toString()))
                .isEqualTo(ExitCode.INVALID);

        assertThat(out).hasToString(JobViews.ID + System.lineSeparator());
        assertThat(err.toString()).contains("line 3: image: 1x1 [too-small]", "line 3: size: huge [unknown-value]");
        assertThat(farm.submitted.lines()).hasSize(2).allMatch(sent -> sent.contains("\"inputs/"));
        assertThat(farm.calls).containsOnlyOnce("POST /v1/jobs").hasSize(3);
    }

    @Test
    void aBatchWithAFaultIsNotSubmitted() throws IOException {
        Path batch = Files.writeString(
                folder.resolve("batch.ndjson"),
                "{\"image\":\"face.png\",\"speakers\":[{\"audio\":\"a.wav\"}]}\n{\n{\"image\":\"gone.png\"}\n");

        assertThat(run("batch", "--farm", farm.url().toString(), batch.toString()))
                .isEqualTo(ExitCode.INVALID);

        assertThat(err.toString()).contains("line 2: ", "line 3: found no file 'gone.png'", "line 3: speakers");
        assertThat(farm.calls).isEmpty();
        assertThat(run("batch", "--farm", farm.url().toString(), "nowhere")).isEqualTo(ExitCode.INVALID);
    }

    @ParameterizedTest
    @CsvSource({
        "status 42,                    is not a job id",
        "status --farm ftp://x,        is not a farm's address",
        "render --bogus,               Unknown option",
        "render --box 1;2,             is not x,y,w,h",
        "'render --box 5%,1,2,3',      mixes pixels and percent",
        "'render --box 5%,1%,2%,three%', 'is not x,y,w,h'",
        "farm --workers 99,            expected 0 to 64",
        "nonsense,                     Unmatched argument",
    })
    void aWrongCommandLineIsExitCodeTwo(String args, String told) {
        List<String> words = new ArrayList<>(List.of(args.split(" ")));
        if (args.contains("ftp")) {
            words.add(JobViews.ID);
        }
        assertThat(run(words.toArray(String[]::new))).isEqualTo(ExitCode.INVALID);
        assertThat(err.toString()).contains(told);
    }

    @Test
    void aWrongWordIsToldInTwoLinesAsItWasTyped() {
        assertThat(render("--sample_steps", "abc")).isEqualTo(ExitCode.INVALID);
        assertThat(err.toString().lines())
                .containsExactly(
                        "parley: Invalid value for option '--sample_steps': 'abc' is not an int",
                        "parley: see parley render --help");
    }

    @Test
    void anOptionNobodyKnowsIsNamedAsItWasTyped() {
        assertThat(render("--sample_stepz", "8")).isEqualTo(ExitCode.INVALID);
        assertThat(err.toString()).contains("'--sample_stepz'");
    }

    @Test
    void theReferencesUsualCommandLineRenders() {
        assertThat(render(("--task multitalk-14B --ckpt_dir weights/Wan2.1-I2V-14B-480P --wav2vec_dir weights/ear"
                                + " --sample_steps 8 --mode streaming --num_persistent_param_in_dit 0 --use_teacache"
                                + " --use-lora fusionx --use-quantization --t5_cpu")
                        .split(" ")))
                .isEqualTo(ExitCode.OK);
        assertThat(farm.submitted).contains("\"lowVram\":true", "\"preset\":\"fusionx\"", "\"steps\":8");
        assertThat(err.toString().lines())
                .contains(
                        "parley: ignored, because the farm decides:" + " --task, --ckpt_dir, --wav2vec_dir, --t5_cpu");
    }

    @Test
    void textThatTheLocaleLostIsRefused() {
        assertThat(render("--prompt", "Gr\uFFFD\uFFFDe")).isEqualTo(ExitCode.INVALID);
        assertThat(err.toString()).contains("word 11, 'Gr\uFFFD\uFFFDe', cannot be read as");
        assertThat(farm.calls).isEmpty();
    }

    @Test
    void withoutAFarmCommandsThatNeedOneSaySo() {
        assertThat(run("list", "--data", folder.resolve("none").toString())).isEqualTo(ExitCode.NO_FARM);
        assertThat(err.toString()).contains("No farm is running in " + folder.resolve("none"));
    }

    @Test
    void logsOfAJobNameTheProcessAndMoveNoCursor() throws IOException {
        Files.createDirectories(folder.resolve("logs"));
        Files.writeString(
                folder.resolve("logs/ingest-service.log"),
                "2026-11-30 02:00:00.000 WARN  worker silent  job=%s\n\tat \033[2Jb\n".formatted(JobViews.ID));
        assertThat(run("logs", JobViews.ID, "--data", folder.toString())).isEqualTo(ExitCode.OK);
        assertThat(out.toString().lines())
                .containsExactly(
                        "ingest-service    | 2026-11-30 02:00:00.000 WARN  worker silent  job=" + JobViews.ID,
                        "ingest-service    | \tat \uFFFD[2Jb");
        String another = JobViews.ID.replace('0', '1');
        assertThat(run("logs", another, "--data", folder.toString())).isEqualTo(ExitCode.FAILED);
        assertThat(err.toString()).contains("nothing about job " + another);
    }

    @Test
    void versionAndCompletionArePrinted() {
        assertThat(run("version")).isEqualTo(ExitCode.OK);
        assertThat(run("completion")).isEqualTo(ExitCode.OK);
        assertThat(out.toString()).matches("(?s)parley \\d+\\.\\d+\\.\\d+ \\(Java .*complete .* parley.*");
    }

    private int render(String... more) {
        return run(renderArgs(more));
    }

    private String[] renderArgs(String... more) {
        List<String> args =
                new ArrayList<>(List.of("render", "--farm", farm.url().toString()));
        args.addAll(List.of("--image", file("face.png"), "--audio", file("a.wav"), "-o", video.toString()));
        args.addAll(List.of(more));
        return args.toArray(String[]::new);
    }

    private int run(String... args) {
        return run(new Interruption(), args);
    }

    private int run(Interruption interruption, String... args) {
        return Main.run(
                new Terminal(new PrintWriter(out, true), new PrintWriter(err, true), false), interruption, args);
    }

    private String file(String name) {
        return folder.resolve(name).toString();
    }

    private List<String> leftBehind() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    private static String videoField(String sha256) {
        return """
                "video": {"href": "/v1/jobs/x/video", "frames": 81, "seconds": 3.24, "audioSeconds": 3.24,
                 "width": 640, "height": 480, "bytes": %d, "sha256": "%s"}"""
                .formatted(VIDEO.length, sha256)
                .replace("\n", "");
    }
}
