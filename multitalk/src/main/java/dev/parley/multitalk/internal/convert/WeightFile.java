package dev.parley.multitalk.internal.convert;

import dev.parley.multitalk.internal.checkpoint.SafetensorsWriter;
import dev.parley.multitalk.internal.checkpoint.SafetensorsWriter.Planned;
import dev.parley.multitalk.internal.checkpoint.SafetensorsWriter.Values;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.LongConsumer;

/**
 * A file that is to be written.
 *
 * @param metadata strings about the whole file
 */
record WeightFile(Path path, Map<String, String> metadata, List<Planned> tensors, Values values) {
    WeightFile {
        tensors = List.copyOf(tensors);
    }

    /** Of its tensors, without the header. */
    long bytes() {
        return tensors.stream().mapToLong(Planned::bytes).reduce(0, Math::addExact);
    }

    /** @param written hears how many more bytes were */
    void write(LongConsumer written) throws IOException {
        new SafetensorsWriter(path, tensors).write(metadata, (tensor, out) -> {
            values.write(tensor, out);
            written.accept(tensor.bytes());
        });
    }
}
