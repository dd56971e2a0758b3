package dev.parley.worker.multitalk;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProcessorTest {
    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource({
        "fpu sse4_2 avx2, false",
        "avx512f avx512_vnni avx512_bf16 sha_ni, true",
        "avx512f amx_tile amx_bf16 amx_int8, true",
        "avx512f avx512_bf16x, false"
    })
    void bfloat16IsKnownByItsInstructions(String flags, boolean bfloat16) throws IOException {
        Path cpuinfo = Files.writeString(
                folder.resolve("cpuinfo"),
                "processor\t: 0\nmodel name\t: a processor\nflags\t\t: %s\nbugs\t\t: none\n\nprocessor\t: 1\nflags\t\t: %s\n"
                        .formatted(flags, flags));
        assertThat(Processor.of(cpuinfo).hasBfloat16()).isEqualTo(bfloat16);
    }

    @Test
    void whereNothingIsListedThereIsNothing() throws IOException {
        assertThat(Processor.of(folder.resolve("none")).features()).isEmpty();
        Path arm = Files.writeString(folder.resolve("arm"), "processor\t: 0\nFeatures\t: fp asimd bf16\n");
        assertThat(Processor.of(arm).features()).isEmpty();
    }
}
