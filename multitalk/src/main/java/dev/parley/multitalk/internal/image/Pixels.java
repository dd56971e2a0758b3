package dev.parley.multitalk.internal.image;

import static dev.parley.multitalk.internal.torch.TensorScope.scoped;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import dev.parley.multitalk.RgbImage;
import dev.parley.multitalk.internal.torch.TensorScope;
import dev.parley.multitalk.internal.torch.Torch;
import dev.parley.plan.Size;
import java.nio.ByteBuffer;

/** Pictures to what the model takes, and the model's frames back to bytes. */
public final class Pixels {
    private final Torch torch;
    private final ImageKernels kernels;

    public Pixels(Torch torch) {
        this.torch = torch;
        kernels = torch.kernels(ImageKernels.class);
    }

    /** Scaled like Pillow to cover {@code video} and cut to its center: (3, height, width), float32 in [-1, 1]. */
    public NDArray cover(RgbImage picture, Size video) {
        RgbImage cut = PillowBilinear.cover(picture, video);
        return scoped(() -> {
            NDArray bytes =
                    torch.manager().create(ByteBuffer.wrap(cut.rgb()), new Shape(cut.rgb().length), DataType.UINT8);
            return kernels.pixels(bytes, video.height(), video.width());
        });
    }

    /**
     * @param frames (3, F, H, W), in [-1, 1]; what lies outside is clipped
     * @return F times H * W * 3 bytes, RGB, cut off to whole numbers as the reference does
     */
    public byte[] rgb(NDArray frames) {
        return TensorScope.reading(() -> {
            ByteBuffer buffer = kernels.bytes(frames).toByteBuffer();
            byte[] bytes = new byte[buffer.remaining()];
            buffer.get(bytes);
            return bytes;
        });
    }
}
