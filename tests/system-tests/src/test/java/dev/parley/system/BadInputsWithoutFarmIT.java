package dev.parley.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** {@code ./parley render} says what is wrong with an input before it has started a farm, and leaves nothing behind. */
class BadInputsWithoutFarmIT {
    @TempDir
    static Path folder;

    private static Path data;

    @BeforeAll
    static void prepare() {
        data = folder.resolve("data");
    }

    static List<BadInput> badInputs() throws Exception {
        // To the command line a path is a file of this machine, there or not.
        return BadInput.all().stream()
                .filter(bad -> !bad.template().contains("../"))
                .toList();
    }

    @ParameterizedTest
    @MethodSource("badInputs")
    void isRefusedBeforeThereIsAFarm(BadInput bad) throws Exception {
        Path picture = Files.write(Files.createTempFile(folder, "picture", ".png"), bad.picture());
        Path voice = Files.write(Files.createTempFile(folder, "voice", ".wav"), bad.voice());
        Path request = Files.createTempFile(folder, "request", ".json");
        Files.writeString(
                request, bad.template().replace("$IMAGE", picture.toString()).replace("$VOICE", voice.toString()));
        isRefused(bad.name(), request, bad.path(), "[" + bad.code() + "]");
    }

    @Test
    void tenMegabytesOfJsonAreRefused() throws Exception {
        Path request = folder.resolve("large.json");
        Files.writeString(request, "{\"image\":\"" + "a".repeat(10 << 20) + "\"}");
        isRefused("ten megabytes of JSON", request, "--request", "[too-large]");
    }

    private static void isRefused(String name, Path request, String path, String code) throws Exception {
        Path video = folder.resolve("never.mp4");
        long began = System.nanoTime();
        Cli cli = Cli.run(
                folder,
                "render",
                "--request",
                request.toString(),
                "--data",
                data.toString(),
                "--output",
                video.toString());
        Duration took = Duration.ofNanos(System.nanoTime() - began);
        System.out.printf("%s: refused after %d ms%n", name, took.toMillis());
        assertThat(cli.exit()).as(cli.output()).isEqualTo(2);
        assertThat(cli.output()).contains(path, code).doesNotContain("uploading", "\tat ");
        assertThat(video).doesNotExist();
        assertThat(folder.resolve("never.mp4.part")).doesNotExist();
        assertThat(data.resolve("farm.json")).doesNotExist();
        assertThat(processesIn(data)).isEmpty();
    }

    @Test
    void theSameFolderServesAGoodRequestAfterwards() throws Exception {
        Path request = folder.resolve("cut-off.json");
        Path picture = Files.write(folder.resolve("cut-off.png"), new byte[] {(byte) 0x89, 'P', 'N', 'G'});
        String template = "{\"image\":\"%s\",\"speakers\":[{\"audio\":\"%s\"}],\"prompt\":\"p\"}";
        String voice = Distribution.PROJECT.resolve("samples/hello.wav").toString();
        Files.writeString(request, template.formatted(picture, voice));
        isRefused("four bytes of a PNG", request, "image", "[unreadable]");
        String woman = Distribution.PROJECT.resolve("samples/woman.png").toString();
        Files.writeString(request, template.formatted(woman, voice));
        Cli good = Cli.run(folder, "render", "--dry-run", "--request", request.toString(), "--data", data.toString());
        assertThat(good.exit()).as(good.output()).isZero();
        assertThat(processesIn(data)).isEmpty();
    }

    private static List<String> processesIn(Path dataDir) {
        return ProcessHandle.allProcesses()
                .filter(ProcessHandle::isAlive)
                .map(process -> process.info().commandLine().orElse(""))
                .filter(line -> line.contains(dataDir.toString()) || line.contains("LocalAdmission"))
                .filter(line -> line.contains(Distribution.HOME.toString()))
                .toList();
    }
}
