package dev.parley.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

/** The table of presets on the smallest window there is, from the command line. */
class PresetsBenchTest {
    private static final Path HOUSE = Path.of("../..");

    private final StringWriter errors = new StringWriter();

    private int presets(String... options) {
        CommandLine commands = Bench.commands().setErr(new PrintWriter(errors, true));
        List<String> line = new ArrayList<>(List.of(
                "presets",
                "--model=" + HOUSE.resolve("models/multitalk-tiny"),
                "--image=" + HOUSE.resolve("samples/woman.png"),
                "--audio=" + HOUSE.resolve("samples/hello.wav")));
        line.addAll(Arrays.asList(options));
        return commands.setOverwrittenOptionsAllowed(true).execute(line.toArray(String[]::new));
    }

    @Test
    void eachPresetHasALine() {
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        PrintStream out = System.out;
        System.setOut(new PrintStream(said, true, StandardCharsets.UTF_8));
        int code;
        try {
            code = presets("--size=64x64", "--frames=5");
        } finally {
            System.setOut(out);
        }
        assertThat(errors.toString()).isEmpty();
        assertThat(code).isZero();
        String seconds = "5 frames 64x64: \\d+\\.\\d{3} s \\(median \\d+\\.\\d{3} of 1, CPU \\d+\\.\\d{3} s\\), ";
        String psnr = "\\d+\\.\\d dB PSNR";
        assertThat(said.toString(StandardCharsets.UTF_8).lines())
                .satisfiesExactly(
                        line -> assertThat(line)
                                .matches(
                                        "presets: standard \\(40 steps, shift 7, text 5, audio 4\\), " + seconds
                                                + "120 passes computed, 0 of 40 steps skipped, what the others are held against"),
                        line -> assertThat(line)
                                .matches("presets: standard, TeaCache \\(40 steps, shift 7, text 5, audio 4\\), "
                                        + seconds + "(?!120)\\d+ passes computed, [1-9]\\d* of 40 steps skipped, "
                                        + psnr),
                        line -> assertThat(line)
                                .matches("presets: fusionx \\(8 steps, shift 2, text 1, audio 2\\), " + seconds
                                        + "16 passes computed, 0 of 8 steps skipped, " + psnr),
                        line -> assertThat(line)
                                .matches("presets: lightx2v \\(4 steps, shift 2, text 1, audio 2\\), " + seconds
                                        + "8 passes computed, 0 of 4 steps skipped, " + psnr),
                        line -> assertThat(line)
                                .matches("presets: standard, INT8 \\(40 steps, shift 7, text 5, audio 4\\), " + seconds
                                        + "120 passes computed, 0 of 40 steps skipped, " + psnr));
    }

    @ParameterizedTest
    @CsvSource({
        "--size=100x100, both sides must be divisible by 16",
        "--size=small, 'a size is HEIGHTxWIDTH, not small'",
        "--frames=80, 'A window has 4n+1 frames, at least 5, not 80'",
        "--frames=1, 'A window has 4n+1 frames, at least 5, not 1'",
        "--frames=-5, 'At least one round of one frame is timed, not 1 of -5'",
        "--rounds=0, 'At least one round of one frame is timed, not 0 of 81'",
        "--image=none.png, Cannot read none.png",
        "--audio=none.wav, Cannot read none.wav"
    })
    void whatCannotBeIsRefusedInOneLineBeforeAnythingIsRendered(String option, String message) {
        assertThat(presets(option)).isEqualTo(2);
        assertThat(errors.toString()).contains(message).doesNotContain("\tat ");
    }
}
