package dev.parley.multitalk.internal.parameter;

import ai.djl.ndarray.NDArray;
import java.util.List;

/**
 * Linear layers over weights in other types; {@code matrix.py} holds the functions. All compute in the type of
 * {@code x (..., in)}; {@code bias (out)} may be null.
 */
interface MatrixKernels {
    /** {@code x weight^T + bias} with {@code weight (out, in)}. */
    NDArray product(NDArray x, NDArray weight, NDArray bias);

    /** {@code y + scale * x weight^T}, in the memory of {@code y (..., out)}. */
    NDArray addProduct(NDArray y, NDArray x, NDArray weight, double scale);

    /** {@code (x data^T) * scale^T + bias} with {@code data (out, in)} int8 and {@code scale (out, 1)}. */
    NDArray int8Product(NDArray x, NDArray data, NDArray scale, NDArray bias);

    /** The same with each row of {@code x} in eight bits too, where there are rows enough to be worth it. */
    NDArray int8DynamicProduct(NDArray x, NDArray data, NDArray scale, NDArray bias);

    /** Float {@code weight (out, in)} as int8 data and a scale of {@code type} for each row: {@code max|row| / 127}. */
    List<NDArray> quantize(NDArray weight, int type);

    /**
     * {@code x weight^T + bias} of inputs brought to E4M3 with one scale, and {@code data (out, in)} times {@code scale ()}.
     *
     * @param products multiply them as they are, not as floats of {@code x}'s type
     */
    NDArray fp8Product(NDArray x, NDArray data, NDArray scale, boolean products, NDArray bias);

    /**
     * The same for inputs that are E4M3 already: {@code small (..., in)}, of which each row counts {@code step (..., 1)}
     * times. The result is bfloat16; only for devices that {@linkplain Fp8Matrix#takesRowsOn can do it}.
     */
    NDArray fp8RowsProduct(NDArray small, NDArray step, NDArray data, NDArray scale, NDArray bias);

    /** Float {@code weight (out, in)} as E4M3 data and one float32 scale: {@code max|weight| / 448}. */
    List<NDArray> fp8Quantize(NDArray weight);

    /** {@code x + scale * y} in the type of {@code x}. */
    NDArray plus(NDArray x, NDArray y, double scale);
}
