package dev.parley.media;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A process of its own for each way in, since JavaCPP reads its limit once. */
class NativeMemoryTest {
    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"picture", "sound", "video", "encoder", "png", "codecs"})
    void whatOthersHoldIsNotCounted(String what) throws Exception {
        assertThat(run(what)).contains("used beside 1");
    }

    @Test
    void anOperatorsLimitIsKept() throws Exception {
        assertThat(run("picture", "-Dorg.bytedeco.javacpp.maxPhysicalBytes=64m"))
                .contains("OutOfMemoryError");
    }

    private String run(String what, String... options) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(ProcessHandle.current().info().command().orElse("java"));
        command.addAll(List.of(options));
        command.addAll(List.of(
                "-Xmx32m",
                "-XX:MaxDirectMemorySize=300m",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                BesideAModel.class.getName(),
                what,
                file(what).toString()));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        return said;
    }

    private Path file(String what) {
        return switch (what) {
            case "picture" -> TestFiles.write(folder.resolve("a.png"), Pictures.png(PaintedFrames.frame(1)));
            case "sound" ->
                TestFiles.write(
                        folder.resolve("a.wav"),
                        TestFiles.wav(TestFiles.WavFormat.PCM_S16LE, 16_000, 1, 16_000, i -> Math.sin(i * 0.1)));
            case "video" -> PaintedFrames.encode(folder.resolve("a.m4s"), 0, 5).file();
            default -> folder.resolve("made");
        };
    }
}
