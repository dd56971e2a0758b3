package dev.parley.multitalk.internal.selftest;

import ai.djl.ndarray.NDArray;

/** A linear layer or, with a batch, products of matrices. */
final class ProductTrial implements Trial {
    private final int batch; // 0: a linear layer
    private final int rows;
    private final int inner;
    private final int columns;
    private final double[] x;
    private final double[] y;
    private final double[] bias;

    private ProductTrial(int batch, int rows, int inner, int columns) {
        this.batch = batch;
        this.rows = rows;
        this.inner = inner;
        this.columns = columns;
        Digits digits = new Digits(inner);
        x = digits.take(Math.max(1, batch) * rows * inner, 3);
        y = digits.take(Math.max(1, batch) * inner * columns, 3);
        bias = digits.take(columns, 3);
    }

    static ProductTrial linear(int rows, int in, int out) {
        return new ProductTrial(0, rows, in, out);
    }

    static ProductTrial matmul(int batch, int rows, int inner, int columns) {
        return new ProductTrial(batch, rows, inner, columns);
    }

    @Override
    public String operation() {
        return batch == 0 ? "linear layer" : "matrix product";
    }

    @Override
    public String shape() {
        return batch == 0
                ? "(%d, %d) to (%d, %d)".formatted(rows, inner, rows, columns)
                : "(%1$d, %2$d, %3$d) x (%1$d, %3$d, %4$d)".formatted(batch, rows, inner, columns);
    }

    @Override
    public NDArray compute(Lab lab) {
        if (batch > 0) {
            NDArray left = lab.tensor(x, batch, rows, inner);
            NDArray right = lab.tensor(y, batch, inner, columns);
            lab.soil(x.length, y.length);
            return lab.kernels().matmul(left, right);
        }
        NDArray given = lab.tensor(x, rows, inner);
        NDArray weight = lab.tensor(y, columns, inner);
        NDArray added = lab.tensor(bias, columns);
        lab.soil(x.length, y.length);
        return lab.kernels().linear(given, weight, added);
    }

    @Override
    public double[] expected() {
        double[] product = new double[Math.max(1, batch) * rows * columns];
        for (int n = 0; n < product.length; n++) {
            int row = n / columns; // of all matrices
            int column = n % columns;
            int matrix = row / rows;
            for (int k = 0; k < inner; k++) {
                double factor = batch == 0 ? y[column * inner + k] : y[(matrix * inner + k) * columns + column];
                product[n] += x[row * inner + k] * factor;
            }
            product[n] += batch == 0 ? bias[column] : 0;
        }
        return product;
    }
}
