package dev.parley.contracts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.parley.contracts.RenderRequest.AudioMix;
import dev.parley.contracts.RenderRequest.Speaker;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Scripts of more than two people, which only an experiment may have. */
class ScriptOfManyTest {
    private static final RequestReader READER = new RequestReader();

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "-",
            value = {
                "(s1) a (s2) b (s3) c          |a      |b    |c",
                "(S1)a( s 2 )b( S3 )c          |a      |b    |c",
                "(s3) a (s2) b (s1) c          |..c    |.b   |a",
                "(s1) a (s3) b (s2) c (s1) d   |a..d   |.c   |b",
                "(s2) a (s1) b (s3) c (s2) d   |.b     |a..d |.c",
                "(s1) a (s1) b (s3) c (s2) d   |a b    |.d   |c",
                "(s2) a (s1) b (s2) c          |.b     |a.c  |-"
            })
    void turnsAreRoundsInWhichNobodyHasToSpeak(String script, String first, String second, String third) {
        RenderRequest read = READER.read(request(script, 0).toString());
        assertThat(read.speakers().stream().map(Speaker::text).map(text -> text.replace('\n', '.')))
                .containsExactlyElementsOf(
                        Stream.of(first, second, third).filter(Objects::nonNull).toList());
        assertThat(read.audioMix()).isEqualTo(AudioMix.IN_TURN);
    }

    @Test
    void sixMayTalk() {
        String script = "(s1) a (s2) b (s3) c (s4) d (s5) e (s6) f";
        assertThat(READER.read(request(script, 0).toString()).speakers()).hasSize(6);
        assertThat(READER.read(request(script, 6).toString()).speakers()).hasSize(6);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "3|(s1) a (s2) b (s3) c (s4) d|line 1, column 22, '(s4)': found an unknown speaker, expected (s1) to (s3); speakers given: 3",
                "3|(s1) a (s2) b\\n(s9) c|line 2, column 1, '(s9)': found an unknown speaker, expected (s1) to (s3); speakers given: 3",
                "2|(s1) a (s2) b (S3) c|line 1, column 15, '(S3)': found an unknown speaker, expected (s1) or (s2); speakers given: 2",
                "1|(s1) a (s2) b ( s3 ) c|line 1, column 15, '( s3 )': found an unknown speaker, expected (s1) or (s2); speakers given: 1",
                "0|(s1) a (s2) b (s7) c|line 1, column 15, '(s7)': found an unknown speaker, expected (s1) to (s6)",
                "6|(s1) a (s2) b (s8) c|line 1, column 15, '(s8)': found an unknown speaker, expected (s1) to (s6)",
                "4|(s1) a (s0) b|line 1, column 8, '(s0)': found an unknown speaker, expected (s1) to (s4); speakers given: 4",
                "0|(s1) a (s12) b|line 1, column 8, '(s12)': found an unknown speaker, expected (s1) to (s6)",
                "0|Hi! (s1) a (s3) b|line 1, column 1, 'Hi!': found words before the first tag, expected (s1) to (s6)",
                "3|(s1) a [s3] b|line 1, column 8, '[s3]': found what looks like a tag, expected (s1) to (s3)",
                "3|(s1) a\\ns3: b|line 2, column 1, 's3:': found what looks like a tag, expected (s1) to (s3)",
                "0|(s1) a (s3)|line 1, column 8, '(s3)': found an empty turn, expected words to speak",
                "0|(s1) a (s3) b|found no turn of (s2), expected turns of everybody from (s1) to (s3)",
                "0|(s4) a|found no turn of (s1), (s2), (s3), expected turns of everybody from (s1) to (s4)",
                "0|(s2) a|found no turn of (s1), expected turns of (s1), or of (s1) and (s2)"
            })
    void aBadScriptSaysWhereAndWhoMaySpeak(int listed, String script, String fault) {
        assertThat(violations(request(script.replace("\\n", "\n"), listed)))
                .filteredOn(violation -> violation.code().equals("bad-script"))
                .containsExactly(new Violation("script", "bad-script", fault));
    }

    @ParameterizedTest
    @CsvSource({"3", "4", "5", "6"})
    void withoutTheExperimentTwoSpeak(int tag) {
        ObjectNode request = request("(s1) a (s2) b (s%d) c".formatted(tag), 0);
        request.remove("experimental");
        Violation refusal = new Violation(
                "script",
                "bad-script",
                ("line 1, column 15, '(s%d)': found an unknown speaker, expected (s1) or (s2);"
                                + " up to (s6) are an experiment that experimental allows")
                        .formatted(tag));
        assertThat(violations(request)).containsExactly(refusal);
        assertThat(violations(request.put("experimental", false))).containsExactly(refusal);
    }

    @Test
    void theReferencesFormKnowsTwo() {
        ObjectNode request = Requests.json("{'cond_image': '%s', 'experimental': true}".formatted(Requests.PICTURE));
        request.putObject("tts_audio")
                .put("text", "(s1) a (s2) b (s3) c")
                .put("human1_voice", "kate")
                .put("human2_voice", "kevin");
        assertThat(violations(request))
                .containsExactly(new Violation(
                        "tts_audio.text",
                        "bad-script",
                        "line 1, column 15, '(s3)': found an unknown speaker, expected (s1) or (s2)"));
    }

    /** @param listed how many speakers the request lists; none where it lists nobody */
    private static ObjectNode request(String script, int listed) {
        ObjectNode request = Requests.json("{'image': '%s'}".formatted(Requests.PICTURE))
                .put("script", script)
                .put("experimental", true);
        IntStream.range(0, listed).forEach(i -> request.withArray("speakers").addObject());
        return request;
    }

    private static List<Violation> violations(ObjectNode request) {
        return catchThrowableOfType(InvalidRequestException.class, () -> READER.read(request.toString()))
                .violations();
    }
}
