package dev.parley.multitalk.internal.parameter;

import ai.djl.ndarray.NDArray;

/** A weight as it is. */
public final class DenseMatrix extends Matrix {
    private final Parameter weight; // (out, in)

    public DenseMatrix(Group group, Parameter weight) {
        super(group, weight.shape().get(1), weight.shape().get(0));
        this.weight = weight;
    }

    @Override
    NDArray product(MatrixKernels kernels, NDArray x, NDArray bias) {
        return kernels.product(x, weight.get(), bias);
    }
}
