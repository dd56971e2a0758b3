package dev.parley.worker.multitalk;

/** {@code hunger.py}: PyTorch itself runs out of memory. */
interface HungerKernels {
    /** More than any machine can address. */
    long TOO_MUCH = 1L << 50;

    /** Takes memory and gives it back; how much it was. */
    long eat(long bytes);
}
