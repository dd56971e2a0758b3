package dev.parley.multitalk.internal.parameter;

import ai.djl.ndarray.NDArray;
import java.util.ArrayList;
import java.util.List;

/**
 * The weight of a linear layer, {@code (out, in)}, and what has been added to it. The sum is never made:
 * {@code x (W + s A B)^T} is computed as {@code x W^T + s (x B^T) A^T}. So a weight in eight bits takes additions like any
 * other, and taking them off leaves the very weight that was there. LoRA, arXiv 2106.09685.
 */
public abstract sealed class Matrix permits DenseMatrix, Fp8Matrix, Int8Matrix {
    private final Group group;
    private final long in;
    private final long out;
    private final MatrixKernels kernels;
    private final List<Addition> additions = new ArrayList<>();

    Matrix(Group group, long in, long out) {
        kernels = group.kernels();
        this.group = group;
        this.in = in;
        this.out = out;
    }

    public long in() {
        return in;
    }

    public long out() {
        return out;
    }

    /** Where tensors that are added must be. */
    public Group group() {
        return group;
    }

    /**
     * {@code x W^T + bias}, computed in the type of {@code x}.
     *
     * @param bias (out), may be null
     */
    public NDArray multiply(NDArray x, NDArray bias) { // x: (..., in)
        NDArray y = product(kernels, x, bias); // (..., out)
        for (Addition addition : additions) {
            y = addition.addTo(y, x);
        }
        return y;
    }

    /** As {@link #multiply(NDArray, NDArray)}, for inputs that have the {@link #form} asked for, or are wide. */
    public NDArray multiply(Activations x, NDArray bias) {
        if (x.small() == null) {
            return multiply(x.wide(), bias);
        }
        NDArray y = smallProduct(kernels, x, bias); // (..., out)
        for (Addition addition : additions) {
            y = addition.addTo(y, x.wide());
        }
        return y;
    }

    /** The inputs that are multiplied fastest. */
    public Activations.Form form() {
        return Activations.Form.WIDE;
    }

    abstract NDArray product(MatrixKernels kernels, NDArray x, NDArray bias);

    /** {@link #product} of inputs in eight bits, where {@link #form} asks for them. */
    NDArray smallProduct(MatrixKernels kernels, Activations x, NDArray bias) {
        return product(kernels, x.wide(), bias);
    }

    /**
     * Adds {@code scale * up down} until {@link #restore}.
     *
     * @param up (out, rank), {@code down} (rank, in); they belong to the matrix from here on
     */
    public void add(String key, NDArray up, NDArray down, double scale) {
        additions.add(new Addition(group.add(key + ".up", up), group.add(key + ".down", down), scale));
    }

    /** Adds {@code scale * difference (out, in)} until {@link #restore}. */
    public void add(String key, NDArray difference, double scale) {
        additions.add(new Addition(group.add(key + ".diff", difference), null, scale));
    }

    boolean isChanged() {
        return !additions.isEmpty();
    }

    /** Takes off all that was added. */
    public void restore() {
        for (Addition addition : additions) {
            group.remove(addition.up);
            if (addition.down != null) {
                group.remove(addition.down);
            }
        }
        additions.clear();
    }

    private final class Addition {
        private final Parameter up;
        private final Parameter down; // null: up is the whole difference
        private final double scale;

        Addition(Parameter up, Parameter down, double scale) {
            this.up = up;
            this.down = down;
            this.scale = scale;
        }

        NDArray addTo(NDArray y, NDArray x) { // y: (..., out), x: (..., in)
            NDArray narrow = down == null ? x : kernels.product(x, down.get(), null); // (..., rank)
            NDArray sum = kernels.addProduct(y, narrow, up.get(), scale); // (..., out)
            y.close(); // the sum has its memory
            if (down != null) {
                narrow.close();
            }
            return sum;
        }
    }
}
