package dev.parley.cli.doctor;

import static dev.parley.contracts.Finding.Verdict.BAD;
import static dev.parley.contracts.Finding.Verdict.NOTE;
import static dev.parley.contracts.Finding.Verdict.OK;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.cli.farm.LocalVoiceList;
import dev.parley.cli.http.VoiceLine;
import dev.parley.contracts.Finding;
import dev.parley.contracts.Json;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ChecksTest {
    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource({"17, Linux, amd64, OK", "16, Linux, amd64, BAD", "21, Mac OS X, aarch64, BAD", "21, Linux, aarch64, BAD"
    })
    void javaAndTheMachineItIsFor(int version, String system, String processor, Finding.Verdict verdict) {
        assertThat(JavaCheck.look(version, system, processor).verdict()).isEqualTo(verdict);
    }

    @Test
    void aLocaleWithoutUtf8IsNamedWithTheVariableToSet() {
        assertThat(TextCheck.look("ANSI_X3.4-1968", Map.of("LANG", "C")))
                .containsExactly(Finding.bad(
                        "text",
                        "text and file names in ANSI_X3.4-1968 (LANG=C)",
                        "set LC_ALL=C.UTF-8, or another UTF-8 locale"));
        assertThat(TextCheck.look("UTF-8", Map.of()).get(0).verdict()).isEqualTo(OK);
    }

    @ParameterizedTest
    @CsvSource({"1000, BAD", "2000, NOTE", "4000, OK"})
    void memoryForAFarmAndForItsModel(long available, Finding.Verdict verdict) {
        MemoryCheck.Memory memory = new MemoryCheck.Memory(8_000L << 20, available << 20);
        Finding finding = MemoryCheck.look(memory);
        assertThat(finding.verdict()).isEqualTo(verdict);
        assertThat(finding.found()).isEqualTo("%d MiB free of 8000 MiB".formatted(available));
    }

    @Test
    void thisMachineHasMemory() throws IOException {
        assertThat(MemoryCheck.ofThisMachine().available())
                .isBetween(1L, MemoryCheck.ofThisMachine().total());
    }

    @Test
    void aFolderThatIsNotThereYetIsJudgedByItsDisk() throws IOException {
        Path later = folder.resolve("deep").resolve("data");
        assertThat(DiskCheck.look(new DiskCheck.Place("data", later, 1, "")).verdict())
                .isEqualTo(OK);
        assertThat(later.getParent()).doesNotExist();
        try (var left = Files.list(folder)) {
            assertThat(left).isEmpty();
        }
    }

    @Test
    void aDiskWithoutRoomAndAFileInTheWayAreNamed() throws IOException {
        Finding full = DiskCheck.look(new DiskCheck.Place("data", folder, Long.MAX_VALUE, "choose another"));
        assertThat(full.verdict()).isEqualTo(BAD);
        assertThat(full.advice()).contains("free some space, or choose another");
        Path file = Files.createFile(folder.resolve("file"));
        assertThat(DiskCheck.look(new DiskCheck.Place("data", file.resolve("data"), 1, ""))
                        .found())
                .isEqualTo(file + " is not a folder");
    }

    @Test
    void aPortThatIsTakenIsBadOnlyWhereItHasToBeThatOne() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            int port = taken.getLocalPort();
            assertThat(PortsCheck.look(folder, OptionalInt.of(port)))
                    .isEqualTo(Finding.bad(
                            "ports",
                            port + " is in use by another program",
                            "stop that program, or choose another port"));
            Files.writeString(folder.resolve("ports.properties"), "page=" + port);
            Finding kept = PortsCheck.look(folder, OptionalInt.empty());
            assertThat(kept.verdict()).isEqualTo(NOTE);
            assertThat(kept.found()).isEqualTo("in use by other programs: {page=%d}".formatted(port));
        }
    }

    @Test
    void aGpuIsWhatItsDriverSays() throws InterruptedException {
        List<String> says = List.of("echo", "NVIDIA L40S, 580.1, 46068 MiB, 45000 MiB");
        assertThat(GpuCheck.look(true, true, says))
                .isEqualTo(Finding.ok("gpu", "NVIDIA L40S, 580.1, 46068 MiB, 45000 MiB"));
        assertThat(GpuCheck.look(false, true, says).verdict()).isEqualTo(NOTE);
        assertThat(GpuCheck.look(true, true, List.of("false")).verdict()).isEqualTo(BAD);
    }

    @Test
    void noGpuIsBadOnlyWhereOneIsAskedFor() throws InterruptedException {
        List<String> missing = List.of("/no/such/nvidia-smi");
        assertThat(GpuCheck.look(false, false, missing).verdict()).isEqualTo(OK);
        assertThat(GpuCheck.look(true, false, missing).verdict()).isEqualTo(BAD);
        assertThat(GpuCheck.look(false, true, missing).verdict()).isEqualTo(NOTE);
    }

    @Test
    void arithmeticThatIsWrongIsNamed() {
        String wrong =
                """
                {"ok":false,"libtorch":"2.7.1","device":"cpu","cpuCapability":"AVX512","threads":2,"millis":96.4,"checks":[
                  {"operation":"softmax","shape":"[3]","type":"F32","device":"cpu","ok":true,"message":"","millis":1},
                  {"operation":"convolution","shape":"18 to 3 channels","type":"F32","device":"cpu","ok":false,
                   "message":"expected 1.0, found NaN","millis":0.9}]}
                """;
        Finding finding = LibtorchCheck.finding(Json.read(wrong, LibtorchCheck.Report.class));
        assertThat(finding.verdict()).isEqualTo(BAD);
        assertThat(finding.found())
                .isEqualTo("libtorch 2.7.1 on cpu (AVX512) computes wrong results in 1 of 2 checks;"
                        + " convolution F32 18 to 3 channels: expected 1.0, found NaN");
    }

    @Test
    void arithmeticThatIsRightOrCannotBeTried() {
        String right =
                "{\"ok\":true,\"libtorch\":\"2.7.1\",\"device\":\"cpu\",\"cpuCapability\":\"AVX2\",\"checks\":[]}";
        assertThat(LibtorchCheck.finding(Json.read(right, LibtorchCheck.Report.class))
                        .verdict())
                .isEqualTo(OK);
        String problem = "{\"ok\":false,\"problem\":\"no device cuda:77\",\"device\":\"cuda:77\",\"checks\":[]}";
        assertThat(LibtorchCheck.finding(Json.read(problem, LibtorchCheck.Report.class))
                        .found())
                .isEqualTo("no device cuda:77");
    }

    @Test
    void voicesThatAreHereAndCannotBeUsedAreANote() {
        VoiceLine kate = new VoiceLine("kate", "en-US", "a higher voice", "FreeTTS 1.2.2");
        assertThat(VoicesCheck.finding(new LocalVoiceList.Answer(List.of(kate), List.of())))
                .isEqualTo(Finding.ok("voices", "1 of FreeTTS 1.2.2"));
        var half = new LocalVoiceList.Unavailable("Kokoro-82M", "No Kokoro in /m: it has no config.json");
        Finding found = VoicesCheck.finding(new LocalVoiceList.Answer(List.of(kate), List.of(half)));
        assertThat(found.verdict()).isEqualTo(NOTE);
        assertThat(found.found())
                .isEqualTo("1 of FreeTTS 1.2.2; none of Kokoro-82M: No Kokoro in /m: it has no config.json");
        assertThat(found.advice()).contains("models pull kokoro");
    }
}
