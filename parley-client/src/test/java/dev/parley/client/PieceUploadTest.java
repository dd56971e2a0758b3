package dev.parley.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PieceUploadTest {
    private static final byte[] LARGE = large();
    private static final String INPUT =
            "inputs/" + HexFormat.of().formatHex(InputUpload.sha256().digest(LARGE));
    private static final String PLACE = "/v1/uploads/resumable/" + ScriptedFarm.ID;

    private ScriptedFarm farm;

    @BeforeEach
    void start() throws IOException {
        farm = new ScriptedFarm();
    }

    @AfterEach
    void stop() {
        farm.close();
    }

    /** Two pieces and 5 bytes. */
    private static byte[] large() {
        byte[] bytes = new byte[2 * PieceUpload.PIECE + 5];
        Arrays.fill(bytes, (byte) 'a');
        return bytes;
    }

    private static ScriptedFarm.Answer told(int status, long offset, String... headers) {
        return call -> {
            call.getResponseHeaders().set("Upload-Offset", Long.toString(offset));
            ScriptedFarm.json(status, "", headers).give(call);
        };
    }

    private static final ScriptedFarm.Answer BREAKS = call -> {};

    @Test
    void aLargeFileGoesInPieces(@TempDir Path folder) throws Exception {
        Path file = Files.write(folder.resolve("large.wav"), LARGE);
        farm.then(201, "", "Location", PLACE)
                .then(told(204, PieceUpload.PIECE))
                .then(told(204, 2L * PieceUpload.PIECE))
                .then(told(204, LARGE.length, "Parley-Input", INPUT));

        assertThat(farm.client().upload(JobInput.of(file))).isEqualTo(INPUT);

        assertThat(farm.calls).extracting(ScriptedFarm.Call::method).containsExactly("POST", "PATCH", "PATCH", "PATCH");
        assertThat(farm.calls.get(0).header("Upload-Length")).isEqualTo(Integer.toString(LARGE.length));
        assertThat(farm.calls.get(3).path()).isEqualTo(PLACE);
        assertThat(farm.calls.get(3).header("Upload-Offset")).isEqualTo(Integer.toString(2 * PieceUpload.PIECE));
        assertThat(farm.calls.get(3).body()).isEqualTo("aaaaa");
        assertThat(farm.calls.get(3).header("Upload-Checksum")).startsWith("sha256 ");
    }

    @Test
    void afterABreakItGoesOnWithWhatHasNotArrived() throws Exception {
        farm.then(201, "", "Location", PLACE)
                .then(told(204, PieceUpload.PIECE))
                .then(BREAKS)
                .then(told(200, LARGE.length - 3L))
                .then(told(204, LARGE.length, "Parley-Input", INPUT));

        assertThat(farm.client().upload(JobInput.of(LARGE))).isEqualTo(INPUT);

        assertThat(farm.calls)
                .extracting(ScriptedFarm.Call::method)
                .containsExactly("POST", "PATCH", "PATCH", "HEAD", "PATCH");
        assertThat(farm.calls.get(4).body()).isEqualTo("aaa");
        assertThat(farm.pauses).isEmpty();
    }

    @Test
    void anAnswerThatIsLostWithTheLastPieceIsAskedFor() throws Exception {
        farm.then(201, "", "Location", PLACE)
                .then(told(204, 2L * PieceUpload.PIECE))
                .then(BREAKS)
                .then(told(200, LARGE.length, "Parley-Input", INPUT));

        assertThat(farm.client().upload(JobInput.of(LARGE))).isEqualTo(INPUT);
    }

    @Test
    void aPieceThatWasGarbledIsSentAgainUntilPatienceEnds() {
        farm.then(201, "", "Location", PLACE);
        for (int i = 0; i < 40; i++) {
            farm.then(460, "{\"title\":\"Checksum mismatch\"}").then(told(200, 0));
        }

        assertThatThrownBy(() -> farm.client().upload(JobInput.of(LARGE)))
                .isInstanceOfSatisfying(ParleyProblemException.class, problem -> assertThat(problem.status())
                        .isEqualTo(460));
        assertThat(farm.pauses.stream().reduce(Duration.ZERO, Duration::plus))
                .isBetween(Duration.ofMinutes(1), Duration.ofMinutes(2));
    }

    @Test
    void aRefusalIsNotRepeated() {
        farm.then(413, "{\"title\":\"Too large\"}");
        assertThatThrownBy(() -> farm.client().upload(JobInput.of(LARGE))).isInstanceOf(ParleyProblemException.class);
        assertThat(farm.calls).hasSize(1);
    }

    @Test
    void aFarmThatTakesNoPiecesGetsTheWhole() throws Exception {
        farm.then(404, "{}").then(201, "{\"input\":\"%s\",\"bytes\":5}".formatted(INPUT));

        assertThat(farm.client().upload(JobInput.of(LARGE))).isEqualTo(INPUT);

        assertThat(farm.calls.get(1).path()).isEqualTo("/v1/uploads");
        assertThat(farm.calls.get(1).body()).hasSize(LARGE.length);
    }

    @Test
    void anotherInputThanWhatWasSentIsNoAnswer() {
        for (String other : List.of("inputs/" + "0".repeat(64), "x")) {
            farm.then(201, "", "Location", PLACE).then(told(204, LARGE.length, "Parley-Input", other));
            assertThatThrownBy(() -> farm.client().upload(JobInput.of(LARGE)))
                    .isInstanceOf(ParleyAnswerException.class);
        }
    }
}
