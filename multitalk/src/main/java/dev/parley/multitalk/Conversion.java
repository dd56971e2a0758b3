package dev.parley.multitalk;

import static java.util.Objects.requireNonNull;

import dev.parley.multitalk.internal.convert.ConversionWork;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Model files in another form. Nothing is written before {@link #run}; each file then appears under its name complete. Memory
 * is that of the largest tensor a few times over, whatever the size of the model.
 */
public final class Conversion {
    private final ConversionWork work;

    private Conversion(ConversionWork work) {
        this.work = work;
    }

    /** Hears how far it is. */
    @FunctionalInterface
    public interface Listener {
        /** {@code done} bytes of {@code total} are written, the last ones to {@code file}. */
        void written(Path file, long done, long total);
    }

    /**
     * A checkpoint ({@code .pth}, {@code .pt}, {@code .bin}, an index or a {@code .safetensors}) as one safetensors file: the
     * same keys, types and values.
     *
     * @throws IOException if it cannot be read
     * @throws CheckpointException if it is no checkpoint, or has what a safetensors file cannot have
     */
    public static Conversion toSafetensors(Path from, Path to) throws IOException {
        return new Conversion(ConversionWork.toSafetensors(requireNonNull(from, "from"), requireNonNull(to, "to")));
    }

    /**
     * The transformer and the text encoder in int8, as quanto stores it, where {@link Quantization#INT8} looks for them: in
     * {@link ModelFiles#quantized}. A model that is opened with them in {@code precision} renders the same bytes as one that
     * is quantized while it is opened.
     *
     * @param precision that the model will be opened in
     * @throws IOException if a file is missing or cannot be read
     * @throws CheckpointException if a file does not match its network
     */
    public static Conversion toInt8(ModelFiles files, Precision precision) throws IOException {
        return new Conversion(ConversionWork.toInt8(files, precision));
    }

    /**
     * The transformer in eight-bit floats, where {@link Quantization#FP8} looks for it: in {@link ModelFiles#quantized}; and
     * the text encoder in int8, which goes with it, unless it is there. As to bytes, see {@link #toInt8}.
     *
     * @param precision that the model will be opened in
     * @throws IOException if a file is missing or cannot be read
     * @throws CheckpointException if a file does not match its network
     */
    public static Conversion toFp8(ModelFiles files, Precision precision) throws IOException {
        return new Conversion(ConversionWork.toFp8(files, precision));
    }

    /** The files that will be written. */
    public List<Path> outputs() {
        return work.outputs();
    }

    /** How much will be written, without headers. */
    public long bytes() {
        return work.bytes();
    }

    /** Those of {@link #outputs} that are there already. */
    public List<Path> existing() {
        return outputs().stream().filter(Files::exists).toList();
    }

    /**
     * Converts. Replaces {@link #existing} files.
     *
     * @throws IOException if a file cannot be read or written, or the disk has too little room
     * @throws CheckpointException if a tensor cannot be converted
     */
    public void run(Listener listener) throws IOException {
        work.run(requireNonNull(listener, "listener"));
    }
}
