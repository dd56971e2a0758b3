package dev.parley.worker.multitalk;

import dev.parley.multitalk.Lora;
import dev.parley.multitalk.ModelFiles;
import dev.parley.multitalk.ModelOptions;
import dev.parley.multitalk.ModelSizes;
import dev.parley.multitalk.VideoRequest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/**
 * The device memory a job needs at each {@link FitLevel}, estimated from checkpoint headers before weights are loaded.
 * Headers are read when a level is asked for.
 */
final class FitPolicy {
    /** For a device without a known limit. */
    static final long NO_LIMIT = Long.MAX_VALUE;

    /** Estimates the memory of a job if the model is opened with these options. */
    interface Scales {
        Weight weigh(ModelOptions options, VideoRequest request) throws IOException;

        /** By the headers of a model's files. */
        static Scales of(ModelFiles files) {
            return (options, request) ->
                    new Weight(files.sizes(options), files.windowMemory(options).bytes(request));
        }
    }

    /** @param window what the job takes beside the model's weights, without its LoRAs */
    record Weight(ModelSizes sizes, long window) {}

    private final Scales scales;
    private final ModelOptions options;
    private final VideoRequest request;
    private final long loraBytes;
    private final OptionalLong mostBlockBytes;
    private final Map<ModelOptions, Weight> weighed = new HashMap<>();

    /**
     * @param mostBlockBytes how much of the blocks may stay where they leave; empty for all that there is room for
     * @throws IOException if a LoRA's file cannot be read
     */
    FitPolicy(Scales scales, ModelOptions options, VideoRequest request, List<Lora> loras, OptionalLong mostBlockBytes)
            throws IOException {
        this.scales = scales;
        this.options = options;
        this.request = request;
        this.mostBlockBytes = mostBlockBytes;
        long bytes = 0;
        for (Lora lora : loras) {
            bytes += Files.size(lora.file());
        }
        loraBytes = bytes;
    }

    /** Bytes on the device at the fullest. */
    long needed(Placement placement) {
        Weight on = weight(placement.level());
        return on.sizes.onDevice(placement.level().offload(placement.blockBytes()), on.window + loraBytes);
    }

    private Weight weight(FitLevel level) {
        return weighed.computeIfAbsent(level.numbers(options), this::weigh);
    }

    private Weight weigh(ModelOptions held) {
        try {
            return scales.weigh(held, request);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read the sizes of the model: " + e, e);
        }
    }

    /**
     * The highest way to hold the weights that fits, from {@code first} down.
     *
     * @param there bytes on the device
     * @throws DoesNotFit if none does
     */
    Placement highest(FitLevel first, long there) {
        Placement lowest = null;
        for (FitLevel level : FitLevel.values()) {
            if (level.compareTo(first) >= 0) {
                lowest = new Placement(level, level.blocksLeave() ? blockBytes(level, there) : 0);
                if (needed(lowest) <= there) {
                    return lowest;
                }
            }
        }
        throw new DoesNotFit(lowest.level(), needed(lowest), there);
    }

    /**
     * What to try where {@code held} turned out to need more than it should: the next way down that needs less. Where
     * blocks leave, only half of those stay that could.
     *
     * @throws DoesNotFit if there is none
     */
    Placement below(Placement held, long there) {
        Placement lower = highest(held.level(), Math.min(there, needed(held) - 1));
        return new Placement(lower.level(), lower.blockBytes() / 2);
    }

    /** How much of the blocks can stay: whole blocks, from the first. */
    private long blockBytes(FitLevel level, long there) {
        long most = mostBlockBytes.orElse(there == NO_LIMIT ? 0 : NO_LIMIT);
        long fitting = 0;
        long stay = 0;
        for (long block : weight(level).sizes.blocks()) {
            stay += block;
            if (stay <= most && needed(new Placement(level, stay)) <= there) {
                fitting = stay;
            }
        }
        return fitting;
    }
}
