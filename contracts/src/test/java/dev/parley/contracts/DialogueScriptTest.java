package dev.parley.contracts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.contracts.RenderRequest.AudioMix;
import dev.parley.contracts.RenderRequest.Speaker;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DialogueScriptTest {
    private static final String HEAD = "{\"image\":\"https://x.example/a.png\",";
    private static final RequestReader READER = new RequestReader();

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "(s1) a (s2) b|0 a;1 b",
                "(S1) a (S2) b|0 a;1 b",
                "( s1 ) a\\n( S 2 )\\n b\\nc|0 a;1 b c",
                "(s2)a(s1)b(s2)c|1 a;0 b;1 c",
                "(s1) a (s1) b (s2) c|0 a b;1 c",
                "(s1) only one|0 only one",
                "(s1) a [pause 0.8] b [PAUSE 2s] (s2) c|0 a [pause 0.8] b [PAUSE 2s];1 c",
                "(s1) (aside) he's sure (s2) it's 3:30|0 (aside) he's sure;1 it's 3:30"
            })
    void turnsAreRead(String script, String turns) {
        DialogueScript read = DialogueScript.of(script.replace("\\n", "\n"), ScriptCast.OF_TWO);
        assertThat(read.faults()).isEmpty();
        assertThat(read.turns().stream().map(turn -> turn.speaker() + " " + turn.words()))
                .containsExactly(turns.split(";"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "Hello!|line 1, column 1, 'Hello!': found words before the first tag, expected (s1) or (s2)",
                "Hi (s1) a|line 1, column 1, 'Hi': found words before the first tag, expected (s1) or (s2)",
                "\\n  so (s1) a|line 2, column 3, 'so': found words before the first tag, expected (s1) or (s2)",
                "[pause 1] one (s1) a|line 1, column 11, 'one': found words before the first tag, expected (s1) or (s2)",
                "(s1) a (s3) b|line 1, column 8, '(s3)': found an unknown speaker, expected (s1) or (s2)",
                "(s1) a\\n(s0) b|line 2, column 1, '(s0)': found an unknown speaker, expected (s1) or (s2)",
                "(s1) a (s999999999) b|line 1, column 8, '(s999999999)': found an unknown speaker, expected (s1) or (s2)",
                "(s1) (s2) b|line 1, column 1, '(s1)': found an empty turn, expected words to speak",
                "(s1) a (s2)|line 1, column 8, '(s2)': found an empty turn, expected words to speak",
                "(s1) a (s2) ... !|line 1, column 8, '(s2)': found an empty turn, expected words to speak",
                "(s1) a (s2) [pause 1]|line 1, column 8, '(s2)': found an empty turn, expected words to speak",
                "(s1) a [s2] b|line 1, column 8, '[s2]': found what looks like a tag, expected (s1) or (s2)",
                "(s1) a {s2} b|line 1, column 8, '{s2}': found what looks like a tag, expected (s1) or (s2)",
                "(s1) a <s2> b|line 1, column 8, '<s2>': found what looks like a tag, expected (s1) or (s2)",
                "(s1) a (s2 b|line 1, column 8, '(s2': found what looks like a tag, expected (s1) or (s2)",
                "(s1) a (s2] b|line 1, column 8, '(s2]': found what looks like a tag, expected (s1) or (s2)",
                "(s1) a (speaker 2) b|line 1, column 8, '(speaker 2)': found what looks like a tag, expected (s1) or (s2)",
                "(s1) a (person2) b|line 1, column 8, '(person2)': found what looks like a tag, expected (s1) or (s2)",
                "(s1) a (S3) b|line 1, column 8, '(S3)': found an unknown speaker, expected (s1) or (s2)",
                "(s1) a ( s3 ) b|line 1, column 8, '( s3 )': found an unknown speaker, expected (s1) or (s2)",
                "(s1) a (s\uff13) b|line 1, column 8, '(s\uff13)': found what looks like a tag, expected (s1) or (s2)",
                "(s1) a () b (s) c|line 1, column 13, '(s)': found what looks like a tag, expected (s1) or (s2)",
                "(s1) a\\ns2: b|line 2, column 1, 's2:': found what looks like a tag, expected (s1) or (s2)",
                "(s1) a\\nSpeaker 2: b|line 2, column 1, 'Speaker 2:': found what looks like a tag, expected (s1) or (s2)",
                "(s1) a [pause] b|line 1, column 8, '[pause]': found no length of a pause, expected seconds above 0 and at most 60, as [pause 0.8]",
                "(s1) a [pause x] b|line 1, column 8, '[pause x]': found no length of a pause, expected seconds above 0 and at most 60, as [pause 0.8]",
                "(s1) a [pause 0] b|line 1, column 8, '[pause 0]': found no length of a pause, expected seconds above 0 and at most 60, as [pause 0.8]",
                "(s1) a [pause -1] b|line 1, column 8, '[pause -1]': found no length of a pause, expected seconds above 0 and at most 60, as [pause 0.8]",
                "(s1) a [pause 61] b|line 1, column 8, '[pause 61]': found no length of a pause, expected seconds above 0 and at most 60, as [pause 0.8]",
                "(s1) a [pause 1e9] b|line 1, column 8, '[pause 1e9]': found no length of a pause, expected seconds above 0 and at most 60, as [pause 0.8]",
                "(s1) a [pause 1,5] b|line 1, column 8, '[pause 1,5]': found no length of a pause, expected seconds above 0 and at most 60, as [pause 0.8]",
                "(s1) a [pause 0.8|line 1, column 8, '[pause 0.8': found an unknown mark, expected [pause SECONDS]",
                "(s1) a [laughs] b|line 1, column 8, '[laughs]': found an unknown mark, expected [pause SECONDS]",
                "(s1) a ] b|line 1, column 8, ']': found an unknown mark, expected [pause SECONDS]",
                "(s2) a|found no turn of (s1), expected turns of (s1), or of (s1) and (s2)",
                "...|found no words, expected turns, as '(s1) Hello! (s2) Hi.'"
            })
    void aBadScriptSaysWhere(String script, String fault) {
        assertThat(DialogueScript.of(script.replace("\\n", "\n"), ScriptCast.OF_TWO)
                        .faults())
                .containsExactly(fault);
    }

    @Test
    void allFaultsAreNamedAndALongTextIsRefusedUnread() {
        assertThat(DialogueScript.of("x (s1) (s7) b [c]", ScriptCast.OF_TWO).faults())
                .hasSize(4);
        assertThat(DialogueScript.of("(s1) " + "a".repeat(16_384), ScriptCast.OF_TWO)
                        .faults())
                .containsExactly("found 16389 characters, expected at most 16384");
    }

    @Test
    void aScriptIsTheTextsOfItsSpeakers() {
        RenderRequest read = READER.read(HEAD + "\"script\":\"(s2) Who? (s1) You. (s2) Oh.\",\"speakers\":"
                + "[{\"voice\":\"kevin\"},{\"voice\":\"espeak-ng/en-us\"}]}");
        assertThat(read.speakers())
                .containsExactly(
                        new Speaker(null, "\nYou.", "kevin", null, null, null, null),
                        new Speaker(null, "Who?\nOh.", "espeak-ng/en-us", null, null, null, null));
        assertThat(read.audioMix()).isEqualTo(AudioMix.IN_TURN);
        assertThat(READER.read(HEAD + "\"script\":\"(s1) Alone.\"}").speakers()).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "\"script\":\"(s3) x\"|script bad-script",
                "\"script\":7|script wrong-type",
                "\"script\":\"(s1) x (s2) y\",\"audioMix\":\"together\"|script ambiguous",
                "\"script\":\"(s1) x\",\"speakers\":[{\"text\":\"y\"}]|script ambiguous",
                "\"script\":\"(s1) x\",\"speakers\":[{\"audio\":\"https://x.example/a.wav\"}]|speakers[0] ambiguous",
                "\"script\":\"(s1) x\",\"speakers\":[{},{\"voice\":\"kim\"}]|speakers[1] missing",
                "\"speakers\":[{\"text\":\"(s1) x\"}]|speakers[0].text bad-script",
                "\"speakers\":[{\"text\":\"x [laughs]\"}]|speakers[0].text bad-script",
                "\"speakers\":[{\"text\":\"[pause 1]\"}]|speakers[0].text missing",
                "\"speakers\":[{\"text\":\"x\",\"voice\":\"../y\"}]|speakers[0].voice bad-format"
            })
    void aScriptThatDoesNotFitTheRequestIsRefused(String fields, String refusal) {
        assertThatThrownBy(() -> READER.read(HEAD + fields + "}"))
                .isInstanceOfSatisfying(InvalidRequestException.class, e -> assertThat(e.violations())
                        .extracting(violation -> violation.path() + " " + violation.code())
                        .contains(refusal));
    }

    @ParameterizedTest
    @ValueSource(strings = {"kate", "af_heart", "espeak-ng/en-us", "flite/slt"})
    void voicesHaveNamesOfManyKinds(String voice) {
        assertThat(READER.read(HEAD + "\"speakers\":[{\"text\":\"x\",\"voice\":\"" + voice + "\"}]}")
                        .speakers())
                .extracting(Speaker::voice)
                .containsExactly(voice);
    }

    @Test
    void pausesCutATurn() {
        assertThat(SpokenText.parts("a [pause 0.5] b[pause 2 s]"))
                .containsExactly(
                        new SpokenText.Part(0, "a ", 0.5),
                        new SpokenText.Part(13, " b", 2),
                        new SpokenText.Part(26, "", 0));
    }
}
