package dev.parley.cli.request;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.parley.contracts.InvalidRequestException;
import dev.parley.contracts.Json;
import dev.parley.contracts.RenderRequest.AudioMix;
import dev.parley.contracts.RenderRequest.Speaker;
import dev.parley.contracts.RequestReader;
import dev.parley.contracts.Violation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

class PreparedRequestTest {
    @TempDir
    Path here;

    @BeforeEach
    void files() throws IOException {
        Files.writeString(here.resolve("face.png"), "face");
        Files.writeString(here.resolve("other.png"), "other");
        Files.writeString(here.resolve("a.wav"), "a");
        Files.writeString(here.resolve("b.wav"), "b");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--prompt='two people'           | /prompt                    | \"two people\"",
                "--negative-prompt=rain          | /negativePrompt            | \"rain\"",
                "--mode=clip                     | /mode                      | \"clip\"",
                "--size=multitalk-720            | /size                      | \"multitalk-720\"",
                "--preset=lightx2v               | /preset                    | \"lightx2v\"",
                "--use_lora                      | /preset                    | \"fusionx\"",
                "--steps=8                       | /sampling/steps            | 8",
                "--sample_steps=8                | /sampling/steps            | 8",
                "--shift=2.5                     | /sampling/shift            | 2.5",
                "--text-guidance=1.5             | /sampling/textGuidance     | 1.5",
                "--sample_audio_guide_scale=2.5  | /sampling/audioGuidance    | 2.5",
                "--base_seed=7                   | /sampling/seed             | 7",
                "--frame_num=41                  | /sampling/framesPerWindow  | 41",
                "--motion_frame=9                | /sampling/motionFrames     | 9",
                "--no-trim-last-window           | /sampling/trimLastWindow   | false",
                "--lora=smile:0.5                | /loras/0                   | {\"name\":\"smile\",\"scale\":0.5}",
                "--lora_dir=/w/smile.safetensors --lora_scale=0.5 | /loras/0  | {\"name\":\"smile\",\"scale\":0.5}",
                "--lora=smile                    | /loras/0                   | {\"name\":\"smile\"}",
                "--tea-cache                     | /teaCache                  | {\"enabled\":true}",
                "--tea-cache 0.3                 | /teaCache                  | {\"enabled\":true,\"threshold\":0.3}",
                "--use_teacache --teacache_thresh 0.3 | /teaCache             | {\"enabled\":true,\"threshold\":0.3}",
                "--apg                           | /apg/enabled               | true",
                "--no-apg                        | /apg/enabled               | false",
                "--use_apg --apg_momentum=-0.5   | /apg                       | {\"enabled\":true,\"momentum\":-0.5}",
                "--color-correction=0.5          | /colorCorrection           | 0.5",
                "--quant=fp8                     | /quantization              | \"fp8\"",
                "--use-quantization              | /quantization              | \"int8\"",
                "--low_vram                      | /lowVram                   | true",
                "--length-limit=3.5              | /lengthLimitSeconds        | 3.5",
                "--visible-mark=de --visible-mark-corner=top-left | /visibleMark "
                        + "| {\"language\":\"de\",\"corner\":\"top-left\"}",
                "--engine=pantomime              | /engine                    | \"pantomime\"",
                "--label=k=v --label=l=w         | /labels                    | {\"k\":\"v\",\"l\":\"w\"}",
                "--tenant=me                     | /tenant                    | \"me\"",
                "--idempotency-key=once          | /idempotencyKey            | \"once\"",
                "--webhook=https://host/hook     | /webhook/url               | \"https://host/hook\"",
                "--box=1,2,30,40                 | /speakers/0/box            "
                        + "| {\"x\":1.0,\"y\":2.0,\"width\":30.0,\"height\":40.0}",
                "--box=7%,20%,55.5%,80%          | /speakers/0/box            "
                        + "| {\"x\":0.07,\"y\":0.2,\"width\":0.555,\"height\":0.8,\"unit\":\"fraction\"}",
                "--audio=b.wav --audio=a.wav --experimental | /experimental   | true",
                "--audio=b.wav --audio-mix=in-turn | /audioMix                | \"in-turn\"",
                "--audio=b.wav --audio-mix=timeline --start=0 --start=1.5 | /speakers/1/startSeconds | 1.5",
                "--audio=a.wav --channel=left --channel=2 | /speakers/0/channel | \"left\"",
                "--audio=a.wav --channel=left --channel=2 | /speakers/1/channel | 2",
            })
    void anOptionBecomesAField(String options, String pointer, String expected) throws IOException {
        List<String> args = new ArrayList<>(List.of("--image=face.png", "--audio=a.wav"));
        args.addAll(List.of(options.replace("'", "").split(" (?=--)|(?<=-cache) |(?<=_thresh) ")));
        JsonNode request = json(prepare(args.toArray(String[]::new)));
        assertThat(request.at(pointer)).isEqualTo(Json.mapper().readTree(expected));
    }

    @Test
    void whatIsNotSaidIsNotInTheRequest() throws IOException {
        JsonNode request = json(prepare("--image=face.png", "--audio=a.wav"));
        assertThat(request.fieldNames()).toIterable().containsExactlyInAnyOrder("image", "speakers");
    }

    @Test
    void filesBecomeWhatTheStoreWillCallThem() throws IOException {
        PreparedRequest prepared = prepare("--image=face.png", "--audio=a.wav");
        JsonNode request = json(prepared);
        assertThat(prepared.uploads())
                .containsEntry(request.at("/image").asText(), here.resolve("face.png"))
                .containsEntry(request.at("/speakers/0/audio").asText(), here.resolve("a.wav"))
                .hasSize(2);
        // printf a | sha256sum
        assertThat(request.at("/speakers/0/audio").asText())
                .isEqualTo("inputs/ca978112ca1bbdcafac231b39a23dc4da786eff8147c4e72b9807785afee48bb");
    }

    @Test
    void aTextWithTagsIsAScriptAndVoicesMayBeAList() throws IOException {
        JsonNode request = json(prepare("--image=face.png", "--text=(S1) Hello. (s2) Hi!", "--voice=kim,flite/slt"));
        assertThat(request.at("/script").asText()).isEqualTo("(S1) Hello. (s2) Hi!");
        assertThat(request.at("/speakers/0/voice").asText()).isEqualTo("kim");
        assertThat(request.at("/speakers/1/voice").asText()).isEqualTo("flite/slt");
        assertThat(json(prepare("--image=face.png", "--text=Hello there."))
                        .at("/speakers/0/text")
                        .asText())
                .isEqualTo("Hello there.");
    }

    @Test
    void aScriptMayBeAFile() throws IOException {
        Path script = here.resolve("talk.txt");
        Files.writeString(script, "\uFEFF(s1) One.\n(s2) Two.\n");
        PreparedRequest prepared = prepare("--image=face.png", "--script=" + script);
        assertThat(json(prepared).at("/script").asText()).isEqualTo("(s1) One.\n(s2) Two.\n");
        assertThat(prepared.reads()).contains(script);
        Files.write(script, new byte[] {(byte) 0xff, 1});
        assertThatThrownBy(() -> prepare("--image=face.png", "--script=" + script))
                .hasMessageContaining("is no text in UTF-8");
        assertThatThrownBy(() -> prepare("--image=face.png", "--text=(s1) a (s9) b"))
                .hasMessageContaining("line 1, column 8, '(s9)'");
    }

    @Test
    void anExperimentMayHaveAScriptOfThree() throws IOException {
        String three = "--text=(s1) One. (s2) Two. (s3) Three.";
        PreparedRequest prepared = prepare("--image=face.png", three, "--voice=kate,kim,paul", "--experimental");
        assertThat(prepared.request().speakers()).extracting(Speaker::voice).containsExactly("kate", "kim", "paul");
        assertThat(prepared.request().speakers()).extracting(Speaker::text).containsExactly("One.", "Two.", "Three.");
        assertThatThrownBy(() -> prepare("--image=face.png", three))
                .hasMessageContaining("--script")
                .hasMessageContaining("line 1, column 21, '(s3)'")
                .hasMessageContaining("experimental allows");
        assertThatThrownBy(() -> prepare("--image=face.png", three, "--voice=kate,kim", "--experimental"))
                .hasMessageContaining("line 1, column 21, '(s3)'")
                .hasMessageContaining("speakers given: 2");
    }

    @Test
    void voicesAreOfThoseWhoseTurnsAreTexts() throws IOException {
        JsonNode request = json(prepare(
                "--image=face.png",
                "--turn=speaker=1,audio=b.wav",
                "--turn=speaker=3,text=No.",
                "--turn=speaker=2,audio=a.wav",
                "--voice=kim",
                "--experimental"));
        assertThat(request.at("/speakers/2/voice").asText()).isEqualTo("kim");
    }

    @Test
    void turnsHaveRecordingsTextsAndVoices() throws IOException {
        PreparedRequest prepared = prepare(
                "--image=face.png",
                "--turn=speaker=1,audio=b.wav,from=1,to=2.5",
                "--turn=speaker=2,start=2,text=No, start=3 is too late.",
                "--voice=kim");
        JsonNode request = json(prepared);
        assertThat(request.at("/turns/0/to").asDouble()).isEqualTo(2.5);
        assertThat(prepared.uploads())
                .containsEntry(request.at("/turns/0/audio").asText(), here.resolve("b.wav"));
        assertThat(request.at("/turns/1/text").asText()).isEqualTo("No, start=3 is too late.");
        assertThat(request.at("/speakers/1/voice").asText())
                .as("of the first whose turns are texts")
                .isEqualTo("kim");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "speaker=7,text=x              | --turn #1 speaker",
                "speaker=1,start=-1,text=x     | --turn #1 start",
                "speaker=1,from=1,text=x       | --turn #1 from",
                "speaker=1,text=(s2) x         | --turn #1 text",
                "speaker=1                     | --turn #1",
            })
    void whatIsWrongWithATurnNamesItsField(String turn, String named) {
        assertThatThrownBy(() -> prepare("--image=face.png", "--turn=" + turn))
                .isInstanceOfSatisfying(InvalidRequestException.class, e -> assertThat(e.violations())
                        .extracting(Violation::path)
                        .contains(named));
    }

    @ParameterizedTest
    @ValueSource(strings = {"speaker=one,text=x", "spaeker=1,text=x", "speaker=1,start=,text=x", "audio", "=", ""})
    void whatIsNoTurnIsRefusedWithWhatOneIs(String turn) {
        assertThatThrownBy(() -> prepare("--image=face.png", "--turn=" + turn)).hasMessageContaining("--turn");
    }

    @Test
    void twoPicturesArePortraitsOfTwoSpeakers() throws IOException {
        JsonNode request = json(prepare("--image=face.png", "--image=other.png", "--audio=a.wav", "--audio=b.wav"));
        assertThat(request.has("image")).isFalse();
        assertThat(request.at("/speakers/0/image").asText()).startsWith("inputs/");
        assertThat(request.at("/speakers/1/image").asText())
                .startsWith("inputs/")
                .isNotEqualTo(request.at("/speakers/0/image").asText());
    }

    @Test
    void whatHasASchemeIsNoFileOfThisMachine() throws IOException {
        PreparedRequest prepared = prepare("--image=https://host/face.png", "--audio=a.wav");
        assertThat(json(prepared).at("/image").asText()).isEqualTo("https://host/face.png");
        assertThat(prepared.uploads()).hasSize(1);
    }

    @Test
    void everythingWrongIsToldAtOnceByItsOption() {
        assertThatThrownBy(() -> prepare(
                        "--image=nobody.png",
                        "--audio=a.wav",
                        "--steps=0",
                        "--mode=fast",
                        "--box=0,0,-1,5",
                        "--channel=middle"))
                .isInstanceOfSatisfying(InvalidRequestException.class, e -> assertThat(e.violations())
                        .extracting(violation -> violation.path() + " " + violation.code())
                        .contains(
                                " no-such-file",
                                "--steps out-of-range",
                                "--mode unknown-value",
                                "--channel #1 bad-format")
                        .anyMatch(told -> told.startsWith("--box #1")));
    }

    @Test
    void aDirectoryIsNoInput() throws IOException {
        Files.createDirectory(here.resolve("folder"));
        assertThatThrownBy(() -> prepare("--image=folder", "--audio=a.wav"))
                .hasMessage("'folder' is not a regular file [not-a-file]");
    }

    @Test
    void theReferencesFormIsTakenWithFilesBesideIt() throws IOException {
        Path folder = Files.createDirectory(here.resolve("examples"));
        Files.writeString(folder.resolve("one.wav"), "one");
        Files.writeString(
                folder.resolve("input.json"),
                """
                {"prompt": "two people", "cond_image": "face.png", "audio_type": "add",
                 "cond_audio": {"person1": "one.wav", "person2": "b.wav"}}
                """);
        PreparedRequest prepared = prepare("--input_json=examples/input.json");
        assertThat(prepared.uploads().values())
                .containsExactlyInAnyOrder(folder.resolve("one.wav"), here.resolve("face.png"), here.resolve("b.wav"));
        assertThat(new RequestReader().read(prepared.json()).audioMix()).isEqualTo(AudioMix.IN_TURN);
    }

    @Test
    void optionsWinOverAFileInAnyForm() throws IOException {
        Files.writeString(
                here.resolve("old.json"),
                """
                {"prompt": "old", "cond_image": "face.png", "cond_audio": {"person1": "a.wav"}, "sample_steps": 4}
                """);
        JsonNode request = json(prepare("--request=old.json", "--prompt=new", "--steps=6", "--audio=b.wav"));
        assertThat(request.at("/prompt").asText()).isEqualTo("new");
        assertThat(request.at("/sampling/steps").asInt()).isEqualTo(6);
        // printf b | sha256sum
        assertThat(request.at("/speakers/0/audio").asText())
                .isEqualTo("inputs/3e23e8160039594a33894f6564e1b1348bbd7a0088d42c4acb73eeaed59c009d");
    }

    @Test
    void aFileOfTodaysFormMayLeaveToOptionsWhatIsMissing() throws IOException {
        Files.writeString(here.resolve("half.json"), "{\"sampling\": {\"steps\": 4, \"seed\": 1}}");
        JsonNode request = json(prepare("--request=half.json", "--image=face.png", "--audio=a.wav", "--seed=2"));
        assertThat(request.at("/sampling")).isEqualTo(Json.mapper().readTree("{\"steps\": 4, \"seed\": 2}"));
    }

    @ParameterizedTest
    @CsvSource({"today.json", "old.json"})
    void whatNoRequestHasIsRefusedWhereThatIsAskedFor(String file) throws IOException {
        Files.writeString(
                here.resolve("today.json"),
                "{\"image\": \"face.png\", \"speakers\": [{\"audio\": \"a.wav\"}], \"promt\": \"x\"}");
        Files.writeString(
                here.resolve("old.json"),
                "{\"cond_image\": \"face.png\", \"cond_audio\": {\"person1\": \"a.wav\"}, \"promt\": \"x\"}");
        assertThat(prepare("--request=" + file, "--steps=4")
                        .request()
                        .sampling()
                        .steps())
                .isEqualTo(4);
        for (String[] args :
                new String[][] {{"--request=" + file, "--strict"}, {"--request=" + file, "--strict", "--steps=4"}}) {
            assertThatThrownBy(() -> prepare(args))
                    .isInstanceOfSatisfying(InvalidRequestException.class, e -> assertThat(e.violations())
                            .extracting(violation -> violation.path() + " " + violation.code())
                            .containsExactly("promt unknown-field"));
        }
    }

    @Test
    void strictIsLeftToTheFarmAsWell() throws IOException {
        assertThat(json(prepare("--image=face.png", "--audio=a.wav", "--strict"))
                        .path("strict")
                        .asBoolean())
                .isTrue();
    }

    @Test
    void aVoiceWithoutATextIsNotDropped() {
        assertThatThrownBy(() -> prepare("--image=face.png", "--audio=a.wav", "--voice=af_heart"))
                .isInstanceOf(InvalidRequestException.class);
    }

    @Test
    void aRequestFileThatIsNoJsonIsNamedWithItsLine() throws IOException {
        Files.writeString(here.resolve("bad.json"), "{\n\"prompt\": oops}");
        assertThatThrownBy(() -> prepare("--request=bad.json"))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("bad.json' line 2");
    }

    private PreparedRequest prepare(String... args) {
        Probe probe = new Probe();
        CommandLine options = new CommandLine(probe);
        options.parseArgs(
                KnownNames.toTodays(options.getCommandSpec().optionsMap().keySet(), args)
                        .args()
                        .toArray(String[]::new));
        return PreparedRequest.of(probe.options, here);
    }

    private static JsonNode json(PreparedRequest prepared) throws IOException {
        return Json.mapper().readTree(prepared.json());
    }

    @Command
    static final class Probe {
        @Mixin
        RequestOptions options;
    }
}
