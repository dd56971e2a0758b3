package dev.parley.multitalk.internal.selftest;

import ai.djl.ndarray.NDArray;
import java.util.Arrays;

/** Softmax of each row. */
final class SoftmaxTrial implements Trial {
    private final int rows;
    private final int columns;
    private final double[] x;

    SoftmaxTrial(int rows, int columns) {
        this.rows = rows;
        this.columns = columns;
        x = new Digits(columns).take(rows * columns, 4);
    }

    @Override
    public String operation() {
        return "softmax";
    }

    @Override
    public String shape() {
        return "(%d, %d)".formatted(rows, columns);
    }

    @Override
    public NDArray compute(Lab lab) {
        NDArray given = lab.tensor(x, rows, columns);
        lab.soil(x.length);
        return lab.kernels().softmax(given);
    }

    @Override
    public double[] expected() {
        double[] y = new double[x.length];
        for (int row = 0; row < rows; row++) {
            double[] shares = Softmax.of(Arrays.copyOfRange(x, row * columns, (row + 1) * columns));
            System.arraycopy(shares, 0, y, row * columns, columns);
        }
        return y;
    }
}
