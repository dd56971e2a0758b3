package dev.parley.multitalk;

import static java.util.Objects.requireNonNull;

import dev.parley.multitalk.internal.model.NetworkFiles;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * The folders of a model as downloaded.
 *
 * @param wan the video model, {@code Wan2.1-I2V-14B-480P}
 * @param wav2vec2 the speech encoder, {@code chinese-wav2vec2-base}
 * @param quantized the networks in eight bits, {@code MeiGen-MultiTalk/quant_models}; may be missing
 */
public record ModelFiles(Path wan, Path wav2vec2, Path quantized) {
    public ModelFiles {
        requireNonNull(wan, "wan");
        requireNonNull(wav2vec2, "wav2vec2");
        requireNonNull(quantized, "quantized");
    }

    /** The folders of a download with the usual names. */
    public static ModelFiles in(Path directory) {
        return new ModelFiles(
                directory.resolve("Wan2.1-I2V-14B-480P"),
                directory.resolve("chinese-wav2vec2-base"),
                directory.resolve("MeiGen-MultiTalk").resolve("quant_models"));
    }

    /**
     * Checks that every file can be read and is complete: every header, every tensor's place in its file, the tokenizer.
     * Reads no weights.
     *
     * @return how much memory the weights need
     * @throws IOException if a file is missing or cannot be read
     * @throws CheckpointException if a file is not a checkpoint, or lacks a tensor whose size matters
     */
    public ModelSizes check(ModelOptions options) throws IOException {
        return new NetworkFiles(this, options).check();
    }

    /**
     * How much memory the weights need with these options. Reads headers only.
     *
     * @throws IOException if a file is missing or cannot be read
     * @throws CheckpointException if a file is not a checkpoint
     */
    public ModelSizes sizes(ModelOptions options) throws IOException {
        return new NetworkFiles(this, options).sizes();
    }

    /**
     * How much memory a window needs beside the weights with these options. Reads headers only.
     *
     * @throws IOException if a file is missing or cannot be read
     * @throws CheckpointException if a file is not a checkpoint, or lacks a tensor whose size matters
     */
    public WindowMemory windowMemory(ModelOptions options) throws IOException {
        return new NetworkFiles(this, options).windowMemory();
    }

    /**
     * All networks, as far as their headers can be read: what is in each file, and what is wrong with it. Those in eight bits
     * are listed if there are any. Reads no weights.
     */
    public List<NetworkSummary> networks() {
        return new NetworkFiles(this, ModelOptions.CPU).summaries();
    }

    /**
     * Whether the transformer can take a LoRA. Reads headers only.
     *
     * @throws IOException if a file is missing or cannot be read
     * @throws CheckpointException if a file is not a checkpoint
     */
    public LoraSummary lora(Path file) throws IOException {
        return new NetworkFiles(this, ModelOptions.CPU).lora(file);
    }

    /** Whether there is a transformer in eight bits that need not be made while the model is opened. */
    public boolean isReady(Quantization quantization) {
        return new NetworkFiles(this, ModelOptions.CPU.withQuantization(quantization)).isReady();
    }
}
