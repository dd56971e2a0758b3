package dev.parley.contracts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UnknownFieldsTest {
    private static final String SOUND =
            "'image':'https://x.example/a.png','speakers':[{'audio':'https://x.example/a.wav'}]";

    private final RequestReader reader = new RequestReader();

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "'promt':'x'                     | promt             | prompt",
                "'engin':'pantomime'             | engin             | engine",
                "'negative_prompt':'x'           | negative_prompt   | negativePrompt",
                "'sampling':{'stepz':3}          | sampling.stepz    | sampling.steps",
                "'sampling':{'sede':3}           | sampling.sede     | sampling.seed",
                "'seed':7                        | seed              | sampling.seed",
                "'sample_steps':7                | sample_steps      | sampling.steps",
                "'audio':'x'                     | audio             | speakers[0].audio",
                "'webhook':{'url':'https://x.example','secrets':'x'} | webhook.secrets | webhook.secret",
                "'loras':[{'name':'x','scales':1}] | loras[0].scales | loras[0].scale"
            })
    void aSlipIsNamedWithTheWordThatWasMeant(String field, String path, String meant) {
        assertThat(warnings(SOUND + "," + field))
                .containsExactly(
                        WarningCode.UNKNOWN_FIELD.at(path, "unknown field; did you mean '%s'?".formatted(meant)));
    }

    @Test
    void inAPersonToo() {
        assertThat(warnings(SOUND.replace("a.wav'", "a.wav','bxo':{}")))
                .containsExactly(WarningCode.UNKNOWN_FIELD.at(
                        "speakers[0].bxo", "unknown field; did you mean 'speakers[0].box'?"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {"'quux':1", "'ab':1", "'fancyNewThing':{'steps':1}"})
    void whereNothingIsLikelyNothingIsProposed(String field) {
        assertThat(warnings(SOUND + "," + field)).singleElement().satisfies(warning -> assertThat(warning.message())
                .isEqualTo("unknown field"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "'labels':{'promt':'x'}",
                "'$schema':'https://x.example/schema.json'",
                "'strict':true",
                "'strict':false",
                "'promt':null"
            })
    void whatMayBeThereIsNoSlip(String field) {
        assertThat(warnings(SOUND + "," + field)).isEmpty();
    }

    @Test
    void theOlderFormsHaveTheirOwnNames() {
        String reference =
                "'cond_image':'https://x.example/a.png','cond_audio':{'person1':'https://x.example/a.wav'},'bbox':{}";
        assertThat(warnings(reference + ",'sample_steps':7,'use_lora':false,'audio_type':'add','tenant':'t'"))
                .isEmpty();
        assertThat(warnings(reference + ",'sample_step':7"))
                .extracting(Warning::message)
                .first()
                .asString()
                .contains("sample_steps");
        String flat = "'reference_image':'https://x.example/a.png','audio_paths':['https://x.example/a.wav']";
        assertThat(warnings(flat + ",'prompts':['x'],'mode':'single'")).isEmpty();
        assertThat(warnings(flat + ",'webhook':{'url':'https://x.example','secrte':'x'}"))
                .extracting(Warning::path)
                .containsExactly("webhook.secrte");
    }

    @Test
    void theyAreRefusedWhereThatIsAskedFor() {
        assertThat(refused(SOUND + ",'promt':'x','strict':true", false))
                .extracting(Violation::path, Violation::code)
                .containsExactly(org.assertj.core.groups.Tuple.tuple("promt", "unknown-field"));
        assertThat(refused(SOUND + ",'promt':'x'", true)).hasSize(1);
        assertThat(refused(SOUND + ",'strict':'yes'", false))
                .extracting(Violation::code)
                .containsExactly("wrong-type");
    }

    @Test
    void besideAnotherFaultTheyAreNamedAsWell() {
        assertThat(refused(SOUND + ",'engin':'x','mode':'turbo'", false))
                .extracting(Violation::path)
                .containsExactlyInAnyOrder("mode", "engin");
    }

    @Test
    void thousandsAreCountedAndNotListed() {
        String many = IntStream.range(0, 3_000)
                .mapToObj(i -> "'prompt%d':%d".formatted(i, i))
                .collect(Collectors.joining(","));
        assertThat(warnings(SOUND + "," + many)).hasSize(21).last().satisfies(last -> assertThat(last.message())
                .isEqualTo("found 2980 more unknown fields"));
    }

    @Test
    void aNameOfAnyLengthIsShownInFewCharacters() {
        assertThat(warnings(SOUND + ",'" + "promt".repeat(9_000) + "':1"))
                .singleElement()
                .satisfies(warning -> assertThat(warning.path()).hasSizeLessThan(100));
    }

    private List<Warning> warnings(String fields) {
        return reader.examine(json(fields), false).warnings();
    }

    private List<Violation> refused(String fields, boolean strict) {
        return catchThrowableOfType(InvalidRequestException.class, () -> reader.examine(json(fields), strict))
                .violations();
    }

    private static byte[] json(String fields) {
        return ("{" + fields + "}").replace('\'', '"').getBytes(StandardCharsets.UTF_8);
    }
}
