package dev.parley.bench.layout;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.parley.bench.model.FloatTypeConverter;
import dev.parley.bench.model.Report;
import dev.parley.multitalk.TorchType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Writes a model's folder of the published layout, from random weights. */
@Command(
        name = "layout",
        description = "Writes a folder laid out like the published model, of any size, from random weights.")
public final class LayoutCommand implements Callable<Integer> {
    @Option(names = "--out", required = true, paramLabel = "DIR", description = "The folder; it may not hold anything.")
    Path out;

    @Option(
            names = "--scale",
            defaultValue = "1/64",
            converter = ScaleConverter.class,
            description = "Of all widths: 1 is the published size; default: ${DEFAULT-VALUE}.")
    int divisor;

    @Option(names = "--layers", defaultValue = "40", description = "Blocks of the DiT; default: ${DEFAULT-VALUE}.")
    int layers;

    @Option(
            names = "--dit-precision",
            defaultValue = "f32",
            converter = FloatTypeConverter.class,
            description = "f32, as published, or bf16: of Wan's own weights; default: ${DEFAULT-VALUE}.")
    TorchType ditType;

    @Option(names = "--shards", defaultValue = "7", description = "Files of Wan's weights; default: ${DEFAULT-VALUE}.")
    int shards;

    @Option(
            names = "--side",
            paramLabel = "PIXELS",
            description =
                    "Gives the model a square size of its own, for narrow models on a CPU; default: published sizes.")
    Integer side;

    @Option(
            names = "--tokenizer",
            defaultValue = "models/multitalk-tiny/Wan2.1-I2V-14B-480P/google/umt5-xxl",
            description = "Folder of umT5's tokenizer, which is copied; default: ${DEFAULT-VALUE}.")
    Path tokenizer;

    @Override
    public Integer call() throws IOException {
        requireOptions();
        PublishedLayout layout = new PublishedLayout(LayoutSizes.scaled(divisor, layers), ditType, shards);
        requireRoom(layout.bytes());
        long begin = System.nanoTime();
        layout.write(out, tokenizer, file -> Report.line("layout: %s, %d bytes", out.relativize(file), size(file)));
        if (side != null) {
            sizeOfItsOwn();
        }
        double seconds = (System.nanoTime() - begin) / 1e9;
        Report.line(
                "layout: %.2f GB in %.1f s, %.2f GB/s", layout.bytes() / 1e9, seconds, layout.bytes() / 1e9 / seconds);
        return 0;
    }

    private void requireOptions() {
        if (shards < 1) {
            throw new IllegalArgumentException("--shards: found %d; expected at least 1".formatted(shards));
        }
        if (side != null && (side < 16 || side % 16 != 0)) {
            throw new IllegalArgumentException("--side: found %d; expected a multiple of 16".formatted(side));
        }
        if (!Files.isDirectory(tokenizer)) {
            throw new IllegalArgumentException("--tokenizer: '%s' is no folder".formatted(tokenizer));
        }
    }

    private void requireRoom(long bytes) throws IOException {
        Files.createDirectories(out);
        try (var held = Files.list(out)) {
            if (held.findAny().isPresent()) {
                throw new IllegalArgumentException("--out: '%s' is not empty".formatted(out));
            }
        }
        long free = Files.getFileStore(out).getUsableSpace();
        if (free < bytes) {
            throw new IllegalArgumentException(
                    "--out: the disk has %.1f GB free; expected %.1f GB".formatted(free / 1e9, bytes / 1e9));
        }
    }

    private void sizeOfItsOwn() throws IOException {
        Map<String, Object> model =
                Map.of("name", "layout", "fps", 25, "size_buckets_h_w", Map.of("1.00", List.of(side, side)));
        new ObjectMapper().writeValue(out.resolve("multitalk_layout.json").toFile(), model);
    }

    private static long size(Path file) {
        return file.toFile().length();
    }
}
