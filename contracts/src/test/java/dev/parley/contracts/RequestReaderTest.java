package dev.parley.contracts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RequestReaderTest {
    private static final RequestReader READER = new RequestReader();

    @Test
    void readsASmallRequestAndLeavesDefaultsAbsent() {
        assertThat(READER.read(Requests.one().toString()))
                .isEqualTo(Requests.record(Requests.PICTURE, null, Requests.speaker(Requests.VOICE)));
    }

    @Test
    void readsEveryField() {
        RenderRequest full = Samples.request();
        assertThat(READER.read(Json.write(full))).isEqualTo(full);
    }

    @Test
    void ignoresWhatItDoesNotKnowAndTakesNullForAbsence() {
        ObjectNode request = Requests.one();
        request.put("mood", "good").putNull("prompt").putNull("sampling");
        assertThat(READER.read(request.toString()))
                .isEqualTo(READER.read(Requests.one().toString()));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            textBlock =
                    """
                    schemaVersion           | 2                  | unknown-value | found 2, expected 1
                    jobId                   | 'x'                | bad-format    | found 'x', expected a lower-case UUID
                    idempotencyKey          | ''                 | bad-format    | found '', expected 1 to 255 printable characters
                    idempotencyKey          | 'a\\u0001b'        | bad-format    | found 'a\uFFFDb', expected 1 to 255 printable characters
                    tenant                  | '../x'             | bad-format    | found '../x', expected 1 to 64 letters, digits, '.', '_' or '-'
                    tenant                  | 'x\\n'             | bad-format    | found 'x\uFFFD', expected 1 to 64 letters, digits, '.', '_' or '-'
                    labels.who              | 1                  | wrong-type    | found 1, expected text
                    labels.'a b'            | 'x'                | bad-name      | found this name, expected a name of 1 to 63 letters, digits, '.', '_', '-' or '/'
                    prompt                  | ['x']              | wrong-type    | found a list of 1, expected text
                    mode                    | 'fast'             | unknown-value | found 'fast', expected one of clip, streaming
                    size                    | 480                | unknown-value | found 480, expected one of multitalk-480, multitalk-720
                    preset                  | 'Best!'            | bad-format    | found 'Best!', expected the name of a preset: up to 64 of a-z, 0-9, '.', '_' and '-'
                    sampling                | 8                  | wrong-type    | found 8, expected an object
                    sampling.steps          | 0                  | out-of-range  | found 0, expected 1 to 100
                    sampling.steps          | 8.5                | wrong-type    | found 8.5, expected a whole number
                    sampling.shift          | 0                  | out-of-range  | found 0, expected more than 0, at most 100
                    sampling.textGuidance   | -1                 | out-of-range  | found -1, expected 0 to 30
                    sampling.seed           | -1                 | out-of-range  | found -1, expected 0 to 9007199254740991
                    sampling.seed           | 9007199254740992   | out-of-range  | found 9007199254740992, expected 0 to 9007199254740991
                    sampling.framesPerWindow| 80                 | out-of-range  | found 80, expected 4n+1, as 77 or 81
                    sampling.framesPerWindow| 165                | out-of-range  | found 165, expected 5 to 161
                    sampling.motionFrames   | 81                 | out-of-range  | found 81, expected fewer than the window's 81 frames
                    sampling.motionFrames   | 24                 | out-of-range  | found 24, expected 4n+1, as 21 or 25
                    teaCache.threshold      | 0                  | out-of-range  | found 0, expected more than 0, at most 1
                    apg.momentum            | 2                  | out-of-range  | found 2, expected -1 to 1
                    apg.normThreshold       | 0                  | out-of-range  | found 0, expected more than 0, at most 1000
                    colorCorrection         | 1.01               | out-of-range  | found 1.01, expected 0 to 1
                    quantization            | 'int4'             | unknown-value | found 'int4', expected one of none, int8, fp8
                    lowVram                 | 'yes'              | wrong-type    | found 'yes', expected true or false
                    visibleMark.language    | 'tlh'              | unknown-value | found 'tlh', expected one of en, de, fr, es, ja, zh
                    lengthLimitSeconds      | 0.01               | out-of-range  | found 0.01, expected 0.04 to 86400
                    audioMix                | 'add'              | unknown-value | found 'add', expected one of together, in-turn, timeline
                    engine                  | 'magic'            | unknown-value | found 'magic', expected one of pantomime, multitalk
                    webhook.url             | 'ftp://x/y'        | bad-format    | found 'ftp://x/y', expected an absolute http(s) URL
                    webhook.url             | '/hook'            | bad-format    | found '/hook', expected an absolute http(s) URL
                    webhook.url             | 'https://u:p@x/'   | bad-format    | found a URL with a user name or password, expected an absolute http(s) URL
                    speakers                | []                 | wrong-count   | found 0 entries, expected one or two people
                    speakers                | 'me'               | wrong-type    | found 'me', expected a list
                    """)
    void refusesAFieldByItsNameSayingWhatItFoundAndWhatItExpects(
            String path, String value, String code, String message) {
        ObjectNode request = Requests.one();
        set(request, path.replace("'", ""), Requests.tree(value.replace('\'', '"')));
        assertThat(violations(request)).containsExactly(new Violation(path, code, message));
    }

    @Test
    void refusesANumberThatNobodyCanCountWith() {
        String request = Requests.one().put("colorCorrection", 0.5).toString().replace("0.5", "1e999");
        assertThat(violations(request))
                .containsExactly(new Violation(
                        "colorCorrection",
                        "out-of-range",
                        "found a number too large to count with, expected a finite one"));
    }

    @Test
    void refusesTextThatIsNone() {
        String request = Requests.json("{'prompt': 'p', 'negativePrompt': 'n'}")
                .setAll(Requests.one())
                .toString()
                .replace("\"p\"", "\"a\\ud83d b\"")
                .replace("\"n\"", "\"a\\u0000b\"");
        assertThat(violations(request))
                .extracting(violation -> violation.path() + " " + violation.code())
                .containsExactlyInAnyOrder("prompt bad-format", "negativePrompt bad-format");
        assertThat(READER.read(request.replace("\\ud83d b", "\\ud83d\\ude00 b").replace("\\u0000", ""))
                        .prompt())
                .isEqualTo("a\ud83d\ude00 b");
    }

    @Test
    void countsLabelsAndCharacters() {
        ObjectNode request = Requests.one().put("prompt", "\ud83d\ude00".repeat(8193));
        ObjectNode labels = request.putObject("labels");
        for (int i = 0; i < 33; i++) {
            labels.put("label" + i, "x");
        }
        assertThat(violations(request))
                .containsExactlyInAnyOrder(
                        new Violation("labels", "wrong-count", "found 33 entries, expected at most 32 entries"),
                        new Violation(
                                "prompt", "wrong-length", "found 8193 characters, expected at most 8192 characters"));
    }

    @Test
    void namesAThirdSpeaker() {
        ObjectNode request = Requests.two();
        ((ArrayNode) request.get("speakers")).addObject().put("audio", Requests.VOICE);
        assertThat(violations(request))
                .containsExactly(new Violation(
                        "speakers",
                        "wrong-count",
                        "found 3 people, expected one or two; up to 6 are an experiment that experimental allows"));
        request.put("experimental", true);
        assertThat(READER.read(request.toString()).speakers()).hasSize(3);
        for (int i = 3; i < 7; i++) {
            ((ArrayNode) request.get("speakers")).addObject().put("audio", Requests.VOICE);
        }
        assertThat(violations(request))
                .containsExactly(
                        new Violation("speakers", "wrong-count", "found 7 entries, expected one or two people"));
    }

    @Test
    void portraitsAreOfTwoAtMost() {
        ObjectNode request = Requests.two();
        request.remove("image");
        request.put("experimental", true);
        ((ArrayNode) request.get("speakers")).addObject().put("audio", Requests.VOICE);
        request.get("speakers").forEach(speaker -> ((ObjectNode) speaker).put("image", Requests.PICTURE));
        assertThat(violations(request))
                .extracting(violation -> violation.path() + " " + violation.code())
                .containsExactly(
                        "speakers[0].image not-allowed",
                        "speakers[1].image not-allowed",
                        "speakers[2].image not-allowed");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "'x':0.1,'y':0.2,'width':0.3,'height':300,'unit':'fraction' | speakers[0].box.height out-of-range",
                "'x':10,'y':20,'width':30,'height':40,'unit':'fraction' | speakers[0].box.x out-of-range, "
                        + "speakers[0].box.y out-of-range, speakers[0].box.width out-of-range, "
                        + "speakers[0].box.height out-of-range",
                "'x':0.8,'y':0.2,'width':0.3,'height':0.8,'unit':'fraction' | speakers[0].box box-outside",
                "'x':0.8,'y':0.5,'width':0.3,'height':0.6,'unit':'fraction' | speakers[0].box box-outside, "
                        + "speakers[0].box box-outside",
                "'x':-0.1,'y':0,'width':0.3,'height':0,'unit':'fraction' | speakers[0].box.x out-of-range, "
                        + "speakers[0].box.height out-of-range",
                "'x':0,'y':0,'width':1,'height':1,'unit':'percent' | speakers[0].box.unit unknown-value",
            })
    void refusesBoxesThatAreNeitherPixelsNorFractionsOfThePicture(String box, String found) {
        ObjectNode request = Requests.one();
        ((ObjectNode) request.at("/speakers/0")).set("box", Requests.json("{" + box + "}"));
        assertThat(violations(request).stream()
                        .map(violation -> violation.path() + " " + violation.code())
                        .sorted()
                        .toList())
                .containsExactly(Stream.of(found.split(", ")).sorted().toArray(String[]::new));
    }

    @Test
    void takesBoxesInFractionsAndPixelsSaidOrNot() {
        ObjectNode request = Requests.two();
        ((ObjectNode) request.at("/speakers/0"))
                .set("box", Requests.json("{'x':0.7,'y':0.1,'width':0.3,'height':0.9,'unit':'fraction'}"));
        ((ObjectNode) request.at("/speakers/1"))
                .set("box", Requests.json("{'x':1,'y':2,'width':30,'height':40,'unit':'pixel'}"));
        assertThat(READER.read(request.toString()).speakers())
                .extracting(RenderRequest.Speaker::box)
                .containsExactly(new Box(0.7, 0.1, 0.3, 0.9, BoxUnit.FRACTION), new Box(1, 2, 30, 40));
    }

    @Test
    void reportsWrongTypesEverywhereAtOnceAndEachOnce() {
        String request =
                """
                {'image': 5, 'speakers': [7, {'audio': true, 'box': {'x': '1', 'y': 1e999, 'width': 0}}],
                 'prompt': {}, 'mode': [], 'sampling': {'steps': '8', 'seed': {}}, 'loras': [null, {'scale': 'x'}],
                 'labels': [], 'webhook': {'url': 1, 'secret': 2}, 'lowVram': 1}
                """
                        .replace('\'', '"');
        assertThat(violations(request))
                .extracting(Violation::path)
                .containsExactlyInAnyOrder(
                        "image",
                        "speakers[0]",
                        "speakers[1].audio",
                        "speakers[1].box.x",
                        "speakers[1].box.y",
                        "speakers[1].box.width",
                        "speakers[1].box.height",
                        "prompt",
                        "mode",
                        "sampling.steps",
                        "sampling.seed",
                        "loras[0]",
                        "loras[1].name",
                        "loras[1].scale",
                        "labels",
                        "webhook.url",
                        "webhook.secret",
                        "lowVram");
    }

    @Test
    void reportsWhatTheSchemaFindsTogetherWithWhatTheRulesFind() {
        ObjectNode request = Requests.json("{'speakers': [{'text': ' '}, {'audio': 'a.wav', 'text': 'x'}], 'mode': 1}");
        assertThat(violations(request))
                .extracting(violation -> violation.path() + " " + violation.code())
                .containsExactlyInAnyOrder(
                        "mode unknown-value",
                        "speakers[0].text missing",
                        "speakers[1] ambiguous",
                        "speakers[1].audio not-an-input",
                        "image missing");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/etc/passwd",
                "../inputs/x",
                "inputs/../../etc/passwd",
                "inputs/abc",
                "file:///etc/passwd",
                "s3://bucket/key",
                "concat:a|b",
                "http:/nohost",
                "https://",
                "data:image/png;base64",
                "data:image/png,",
                "data:image/png,%4",
                "data:image/png;base64,AAAAA",
                "data:image/png;base64,",
                "data:image/png;base64,@@@@",
                "part:x",
                " https://x.example/"
            })
    void takesNothingForAPictureThatIsNoInput(String image) {
        ObjectNode request = Requests.one().put("image", image);
        assertThat(violations(request)).singleElement().satisfies(violation -> {
            assertThat(violation.path()).isEqualTo("image");
            assertThat(violation.code()).isEqualTo("not-an-input");
        });
    }

    @Test
    void takesEveryKindOfInput() {
        for (String image : List.of(
                Requests.PICTURE, "https://x.example:8443/a.png?b=c", "HTTP://x/a", "data:image/png;base64,AAAA")) {
            assertThat(READER.read(Requests.one().put("image", image).toString())
                            .image())
                    .isEqualTo(image);
        }
    }

    @Test
    void takesPartsOnlyWhereFilesComeAlong() {
        ObjectNode request = Requests.one().put("image", "part:face.png");
        assertThat(violations(request)).extracting(Violation::code).containsExactly("not-an-input");
        assertThat(READER.allowingParts().read(request.toString()).image()).isEqualTo("part:face.png");
    }

    @Test
    void saysWhereDataCannotBeDecoded() {
        assertThat(violations(Requests.one().put("image", "data:image/png;base64,AA!A")))
                .containsExactly(new Violation(
                        "image",
                        "not-an-input",
                        "found a data: URI that cannot be decoded: character 25 of the URI is not base64"));
    }

    @Test
    void wantsEitherOnePictureOrAPortraitOfEach() {
        ObjectNode portraits = Requests.two();
        portraits.remove("image");
        ((ObjectNode) portraits.at("/speakers/0")).put("image", Requests.PICTURE);
        assertThat(violations(portraits))
                .containsExactly(new Violation(
                        "speakers[1].image",
                        "missing",
                        "found a portrait of the other speaker only, expected one of each"));

        ((ObjectNode) portraits.at("/speakers/1")).put("image", Requests.PICTURE);
        assertThat(READER.read(portraits.toString()).speakers())
                .allMatch(speaker -> Requests.PICTURE.equals(speaker.image()));

        portraits.put("image", Requests.PICTURE);
        assertThat(violations(portraits))
                .extracting(Violation::path)
                .containsExactly("speakers[0].image", "speakers[1].image");
    }

    @Test
    void wantsThePictureOfAnOnlySpeakerInImage() {
        ObjectNode request = Requests.one();
        request.remove("image");
        ((ObjectNode) request.at("/speakers/0")).put("image", Requests.PICTURE);
        assertThat(violations(request)).extracting(Violation::code).containsExactly("not-allowed");
    }

    @Test
    void wantsStartTimesWithATimelineAndNowhereElse() {
        ObjectNode request = Requests.two().put("audioMix", "timeline");
        ((ObjectNode) request.at("/speakers/1")).put("startSeconds", 2.5);
        assertThat(violations(request))
                .extracting(violation -> violation.path() + " " + violation.code())
                .containsExactly("speakers[0].startSeconds missing");
        request.put("audioMix", "together");
        assertThat(violations(request))
                .extracting(violation -> violation.path() + " " + violation.code())
                .containsExactly("speakers[1].startSeconds not-allowed");
    }

    @ParameterizedTest
    @CsvSource({"'\"left\"', 1", "'\"right\"', 2", "1, 1", "8, 8", "2.0, 2"})
    void aChannelHasANumberOrIsASideOfStereo(String said, int number) throws IOException {
        ObjectNode request = Requests.one();
        ((ObjectNode) request.at("/speakers/0")).set("channel", Json.mapper().readTree(said));
        assertThat(READER.read(request.toString()).speakers().get(0).channel()).isEqualTo(number);
    }

    @ParameterizedTest
    @CsvSource({
        "'\"center\"', bad-format, 'found ''center'', expected left, right, or a channel''s number from 1'",
        "'\"1\"', bad-format, 'found ''1'', expected left, right, or a channel''s number from 1'",
        "0, out-of-range, 'found 0, expected 1 to 8'",
        "9, out-of-range, 'found 9, expected 1 to 8'",
        "1.5, wrong-type, 'found 1.5, expected left, right, or a channel''s number from 1'",
        "true, wrong-type, 'found true, expected left, right, or a channel''s number from 1'",
    })
    void noOtherChannelIsTaken(String said, String code, String message) throws IOException {
        ObjectNode request = Requests.one();
        ((ObjectNode) request.at("/speakers/0")).set("channel", Json.mapper().readTree(said));
        assertThat(violations(request)).containsExactly(new Violation("speakers[0].channel", code, message));
    }

    @Test
    void aTextHasNoChannels() {
        ObjectNode request = Requests.one();
        ObjectNode speaker = (ObjectNode) request.at("/speakers/0");
        speaker.remove("audio");
        speaker.put("text", "Hello!").put("channel", "left");
        assertThat(violations(request))
                .extracting(violation -> violation.path() + " " + violation.code())
                .containsExactly("speakers[0].channel not-allowed");
    }

    @Test
    void wantsAVoiceNameOnlyForText() {
        ObjectNode request = Requests.one();
        ((ObjectNode) request.at("/speakers/0")).put("voice", "af_heart");
        assertThat(violations(request)).extracting(Violation::path).containsExactly("speakers[0].voice");
    }

    @Test
    void countsTheDefaultMotionFramesAgainstASmallWindow() {
        ObjectNode request = Requests.one();
        request.putObject("sampling").put("framesPerWindow", 21);
        assertThat(violations(request))
                .containsExactly(new Violation(
                        "sampling.motionFrames",
                        "out-of-range",
                        "found 25 (the default), expected fewer than the window's 21 frames"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"../x", "a/b", "a..b", ".hidden", "a\\\\b", "", "a b"})
    void takesNoPathForTheNameOfALora(String name) {
        ObjectNode request = Requests.one();
        request.putArray("loras").addObject().put("name", name);
        assertThat(violations(request))
                .extracting(violation -> violation.path() + " " + violation.code())
                .containsExactly("loras[0].name bad-format");
    }

    @Test
    void takesALoraOnce() {
        ObjectNode request = Requests.one();
        request.putArray("loras").addObject().put("name", "a.safetensors");
        ((ArrayNode) request.get("loras")).addObject().put("name", "a");
        assertThat(violations(request))
                .extracting(violation -> violation.path() + " " + violation.code())
                .containsExactly("loras[1].name duplicate");
    }

    @ParameterizedTest
    @ValueSource(strings = {"hunter2-hunter2", "whsec_c2hvcnQ=", "whsec_hunter2!hunter2!hunter2!hunter2!hunter2!"})
    void neverRepeatsASecret(String secret) {
        ObjectNode request = Requests.one();
        request.putObject("webhook").put("url", "https://x.example/").put("secret", secret);
        List<Violation> violations = violations(request);
        assertThat(violations).extracting(Violation::path).containsExactly("webhook.secret");
        assertThat(violations.toString()).doesNotContain("hunter2").doesNotContain("c2hvcnQ");
    }

    @Test
    void refusesARequestByItsSizeBeforeItReadsIt() {
        assertThat(violations("x".repeat(10 << 20)))
                .containsExactly(
                        new Violation("", "too-large", "found a request of 10485760 bytes, expected at most 1048576"));
        assertThat(violations("{\"prompt\":\"" + "\u00e4".repeat(600_000) + "\"}"))
                .extracting(Violation::code)
                .containsExactly("too-large");
    }

    @Test
    void takesALargerRequestWhereItMay() {
        String image = "data:image/png;base64," + "A".repeat(2 << 20);
        RequestReader roomy = new RequestReader(4 << 20);
        assertThat(roomy.read(Requests.one().put("image", image).toString()).image())
                .isEqualTo(image);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            nullValues = "-",
            value = {
                "{'image':|not-json|Unexpected end-of-input within/between Object entries at line 1, column 10",
                "{'image': NaN}|not-json|Non-standard token 'NaN' at line 1, column 14",
                "image=x|not-json|Unrecognized token 'image' at line 1, column 1",
                "{} {}|not-json|Trailing token at line 1, column 4",
                "{'a': 1, 'a': 2}|not-json|Duplicate field 'a' at line 1, column 15",
                "[]|wrong-type|found a list of 0, expected an object",
                "null|wrong-type|found null, expected an object",
                "'x'|wrong-type|found 'x', expected an object",
                " |wrong-type|found nothing, expected an object"
            })
    void saysWhereARequestIsNoJsonObject(String text, String code, String message) {
        String json = text == null ? "" : text.replace('\'', '"');
        assertThat(violations(json)).containsExactly(new Violation("", code, message));
    }

    @Test
    void saysWhichWordOfAListIsNone() {
        ObjectNode request = Requests.one();
        request.putObject("webhook")
                .put("url", "https://example.org/hook")
                .putArray("events")
                .add("completed")
                .add("applause")
                .add(7);
        assertThat(violations(request.toString()))
                .extracting(Violation::path)
                .containsExactlyInAnyOrder("webhook.events[1]", "webhook.events[2]");
    }

    @Test
    void saysThatBytesAreNoText() {
        byte[] bytes = "{\"prompt\":\"?\"}".getBytes(StandardCharsets.UTF_8);
        bytes[11] = (byte) 0xff;
        InvalidRequestException refused = catchThrowableOfType(InvalidRequestException.class, () -> READER.read(bytes));
        assertThat(refused.violations()).extracting(Violation::code).containsExactly("not-json");
    }

    @ParameterizedTest
    @CsvSource({
        "000000001107416c6963650a,'found Avro or Protobuf in a schema registry''s frame (schema 17); expected the JSON alone,"
                + " from a serializer of strings or bytes'",
        "00ffffffff207b7d,'found JSON in a schema registry''s frame (schema 4294967295); expected the JSON alone, from a"
                + " serializer of strings or bytes'",
        "4f626a0104146176726f,found an Avro file; expected plain JSON in UTF-8",
        "1f8b0800,found gzip; expected plain JSON in UTF-8 (Kafka's own compression is welcome)",
    })
    void namesWhatOtherSerializersWrite(String hex, String message) {
        InvalidRequestException refused = catchThrowableOfType(
                InvalidRequestException.class, () -> READER.read(HexFormat.of().parseHex(hex)));
        assertThat(refused.violations()).containsExactly(new Violation("", "not-json", message));
    }

    @Test
    void refusesWhatIsNestedTooDeepOrHoldsTooMuch() {
        assertThat(violations("{\"a\":".repeat(5_000)))
                .extracting(Violation::code)
                .containsExactly("too-complex");
        assertThat(violations("{\"speakers\":[" + "1,".repeat(200_000) + "1]}"))
                .extracting(Violation::code)
                .containsExactly("too-complex");
        assertThat(violations("{\"seed\":" + "1".repeat(200) + "}"))
                .extracting(Violation::code)
                .containsExactly("too-complex");
    }

    @Test
    void listsAHundredViolationsAndCountsTheRest() {
        ObjectNode request = Requests.one();
        ArrayNode speakers = request.putArray("speakers");
        for (int i = 0; i < 1_000; i++) {
            speakers.add(1);
        }
        assertThat(violations(request))
                .hasSize(101)
                .last()
                .isEqualTo(new Violation("", "too-many-violations", "found 901 more, not listed"));
    }

    @Test
    void showsHostileTextShortAndOnOneLine() {
        ObjectNode request = Requests.one().put("mode", "x\n\u202e" + "y".repeat(100_000));
        assertThat(violations(request)).singleElement().satisfies(violation -> assertThat(violation.message())
                .hasSizeLessThan(200)
                .doesNotContain("\n", "\u202e"));
    }

    @Test
    void refusesAMixtureOfForms() {
        ObjectNode request = Requests.one().put("cond_image", "x.png");
        assertThat(violations(request)).extracting(Violation::code).containsExactly("mixed-forms");
    }

    private static void set(ObjectNode request, String path, JsonNode value) {
        String[] steps = path.split("\\.");
        ObjectNode at = request;
        for (int i = 0; i < steps.length - 1; i++) {
            at = at.withObject("/" + steps[i]);
        }
        at.set(steps[steps.length - 1], value);
    }

    private static List<Violation> violations(JsonNode request) {
        return violations(request.toString());
    }

    private static List<Violation> violations(String request) {
        return catchThrowableOfType(InvalidRequestException.class, () -> READER.read(request))
                .violations();
    }
}
