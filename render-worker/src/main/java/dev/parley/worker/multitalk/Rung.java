package dev.parley.worker.multitalk;

import dev.parley.multitalk.Quantization;
import dev.parley.multitalk.Residency;

/** The ways to hold a model's weights, each smaller and slower, or less exact, than the one before. */
enum Rung {
    ALL(false, true, true),
    ENCODERS_LEAVE(false, false, true),
    BLOCKS_LEAVE(false, false, false),
    INT8(true, true, true),
    INT8_ENCODERS_LEAVE(true, false, true),
    INT8_BLOCKS_LEAVE(true, false, false);

    private final boolean int8;
    private final boolean encodersStay;
    private final boolean blocksStay;

    Rung(boolean int8, boolean encodersStay, boolean blocksStay) {
        this.int8 = int8;
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

    Quantization quantization() {
        return int8 ? Quantization.INT8 : Quantization.NONE;
    }

    boolean blocksLeave() {
        return !blocksStay;
    }

    /** @param blockBytes how much of the blocks stays where they leave */
    Residency residency(long blockBytes) {
        return new Residency(blocksStay ? Long.MAX_VALUE : blockBytes, encodersStay);
    }
}
