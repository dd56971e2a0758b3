package dev.parley.multitalk.internal.selftest;

import ai.djl.ndarray.NDArray;

/** Scaled dot product attention of several heads. */
final class AttentionTrial implements Trial {
    private final int queries;
    private final int keys;
    private final int heads;
    private final int width; // of a head
    private final double[] q;
    private final double[] k;
    private final double[] v;

    AttentionTrial(int queries, int keys, int heads, int width) {
        this.queries = queries;
        this.keys = keys;
        this.heads = heads;
        this.width = width;
        Digits digits = new Digits(width);
        q = digits.take(queries * heads * width, 2);
        k = digits.take(keys * heads * width, 2);
        v = digits.take(keys * heads * width, 4);
    }

    @Override
    public String operation() {
        return "attention";
    }

    @Override
    public String shape() {
        return "%d queries, %d keys, %d heads of %d".formatted(queries, keys, heads, width);
    }

    @Override
    public NDArray compute(Lab lab) {
        NDArray query = lab.tensor(q, 1, queries, (long) heads * width);
        NDArray key = lab.tensor(k, 1, keys, (long) heads * width);
        NDArray value = lab.tensor(v, 1, keys, (long) heads * width);
        lab.soil(q.length, k.length, (long) heads * queries * keys);
        return lab.core().attention(query, key, value, heads);
    }

    @Override
    public double[] expected() {
        double[] y = new double[q.length];
        for (int head = 0; head < heads; head++) {
            for (int i = 0; i < queries; i++) {
                double[] weights = Softmax.of(scores(head, i));
                for (int j = 0; j < keys; j++) {
                    add(weights[j], j, y, i, head);
                }
            }
        }
        return y;
    }

    private void add(double weight, int j, double[] y, int i, int head) {
        int to = at(i, head);
        int from = at(j, head);
        for (int c = 0; c < width; c++) {
            y[to + c] += weight * v[from + c];
        }
    }

    private double[] scores(int head, int i) {
        int query = at(i, head);
        double[] scores = new double[keys];
        for (int j = 0; j < keys; j++) {
            int key = at(j, head);
            double score = 0;
            for (int c = 0; c < width; c++) {
                score += q[query + c] * k[key + c];
            }
            scores[j] = score / Math.sqrt(width);
        }
        return scores;
    }

    private int at(int token, int head) {
        return (token * heads + head) * width;
    }
}
