package dev.parley.multitalk.internal.image;

import static dev.parley.multitalk.internal.torch.TensorScope.scoped;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.index.NDIndex;
import dev.parley.multitalk.internal.torch.Torch;

/**
 * Gives every frame the colors of the picture that the video began with: mean and deviation of each channel of CIE Lab.
 * It keeps the colors of a long video from drifting. The method: Reinhard et al., Color Transfer between Images, 2001;
 * the file: {@code wan/utils/multitalk_utils.py}, {@code match_and_blend_colors}.
 */
public final class ColorMatch {
    /** Deviations of Lab channels below it are rounding: a step of one gray level is a hundred times larger. */
    private static final double FLAT = 1e-3;

    private final ImageKernels kernels;
    private final double strength;

    /**
     * @param strength 0 leaves the frames as they are, 1 matches them fully
     * @throws IllegalArgumentException if it is not between 0 and 1
     */
    public ColorMatch(Torch torch, double strength) {
        if (!(strength >= 0 && strength <= 1)) {
            throw new IllegalArgumentException("The strength of color correction is 0 to 1, not " + strength);
        }
        kernels = torch.kernels(ImageKernels.class);
        this.strength = strength;
    }

    /**
     * @param frames (3, F, H, W), float32 in [-1, 1]
     * @param reference (3, h, w), float32 in [-1, 1]
     * @return new frames of the same shape, clipped to [-1, 1]
     */
    public NDArray match(NDArray frames, NDArray reference) {
        if (strength == 0) {
            return frames.duplicate();
        }
        return scoped(() -> {
            NDList matched = new NDList();
            for (long f = 0; f < frames.getShape().get(1); f++) {
                NDArray frame = frames.get(new NDIndex(":, {}", f)); // (3, H, W)
                matched.add(kernels.matchColors(frame, reference, strength, FLAT));
            }
            return NDArrays.stack(matched, 1); // (3, F, H, W)
        });
    }
}
