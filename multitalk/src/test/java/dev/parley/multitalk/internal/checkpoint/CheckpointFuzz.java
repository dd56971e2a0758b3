package dev.parley.multitalk.internal.checkpoint;

import dev.parley.multitalk.CheckpointException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/**
 * For {@code tools/fuzz/run checkpoint}: any bytes are weights, or are refused. The first byte decides what they are taken
 * for: a safetensors file, an index, or the pickle of a {@code torch.save}.
 */
public final class CheckpointFuzz {
    private static final Path SAFETENSORS = file(".safetensors");
    private static final Path INDEX = file(".index.json");

    /** Knows nothing of the world but that there is one. */
    private static final Pickle.Outside OUTSIDE = new Pickle.Outside() {
        @Override
        public Object global(String module, String name) {
            return module + "." + name;
        }

        @Override
        public Object call(Object function, List<?> args) {
            return args;
        }

        @Override
        public Object persistent(Object id) {
            return id;
        }
    };

    private static Path file(String end) {
        try {
            return Files.createTempFile("fuzz", end);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static void fuzzerTestOneInput(byte[] data) throws IOException {
        if (data.length == 0) {
            return;
        }
        byte[] rest = Arrays.copyOfRange(data, 1, data.length);
        try {
            switch (data[0] & 3) {
                case 0 -> Pickle.read(rest, OUTSIDE);
                case 1 -> Checkpoint.open(Files.write(INDEX, rest));
                default -> Checkpoint.open(Files.write(SAFETENSORS, rest));
            }
        } catch (CheckpointException refused) {
            if (refused.getMessage() == null) {
                throw new AssertionError("refused without a reason");
            }
        }
    }

    private CheckpointFuzz() {}
}
