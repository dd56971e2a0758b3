package dev.parley.multitalk.internal.convert;

import dev.parley.multitalk.CheckpointException;
import dev.parley.multitalk.internal.checkpoint.Checkpoint;
import dev.parley.multitalk.internal.checkpoint.SafetensorsWriter.Planned;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** A checkpoint with the same keys, types and values as safetensors. */
final class PickleConversion {
    private static final String METADATA = "__metadata__";

    private PickleConversion() {}

    static WeightFile of(Path from, Path to) throws IOException {
        Checkpoint checkpoint = Checkpoint.open(from);
        for (String name : List.of("", METADATA)) {
            if (checkpoint.has(name)) {
                throw new CheckpointException("%s has a tensor %s, which a safetensors file cannot have"
                        .formatted(from, name.isEmpty() ? "without a name" : "named " + name));
            }
        }
        if (checkpoint.tensors().isEmpty()) {
            throw new CheckpointException("%s has no tensors".formatted(from));
        }
        try {
            List<Planned> tensors = checkpoint.tensors().entrySet().stream()
                    .map(tensor -> new Planned(
                            tensor.getKey(),
                            tensor.getValue().type(),
                            tensor.getValue().shape()))
                    .toList();
            WeightFile file = new WeightFile(
                    to,
                    Map.of("format", "pt"),
                    tensors,
                    (tensor, out) -> StoredBytes.copy(checkpoint.tensors().get(tensor.key()), out));
            file.bytes();
            return file;
        } catch (ArithmeticException e) {
            throw new CheckpointException("%s: its tensors are larger than any file".formatted(from), e);
        }
    }
}
