package dev.parley.worker.multitalk;

import dev.parley.multitalk.ModelOptions;
import dev.parley.multitalk.Quantization;
import dev.parley.multitalk.Residency;
import dev.parley.multitalk.torch.TorchType;

/**
 * The ways to hold a model's weights, each smaller and slower, or less exact, than the one before. The VAE comes last: where
 * it takes the most nothing else helps, and its numbers tell more in the frames than the blocks' eight bits do.
 */
enum Rung {
    ALL(false, false, true, true),
    ENCODERS_LEAVE(false, false, false, true),
    BLOCKS_LEAVE(false, false, false, false),
    INT8(true, false, true, true),
    INT8_ENCODERS_LEAVE(true, false, false, true),
    INT8_BLOCKS_LEAVE(true, false, false, false),
    INT8_BLOCKS_LEAVE_VAE_BF16(true, true, false, false);

    private final boolean int8;
    private final boolean vaeBf16;
    private final boolean encodersStay;
    private final boolean blocksStay;

    Rung(boolean int8, boolean vaeBf16, boolean encodersStay, boolean blocksStay) {
        this.int8 = int8;
        this.vaeBf16 = vaeBf16;
        this.encodersStay = encodersStay;
        this.blocksStay = blocksStay;
    }

    /** Where the way down begins for a job with these wishes. */
    static Rung first(boolean int8, boolean lowVram) {
        if (lowVram) {
            return int8 ? INT8_BLOCKS_LEAVE : BLOCKS_LEAVE;
        }
        return int8 ? INT8 : ALL;
    }

    /** {@code options}, with the numbers of this rung. */
    ModelOptions numbers(ModelOptions options) {
        ModelOptions held = options.withQuantization(int8 ? Quantization.INT8 : Quantization.NONE);
        return vaeBf16 ? held.withPrecision(held.precision().withVae(TorchType.BF16)) : held;
    }

    boolean blocksLeave() {
        return !blocksStay;
    }

    /** @param blockBytes how much of the blocks stays where they leave */
    Residency residency(long blockBytes) {
        return new Residency(blocksStay ? Long.MAX_VALUE : blockBytes, encodersStay);
    }
}
