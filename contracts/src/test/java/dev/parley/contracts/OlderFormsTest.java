package dev.parley.contracts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.parley.contracts.RenderRequest.AudioMix;
import dev.parley.contracts.RenderRequest.Speaker;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The reference's form and the flat form, each as {@link RequestReader} takes it. */
class OlderFormsTest {
    private static final RequestReader READER = new RequestReader();

    private final Map<String, String> uploads = new HashMap<>();

    @Test
    void theReferencesExampleOfTwoInTurnWithBoxesRowsFirst() {
        RenderRequest read = READER.read(uploaded("reference-two-in-turn.json").toString());
        assertThat(Json.<JsonNode>read(Json.write(read), JsonNode.class))
                .isEqualTo(
                        expected(
                                """
                        {'image': '@examples/multi/1/multi1.png',
                         'speakers': [
                           {'audio': '@examples/multi/1/1.WAV',
                            'box': {'x': 120.0, 'y': 160.0, 'width': 960.0, 'height': 1120.0}},
                           {'audio': '@examples/multi/1/2.WAV',
                            'box': {'x': 1320.0, 'y': 160.0, 'width': 960.0, 'height': 1120.0}}],
                         'prompt': 'A man and a woman talk in a car.',
                         'audioMix': 'in-turn'}
                        """));
    }

    @Test
    void theReferencesExampleOfTwoTogether() {
        RenderRequest read = READER.read(uploaded("reference-two-together.json").toString());
        assertThat(Json.<JsonNode>read(Json.write(read), JsonNode.class))
                .isEqualTo(
                        expected(
                                """
                        {'image': '@examples/multi/3/multi3.png',
                         'speakers': [
                           {'audio': '@examples/multi/3/1-man.WAV'}, {'audio': '@examples/multi/3/1-woman.WAV'}],
                         'prompt': 'Two people sing in a studio.',
                         'audioMix': 'together'}
                        """));
    }

    @Test
    void theReferencesExampleOfOne() {
        RenderRequest read = READER.read(uploaded("reference-one.json").toString());
        assertThat(read)
                .isEqualTo(Requests.record(
                        uploads.get("examples/single/single1.png"),
                        "A woman sings.",
                        Requests.speaker(uploads.get("examples/single/1.wav"))));
    }

    @Test
    void theReferencesExampleOfATextToSpeak() {
        RenderRequest read = READER.read(uploaded("reference-one-text.json").toString());
        assertThat(read.speakers())
                .containsExactly(new Speaker(null, "Welcome to multi-talk.", "af_heart", null, null, null, null));
        assertThat(read.audioMix()).isNull();
    }

    @Test
    void theReferencesExampleOfAScriptIsOneLinePerTurn() {
        RenderRequest read = READER.read(uploaded("reference-two-script.json").toString());
        assertThat(read.speakers())
                .containsExactly(
                        new Speaker(null, "do you know multi-talk?\nMe too.", "af_heart", null, null, null, null),
                        new Speaker(null, "yes, I know it, that's amazing!", "am_adam", null, null, null, null));
        assertThat(read.audioMix()).isEqualTo(AudioMix.IN_TURN);
    }

