package dev.parley.multitalk.internal.parameter;

import ai.djl.ndarray.NDArray;
import dev.parley.multitalk.TorchType;
import dev.parley.multitalk.internal.torch.Torch;
import java.util.List;

/**
 * A weight in eight bits with a scale for each row, as quanto's {@code qint8} holds it. Half of bfloat16; on average a
 * hundredth away from it.
 */
public final class Int8Matrix extends Matrix {
    private final Parameter data; // (out, in), int8
    private final Parameter scale; // (out, 1)
    private final boolean dynamic;

    /** @param dynamic quantize inputs as well, row by row, and multiply integers */
    public Int8Matrix(Group group, Parameter data, Parameter scale, boolean dynamic) {
        super(group, data.shape().get(1), data.shape().get(0));
        this.data = data;
        this.scale = scale;
        this.dynamic = dynamic;
    }

    /**
     * Data and scale of a weight: {@code scale = max|row| / 127}, {@code data = round(weight / scale)}.
     *
     * @param weight (out, in), floating-point
     * @param type of the scale
     */
    public static List<NDArray> quantize(Torch torch, NDArray weight, TorchType type) {
        return torch.kernels(MatrixKernels.class).quantize(weight, type.code());
    }

    @Override
    NDArray product(MatrixKernels kernels, NDArray x, NDArray bias) {
        return dynamic
                ? kernels.int8DynamicProduct(x, data.get(), scale.get(), bias)
                : kernels.int8Product(x, data.get(), scale.get(), bias);
    }
}
