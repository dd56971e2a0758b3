package dev.parley.bench.load;

import dev.parley.plan.FrameRate;

/**
 * The GPUs that a demand needs, and what all of them together bring to the store (docs/capacity.md).
 *
 * @param workers how many
 * @param windows a second, of all of them
 */
record FarmLoad(int workers, double windows) {
    /** So many members a share group has, unless the brokers are told otherwise: more workers are another farm. */
    static final int CELL = 200;

    /** New frames of a window but the first. */
    private static final int NEW_FRAMES = 56;
    /** Motion frames as float32: 25 frames of 640x640 in three colors. */
    private static final double STATE_BYTES = 25 * 3 * 640 * 640 * 4.0;

    /**
     * A window of 81 frames.
     *
     * @param passes of the transformer
     * @param rest seconds of encoders and VAE
     */
    record Window(int passes, double passSeconds, double rest) {
        double seconds() {
            return passes * passSeconds + rest;
        }

        double videoSeconds() {
            return NEW_FRAMES / (double) FrameRate.FRAMES_PER_SECOND;
        }

        double gpuSecondsPerVideoSecond() {
            return seconds() / videoSeconds();
        }
    }

    /**
     * @param videoSeconds a second
     * @param busy share of the time that workers render
     */
    static FarmLoad of(Window window, double videoSeconds, double busy) {
        return new FarmLoad(
                (int) Math.ceil(videoSeconds * window.gpuSecondsPerVideoSecond() / busy),
                videoSeconds / window.videoSeconds());
    }

    /** Of the store, in bytes a second. */
    double bytesIn() {
        return windows * STATE_BYTES;
    }

    int cells() {
        return (workers + CELL - 1) / CELL;
    }
}