    @Test
    void aScriptThatTheSecondBeginsStartsWithAnEmptyLineOfTheFirst() {
        RenderRequest read = READER.read(script("(s2) Who?\n (s2)Me? (s1)You. (s2) Oh."));
        assertThat(read.speakers()).extracting(Speaker::text).containsExactly("\nYou.", "Who? Me?\nOh.");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Hello! (s1) Hi.|line 1, column 1, 'Hello!': found words before the first tag",
                "(s1) a (s2) b (s3) c|line 1, column 15, '(s3)': found an unknown speaker",
                "(s1) a (s0) b|line 1, column 8, '(s0)': found an unknown speaker",
                "(s1) a (s1) b|found no turn of (s2)"
            },
            quoteCharacter = '~')
    void aScriptThatWouldLoseWordsIsRefused(String text, String found) {
        assertThat(violations(script(text))).singleElement().satisfies(violation -> {
            assertThat(violation.path()).isEqualTo("tts_audio.text");
            assertThat(violation.code()).isEqualTo("bad-script");
            assertThat(violation.message()).startsWith(found);
        });
    }

    @Test
    void twoVoicesWithNoWordOnTheirOrderSpeakTogether() {
        ObjectNode request = uploaded("reference-two-together.json");
        request.remove("audio_type");
        RenderSettings read = RequestDefaults.fill(READER.read(request.toString()), RenderRequest.Engine.PANTOMIME);
        assertThat(read.audioMix()).isEqualTo(AudioMix.TOGETHER);
    }

    @Test
    void theReferencesFormIsRefusedUnderItsOwnNames() {
        ObjectNode request = Requests.file("reference-two-in-turn.json").put("audio_type", "mix");
        request.withObject("/cond_audio").put("person2", "None").put("person3", "x.wav");
        request.withObject("/bbox")
                .putArray("person1")
                .add(160)
                .add(1080)
                .add(1280)
                .add(120);
        assertThat(violations(request.toString()))
                .extracting(violation -> violation.path() + " " + violation.code())
                .containsExactlyInAnyOrder(
                        "cond_image not-an-input",
                        "cond_audio.person1 not-an-input",
                        "cond_audio.person2 silent-speaker",
                        "cond_audio.person3 unknown-person",
                        "bbox.person1 bad-box",
                        "audio_type unknown-value");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'cond_image': '@p', 'cond_audio': {}}|cond_audio missing",
                "{'cond_image': '@p', 'cond_audio': ['@a']}|cond_audio wrong-type",
                "{'cond_image': '@p', 'cond_audio': {'person2': '@a'}}|cond_audio.person1 missing",
                "{'cond_audio': {'person1': '@a'}}|cond_image missing",
                "{'cond_image': '@p', 'cond_audio': {'person1': 5}}|cond_audio.person1 wrong-type",
                "{'cond_image': '@p', 'cond_audio': {'person1': '@a'}, 'tts_audio': {'text': 'x'}}|tts_audio ambiguous",
                "{'cond_image': '@p', 'tts_audio': {'text': 'x'}}|tts_audio.human1_voice missing",
                "{'cond_image': '@p', 'tts_audio': {'human1_voice': 'x'}}|tts_audio.text wrong-type",
                "{'cond_image': '@p', 'tts_audio': {'text': 'x', 'human1_voice': '../M e.pt'}}|tts_audio.human1_voice bad-format",
                "{'cond_image': '@p', 'cond_audio': {'person1': '@a'}, 'bbox': {'person2': [1, 2, 3, 4]}}|bbox.person2 no-voice",
                "{'cond_image': '@p', 'cond_audio': {'person1': '@a'}, 'bbox': {'person1': [1, 2, 3]}}|bbox.person1 bad-box",
                "{'cond_image': '@p', 'cond_audio': {'person1': '@a'}, 'bbox': {'person1': [-1, -1, 3, 4]}}|bbox.person1 out-of-range",
                "{'cond_image': '@p', 'cond_audio': {'person1': '@a'}, 'sample_steps': 0}|sample_steps out-of-range",
                "{'audio_path': '@a'}|reference_image missing",
                "{'reference_image': '@p'}|audio_path missing",
                "{'audio_paths': ['@a', 'x.wav'], 'reference_image': '@p'}|audio_paths[1] not-an-input",
                "{'audio_paths': ['@a', '@b', '@c'], 'reference_image': '@p'}|audio_paths wrong-count",
                "{'audio_path': '@a', 'audio_paths': ['@b'], 'reference_image': '@p'}|audio_paths ambiguous",
                "{'audio_path': '@a', 'reference_images': ['@p', '@q']}|reference_images wrong-count",
                "{'audio_path': '@a', 'reference_image': '@p', 'prompts': ['a', 'b']}|prompts wrong-count",
                "{'audio_path': '@a', 'reference_image': '@p', 'mode': 'multi'}|mode ambiguous",
                "{'audio_path': '@a', 'reference_image': '@p', 'mode': 'trio'}|mode unknown-value",
                "{'audio_path': '@a', 'reference_image': '@p', 'use_lora': 'yes'}|use_lora wrong-type",
                "{'audio_path': '@a', 'reference_image': '@p', 'low_vram': 'yes'}|low_vram wrong-type",
                "{'audio_path': '@a', 'reference_image': '@p', 'use_lora': true, 'preset': 'lightx2v'}|use_lora ambiguous",
                "{'audio_path': '@a', 'reference_image': '@p', 'seed': 1, 'base_seed': 2}|base_seed ambiguous"
            })
    void whatDoesNotFitIsRefusedOnceUnderItsOwnName(String request, String refusal) {
        assertThat(violations(expected(request).toString()))
                .extracting(violation -> violation.path() + " " + violation.code())
                .containsExactly(refusal);
    }

    @Test
    void theFlatFormOfOne() {
        RenderRequest read = READER.read(uploaded("flat-one.json").toString());
        assertThat(Json.<JsonNode>read(Json.write(read), JsonNode.class))
                .isEqualTo(
                        expected(
                                """
                        {'image': '@pictures/anna.png', 'speakers': [{'audio': '@voices/anna.wav'}],
                         'prompt': 'Anna talks.', 'preset': 'fusionx', 'quantization': 'int8', 'lowVram': true,
                         'teaCache': {'enabled': true}, 'apg': {'enabled': false}}
                        """));
    }

    @Test
    void theFlatFormOfTwoWithPortraits() {
        RenderRequest read = READER.read(uploaded("flat-two.json").toString());
        assertThat(Json.<JsonNode>read(Json.write(read), JsonNode.class))
                .isEqualTo(
                        expected(
                                """
                        {'speakers': [
                           {'audio': '@voices/anna.wav', 'image': '@pictures/anna.png'},
                           {'audio': '@voices/ben.wav', 'image': '@pictures/ben.png'}],
                         'prompt': 'Anna talks. Ben listens.', 'sampling': {'steps': 12, 'seed': 7}}
                        """));
    }

    @Test
    void manyVoicesAreOneTooManyNotMany() {
        ObjectNode request = Requests.json("{'reference_image': '%s'}".formatted(Requests.PICTURE));
        for (int i = 0; i < 12; i++) {
            request.withArray("audio_paths").add("inputs/%064x".formatted(i));
        }
        assertThat(violations(request.toString()))
                .containsExactly(
                        new Violation("audio_paths", "wrong-count", "found 12 entries, expected one or two people"));
    }

    @Test
    void anOldFormMayUseWhatIsNew() {
        ObjectNode request =
                uploaded("reference-one.json").put("tenant", "studio").put("mode", "clip");
        request.putObject("sampling").put("shift", 3.0);
        request.put("base_seed", 9);
        RenderRequest read = READER.read(request.toString());
        assertThat(read.tenant()).isEqualTo("studio");
        assertThat(read.mode()).isEqualTo(RenderRequest.Mode.CLIP);
        assertThat(read.sampling())
                .isEqualTo(RenderRequestSamplingBuilder.builder()
                        .shift(3.0)
                        .seed(9L)
                        .build());
    }

    @Test
    void aBoxForAnOnlySpeakerCounts() {
        ObjectNode request = uploaded("reference-one.json");
        request.putObject("bbox").putArray("person1").add(10).add(20).add(110).add(70);
        assertThat(READER.read(request.toString()).speakers())
                .extracting(Speaker::box)
                .containsExactly(new Box(20, 10, 50, 100));
    }

    /** The example after a client uploaded the files it names. */
    private ObjectNode uploaded(String example) {
        return (ObjectNode) RequestInputs.replace(Requests.file(example), this::upload);
    }

    private String upload(String file) {
        return uploads.computeIfAbsent(file, f -> "inputs/%064x".formatted(uploads.size() + 1));
    }

    /** JSON with single quotes, and the uploads of {@code @file}s. */
    private JsonNode expected(String json) {
        return RequestInputs.replace(
                Requests.json(json), input -> input.startsWith("@") ? upload(input.substring(1)) : input);
    }

    private static String script(String text) {
        ObjectNode request = Requests.json("{'cond_image': '%s'}".formatted(Requests.PICTURE));
        request.putObject("tts_audio")
                .put("text", text)
                .put("human1_voice", "af_heart")
                .put("human2_voice", "am_adam");
        return request.toString();
    }

    private static List<Violation> violations(String request) {
        return catchThrowableOfType(InvalidRequestException.class, () -> READER.read(request))
                .violations();
    }
}
