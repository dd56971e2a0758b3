package dev.parley.multitalk.internal.pipeline;

import static dev.parley.multitalk.internal.torch.TensorScope.scoped;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;

/**
 * Blends a window into the next one. The motion frames pass through the VAE again, and the new frames continue from that
 * copy rather than from the frames that were shown, so the picture would jump by the copy's loss, as it does in the
 * reference. The difference is added to the first new frames, fading out.
 */
final class Seam {
    private static final int FRAMES = 8;

    /**
     * @param video all frames of a window, (3, F, H, W)
     * @param given the motion frames as they were shown, (3, m, H, W)
     * @return the frames from {@code m} on, (3, F-m, H, W)
     */
    static NDArray close(NDArray video, NDArray given) {
        return scoped(() -> {
            long m = given.getShape().get(1);
            long added = video.getShape().get(1) - m;
            float[] shares = new float[(int) added];
            for (int i = 0; i < Math.min(FRAMES, shares.length); i++) {
                shares[i] = 1 - (i + 1f) / (FRAMES + 1);
            }
            NDArray lost = last(given, m).sub(last(video, m)); // (3, 1, H, W)
            NDArray share = video.getManager().create(shares, new Shape(1, added, 1, 1));
            return video.get(new NDIndex(":, {}:", m)).add(lost.mul(share)); // (3, F-m, H, W)
        });
    }

    private static NDArray last(NDArray frames, long m) {
        return frames.get(new NDIndex(":, {}:{}", m - 1, m));
    }

    private Seam() {}
}
