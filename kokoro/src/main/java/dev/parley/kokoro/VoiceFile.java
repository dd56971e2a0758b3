package dev.parley.kokoro;

import ai.djl.ndarray.NDArray;
import dev.parley.multitalk.CheckpointException;
import dev.parley.multitalk.TorchType;
import dev.parley.multitalk.internal.checkpoint.Checkpoint;
import dev.parley.multitalk.internal.checkpoint.Weights;
import dev.parley.multitalk.internal.torch.Torch;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A voice: 256 numbers for each length of a text in phonemes, from 1 on. Published as {@code .pt}, a file of
 * {@code torch.save} with one tensor (lengths, 1, 256), and as {@code .bin}, the same float32 values in a row.
 */
final class VoiceFile {
    /** Far above the 510 rows of any published voice. */
    private static final long MOST_BYTES = 64L << 20;

    private static final int ROW_BYTES = KokoroModel.STYLE * Float.BYTES;

    private final float[] values;

    private VoiceFile(Path file, float[] values) {
        this.values = values;
        for (int i = 0; i < values.length; i++) {
            if (!Float.isFinite(values[i])) {
                throw new CheckpointException("%s is no voice: number %d of row %d is %s"
                        .formatted(file, i % KokoroModel.STYLE, i / KokoroModel.STYLE, values[i]));
            }
        }
    }

    /** @throws CheckpointException when it is no voice */
    static VoiceFile read(Path file, Torch torch) throws IOException {
        long bytes = Files.size(file);
        if (bytes < ROW_BYTES || bytes > MOST_BYTES) {
            throw new CheckpointException("%s is no voice: it has %d bytes".formatted(file, bytes));
        }
        return new VoiceFile(file, isZip(file) ? ofTorch(file, torch) : raw(file, bytes));
    }

    private static boolean isZip(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            return in.read() == 'P' && in.read() == 'K' && in.read() == 3 && in.read() == 4;
        }
    }

    private static float[] raw(Path file, long bytes) throws IOException {
        if (bytes % ROW_BYTES != 0) {
            throw new CheckpointException("%s is no voice: its %d bytes are no rows of %d float32 numbers"
                    .formatted(file, bytes, KokoroModel.STYLE));
        }
        FloatBuffer numbers = ByteBuffer.wrap(Files.readAllBytes(file))
                .order(ByteOrder.LITTLE_ENDIAN)
                .asFloatBuffer();
        float[] values = new float[numbers.remaining()];
        numbers.get(values);
        return values;
    }

    private static float[] ofTorch(Path file, Torch torch) throws IOException {
        Checkpoint checkpoint = Checkpoint.open(file);
        if (checkpoint.tensors().size() != 1) {
            throw new CheckpointException("%s is no voice: it holds %d tensors"
                    .formatted(file, checkpoint.tensors().size()));
        }
        String key = checkpoint.tensors().keySet().iterator().next();
        Weights weights = Weights.of(checkpoint, torch, TorchType.F32);
        NDArray voice = weights.get(key, Weights.ANY, 1, KokoroModel.STYLE);
        weights.finish();
        float[] values = voice.toFloatArray();
        voice.close();
        return values;
    }

    /** How the voice speaks {@code phonemes} phonemes; the last row counts for whatever is longer. */
    float[] row(int phonemes) {
        int rows = values.length / KokoroModel.STYLE;
        int row = Math.max(0, Math.min(rows, phonemes) - 1);
        float[] style = new float[KokoroModel.STYLE];
        System.arraycopy(values, row * KokoroModel.STYLE, style, 0, KokoroModel.STYLE);
        return style;
    }
}
