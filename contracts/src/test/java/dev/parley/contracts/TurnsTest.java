package dev.parley.contracts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.contracts.RenderRequest.Turn;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TurnsTest {
    private static final String HEAD = "{\"image\":\"https://x.example/a.png\",";
    private static final RequestReader READER = new RequestReader();

    @Test
    void turnsNameThePeopleWhoNeedNotBeListed() {
        RenderRequest read = READER.read(HEAD + "\"turns\":[{\"speaker\":2,\"start\":0.5,\"text\":\"Hi.\"},"
                + "{\"speaker\":1,\"audio\":\"https://x.example/a.wav\",\"from\":1,\"to\":2.5}]}");
        assertThat(read.speakers()).hasSize(2);
        assertThat(read.turns())
                .containsExactly(
                        new Turn(2, 0.5, null, "Hi.", null, null),
                        new Turn(1, null, "https://x.example/a.wav", null, 1.0, 2.5));
    }

    @Test
    void aChannelIsThatOfTheTurnsOfItsSpeaker() {
        RenderRequest read = READER.read(HEAD
                + "\"turns\":[{\"speaker\":1,\"audio\":\"https://x.example/a.wav\"}],\"audioMix\":\"timeline\","
                + "\"speakers\":[{\"channel\":\"right\"}]}");
        assertThat(read.speakers().get(0).channel()).isEqualTo(2);
    }

    @Test
    void settingsWithoutTurnsDoNotMentionThem() {
        RenderRequest plain = READER.read(HEAD + "\"speakers\":[{\"text\":\"Hi.\"}]}");
        assertThat(Json.write(RequestDefaults.fill(plain, RenderRequest.Engine.PANTOMIME)))
                .doesNotContain("turns");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "\"turns\":[{}]|turns[0].speaker missing",
                "\"turns\":[]|turns wrong-count",
                "\"turns\":7|turns wrong-type",
                "\"turns\":[{\"speaker\":3,\"text\":\"x\"}]|speakers wrong-count",
                "\"turns\":[{\"speaker\":7,\"text\":\"x\"}]|turns[0].speaker out-of-range",
                "\"turns\":[{\"speaker\":0,\"text\":\"x\"}]|turns[0].speaker out-of-range",
                "\"turns\":[{\"speaker\":1}]|turns[0] missing",
                "\"turns\":[{\"speaker\":1,\"text\":\"x\",\"audio\":\"https://x.example/a.wav\"}]|turns[0] ambiguous",
                "\"turns\":[{\"speaker\":1,\"text\":\" \"}]|turns[0].text missing",
                "\"turns\":[{\"speaker\":1,\"text\":\"(s2) x\"}]|turns[0].text bad-script",
                "\"turns\":[{\"speaker\":1,\"text\":\"x\",\"from\":1}]|turns[0].from not-allowed",
                "\"turns\":[{\"speaker\":1,\"start\":-1,\"text\":\"x\"}]|turns[0].start out-of-range",
                "\"turns\":[{\"speaker\":1,\"audio\":\"x.wav\"}]|turns[0].audio not-an-input",
                "\"turns\":[{\"speaker\":1,\"audio\":\"https://x.example/a.wav\",\"from\":2,\"to\":2}]|turns[0].to out-of-range",
                "\"turns\":[{\"speaker\":1,\"text\":\"x\"}],\"audioMix\":\"in-turn\"|audioMix not-allowed",
                "\"turns\":[{\"speaker\":1,\"text\":\"x\"}],\"speakers\":[{\"startSeconds\":1}]|speakers[0].startSeconds not-allowed",
                "\"turns\":[{\"speaker\":1,\"text\":\"x\"}],\"audio_path\":\"https://x.example/a.wav\"|mixed-forms",
                "\"turns\":[{\"speaker\":1,\"text\":\"x\"}],\"script\":\"(s1) y\"|script ambiguous",
                "\"turns\":[{\"speaker\":1,\"text\":\"x\"}],\"speakers\":[{\"text\":\"y\"}]|speakers[0].text ambiguous",
                "\"turns\":[{\"speaker\":1,\"text\":\"x\"}],\"speakers\":[{\"channel\":2}]|speakers[0].channel not-allowed",
                "\"turns\":[{\"speaker\":1,\"text\":\"x\"}],\"speakers\":[{},{\"voice\":\"kim\"}]|speakers[1].voice not-allowed"
            })
    void whatNoTurnMayBeIsRefusedWhereItStands(String fields, String refusal) {
        assertThatThrownBy(() -> READER.read(HEAD + fields + "}"))
                .isInstanceOfSatisfying(InvalidRequestException.class, e -> assertThat(e.violations())
                        .extracting(violation -> (violation.path() + " " + violation.code()).strip())
                        .contains(refusal));
    }
}
