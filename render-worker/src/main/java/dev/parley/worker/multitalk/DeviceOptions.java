package dev.parley.worker.multitalk;

import dev.parley.multitalk.ModelOptions;
import dev.parley.multitalk.Precision;
import dev.parley.multitalk.Tiling;
import dev.parley.multitalk.TorchType;
import dev.parley.worker.multitalk.MultiTalkConfig.Numbers;
import java.util.OptionalInt;

/** The worker's settings in the model's words. */
public final class DeviceOptions {
    /** Tiles overlap by this part of their side where nobody says how far. */
    private static final int OVERLAPS = 4;

    /** @throws IllegalArgumentException naming the setting, if one cannot be or does not go with another */
    public static ModelOptions of(MultiTalkConfig config) {
        return ModelOptions.CPU
                .withDevice(config.device())
                .withPrecision(precision(config))
                .withAttention(config.attention())
                .withTiling(tiling(config));
    }

    /** To be called before PyTorch starts. */
    static void useThreads(MultiTalkConfig config) {
        config.threads()
                .ifPresent(threads -> System.setProperty("ai.djl.pytorch.num_threads", Integer.toString(threads)));
    }

    private static Precision precision(MultiTalkConfig config) {
        Precision precision =
                switch (config.precision()) {
                    case F32 -> Precision.F32;
                    case BF16 -> Precision.BF16;
                };
        return precision.withVae(
                switch (config.vae().orElseGet(() -> fasterVae(config.device()))) {
                    case F32 -> TorchType.F32;
                    case BF16 -> TorchType.BF16;
                });
    }

    private static Numbers fasterVae(String device) {
        return device.equals("cpu") && Processor.ofThisMachine().hasBfloat16() ? Numbers.BF16 : Numbers.F32;
    }

    /** @throws IllegalArgumentException naming the settings, if there are no such tiles */
    static Tiling tiling(MultiTalkConfig config) {
        OptionalInt tile = config.vaeTile();
        OptionalInt overlap = config.vaeTileOverlap();
        if (tile.isEmpty() && overlap.isPresent()) {
            throw new IllegalArgumentException(
                    "parley.multitalk.vae-tile-overlap is %d, but parley.multitalk.vae-tile is not set"
                            .formatted(overlap.getAsInt()));
        }
        if (tile.isEmpty()) {
            return Tiling.NONE;
        }
        int side = tile.getAsInt();
        try {
            return new Tiling(side, overlap.orElse(side / OVERLAPS));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "parley.multitalk.vae-tile, parley.multitalk.vae-tile-overlap: " + e.getMessage(), e);
        }
    }

    private DeviceOptions() {}
}
