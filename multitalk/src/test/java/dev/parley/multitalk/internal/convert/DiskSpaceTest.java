package dev.parley.multitalk.internal.convert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.multitalk.TorchType;
import dev.parley.multitalk.internal.checkpoint.SafetensorsWriter.Planned;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DiskSpaceTest {
    private static final Path VAE = Path.of("../models/multitalk-tiny/Wan2.1-I2V-14B-480P/Wan2.1_VAE.pth");

    @TempDir
    Path folder;

    @Test
    void aConversionThatDoesNotFitWritesNothingAndSaysHowMuchIsMissing() throws IOException {
        Path to = folder.resolve("vae.safetensors");
        ConversionWork work = ConversionWork.toSafetensors(VAE, to);
        long needed = (work.bytes() + (1 << 20)) / 1_000_000 + 1;
        assertThatThrownBy(() -> work.run((file, done, total) -> {}, disk -> 1_500_000))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("Too little room on ")
                .hasMessageEndingWith("1 MB are free, " + needed + " MB are needed for " + to);
        try (Stream<Path> left = Files.list(folder)) {
            assertThat(left).isEmpty();
        }
    }

    @Test
    void aConversionThatJustFitsIsWritten() throws IOException {
        Path to = folder.resolve("new/vae.safetensors");
        ConversionWork work = ConversionWork.toSafetensors(VAE, to);
        work.run((file, done, total) -> {}, disk -> work.bytes() + (1 << 20));
        assertThat(Files.size(to)).isGreaterThan(work.bytes());
    }

    @Test
    void filesOfOneDiskAreAddedUp() {
        List<WeightFile> files = List.of(file("a"), file("b"));
        long one = files.get(0).bytes() + (1 << 20);
        assertThatCode(() -> DiskSpace.require(files.subList(0, 1), disk -> one))
                .doesNotThrowAnyException();
        assertThatThrownBy(() -> DiskSpace.require(files, disk -> 2 * one - 1))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("a.safetensors and ")
                .hasMessageEndingWith("b.safetensors");
        assertThatCode(() -> DiskSpace.require(files, disk -> 2 * one)).doesNotThrowAnyException();
    }

    private WeightFile file(String name) {
        Planned tensor = new Planned("w", TorchType.F32, List.of(1000L, 1000L));
        return new WeightFile(folder.resolve(name + ".safetensors"), Map.of(), List.of(tensor), (any, out) -> {});
    }
}
