package dev.parley.worker.multitalk;

import dev.parley.multitalk.ModelFiles;
import dev.parley.multitalk.ModelOptions;
import dev.parley.multitalk.ModelSizes;
import dev.parley.multitalk.Quantization;
import dev.parley.multitalk.RenderRequest;
import dev.parley.multitalk.lora.Lora;
import java.io.IOException;
import java.nio.file.Files;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/** What a job needs on the device on each {@link Rung}, told from headers before anything is loaded. */
final class Ladder {
    /** Stands for a device that holds whatever comes. */
    static final long NO_LIMIT = Long.MAX_VALUE;

    /** @param window what the job takes beside the model's weights, its LoRAs included */
    private record Weighed(ModelSizes sizes, long window) {}

    private final Map<Quantization, Weighed> weighed = new EnumMap<>(Quantization.class);
    private final OptionalLong mostBlockBytes;

    /** @param mostBlockBytes how much of the blocks may stay where they leave; empty for all that there is room for */
    Ladder(ModelFiles files, ModelOptions options, RenderRequest request, List<Lora> loras, OptionalLong mostBlockBytes)
            throws IOException {
        this.mostBlockBytes = mostBlockBytes;
        long beside = 0;
        for (Lora lora : loras) {
            beside += Files.size(lora.file());
        }
        for (Quantization quantization : List.of(Quantization.NONE, Quantization.INT8)) {
            ModelOptions held = options.withQuantization(quantization);
            long window = files.windowMemory(held).bytes(request);
            weighed.put(quantization, new Weighed(files.sizes(held), window + beside));
        }
    }

    /** Bytes on the device at the fullest. */
    long needed(Holding holding) {
        Weighed on = weighed.get(holding.rung().quantization());
        return on.sizes.onDevice(holding.rung().residency(holding.blockBytes()), on.window);
    }

    /**
     * The highest way to hold the weights that fits, from {@code first} down.
     *
     * @param there bytes on the device
     * @throws DoesNotFit if none does
     */
    Holding highest(Rung first, long there) {
        Holding lowest = null;
        for (Rung rung : Rung.values()) {
            if (rung.compareTo(first) >= 0) {
                lowest = new Holding(rung, rung.blocksLeave() ? blockBytes(rung, there) : 0);
                if (needed(lowest) <= there) {
                    return lowest;
                }
            }
        }
        throw new DoesNotFit(lowest.rung(), needed(lowest), there);
    }

    /**
     * What to try where {@code held} turned out to need more than it should: the next way down that needs less. Where
     * blocks leave, only half of those stay that could.
     *
     * @throws DoesNotFit if there is none
     */
    Holding below(Holding held, long there) {
        Holding lower = highest(held.rung(), Math.min(there, needed(held) - 1));
        return new Holding(lower.rung(), lower.blockBytes() / 2);
    }

    /** How much of the blocks can stay: whole blocks, from the first. */
    private long blockBytes(Rung rung, long there) {
        long most = mostBlockBytes.orElse(there == NO_LIMIT ? 0 : NO_LIMIT);
        long fitting = 0;
        long stay = 0;
        for (long block : weighed.get(rung.quantization()).sizes.blocks()) {
            stay += block;
            if (stay <= most && needed(new Holding(rung, stay)) <= there) {
                fitting = stay;
            }
        }
        return fitting;
    }
}
