package dev.parley.worker.multitalk;

import dev.parley.multitalk.ModelOptions;
import dev.parley.multitalk.OffloadPolicy;
import dev.parley.multitalk.Quantization;
import dev.parley.multitalk.TorchType;

/**
 * The ways to hold a model's weights, each smaller and slower, or less exact, than the one before. The VAE comes last: where
 * it takes the most nothing else helps, and its numbers tell more in the frames than the blocks' eight bits do. Eight bits are
 * int8, or what a job asks for.
 */
enum FitLevel {
    ALL(false, false, true, true),
    ENCODERS_LEAVE(false, false, false, true),
    BLOCKS_LEAVE(false, false, false, false),
    EIGHT_BITS(true, false, true, true),
    EIGHT_BITS_ENCODERS_LEAVE(true, false, false, true),
    EIGHT_BITS_BLOCKS_LEAVE(true, false, false, false),
    EIGHT_BITS_BLOCKS_LEAVE_VAE_BF16(true, true, false, false);

    private final boolean eightBits;
    private final boolean vaeBf16;
    private final boolean encodersStay;
    private final boolean blocksStay;

    FitLevel(boolean eightBits, boolean vaeBf16, boolean encodersStay, boolean blocksStay) {
        this.eightBits = eightBits;
        this.vaeBf16 = vaeBf16;
        this.encodersStay = encodersStay;
        this.blocksStay = blocksStay;
    }

    /** Where the way down begins for a job with these wishes. */
    static FitLevel first(boolean eightBits, boolean lowVram) {
        if (lowVram) {
            return eightBits ? EIGHT_BITS_BLOCKS_LEAVE : BLOCKS_LEAVE;
        }
        return eightBits ? EIGHT_BITS : ALL;
    }

    /** {@code options}, with the numbers of this level. Their quantization says which eight bits, if a job minds. */
    ModelOptions numbers(ModelOptions options) {
        Quantization asked = options.quantization() == Quantization.NONE ? Quantization.INT8 : options.quantization();
        ModelOptions held = options.withQuantization(eightBits ? asked : Quantization.NONE);
        return vaeBf16 ? held.withPrecision(held.precision().withVae(TorchType.BF16)) : held;
    }

    boolean blocksLeave() {
        return !blocksStay;
    }

    /** @param blockBytes how much of the blocks stays where they leave */
    OffloadPolicy offload(long blockBytes) {
        return new OffloadPolicy(blocksStay ? Long.MAX_VALUE : blockBytes, encodersStay);
    }
}
