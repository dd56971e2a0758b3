package dev.parley.watermark;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Which frequencies of a tile say what. The picture is covered with copies of one tile of 128x128 pixels, so all energy
 * lies on frequencies that are multiples of 1/128: 896 of them, in a ring of middle frequencies. Their real and imaginary
 * parts are 1792 places for a sign. 256 have signs that the key alone decides: by them the tile is found. 12 groups of 128
 * carry a byte each: one of 128 Walsh functions, upright or inverted, times the key's signs.
 */
final class MarkLayout {
    static final int TILE = 128;
    static final int PLACES = 1792;
    static final int SYMBOLS = 12;
    static final int GROUP = 128;

    /** In cycles per pixel. What is lower belongs to the picture and is seen; what is higher no encoder keeps. */
    private static final double LOWEST = 0.05;

    private static final int BINS = PLACES / 2;
    private static final int SYNC_BINS = BINS - SYMBOLS * GROUP / 2;

    /** Index of each frequency in a tile's spectrum, the lowest first; of each pair of mirrored ones only one. */
    final int[] bin = new int[BINS];

    /** How strong each frequency is made; the lower ones more, since they survive more. */
    final double[] strength = new double[BINS];

    /** +1 or -1 by the key, real parts at even places and imaginary parts at odd ones. */
    final int[] sign = new int[PLACES];

    /** Bins by which the tile is found. */
    final int[] syncBins = new int[SYNC_BINS];

    /** The places of each symbol. */
    final int[][] symbolPlaces = new int[SYMBOLS][GROUP];

    MarkLayout(MarkKey key) {
        List<int[]> ring = ring();
        for (int i = 0; i < BINS; i++) {
            int[] uv = ring.get(i);
            bin[i] = Math.floorMod(uv[0], TILE) * TILE + Math.floorMod(uv[1], TILE);
            strength[i] = StrictMath.pow(radius(uv), -0.7);
        }
        KeyedChoice choice = new KeyedChoice(key);
        for (int i = 0; i < PLACES; i++) {
            sign[i] = choice.below(2) == 0 ? 1 : -1;
        }
        int[] order = choice.shuffled(BINS);
        System.arraycopy(order, 0, syncBins, 0, SYNC_BINS);
        int[] places = choice.shuffled(SYMBOLS * GROUP);
        for (int i = 0; i < places.length; i++) {
            int at = places[i];
            symbolPlaces[i / GROUP][i % GROUP] = 2 * order[SYNC_BINS + at / 2] + at % 2;
        }
    }

    private static List<int[]> ring() {
        List<int[]> all = new ArrayList<>();
        for (int v = 0; v < TILE / 2; v++) {
            for (int u = -TILE / 2 + 1; u < TILE / 2; u++) {
                if ((v > 0 || u > 0) && radius(new int[] {u, v}) >= LOWEST * TILE) {
                    all.add(new int[] {u, v});
                }
            }
        }
        all.sort(Comparator.<int[]>comparingDouble(MarkLayout::radius)
                .thenComparingInt(uv -> uv[0])
                .thenComparingInt(uv -> uv[1]));
        return all;
    }

    private static double radius(int[] uv) {
        return Math.sqrt(uv[0] * uv[0] + uv[1] * uv[1]);
    }

    /** The 1792 signs of a mark. */
    int[] signs(long payload) {
        int[] signs = sign.clone();
        int[] symbols = MarkCode.encode(payload);
        for (int s = 0; s < SYMBOLS; s++) {
            int function = symbols[s] & (GROUP - 1);
            boolean inverted = symbols[s] >= GROUP;
            for (int i = 0; i < GROUP; i++) {
                boolean odd = (Integer.bitCount(function & i) & 1) == 1;
                if (odd != inverted) {
                    signs[symbolPlaces[s][i]] *= -1;
                }
            }
        }
        return signs;
    }

    /** One tile in rows, its values' mean 0 and their mean square 1. */
    float[] tile(long payload) {
        int[] signs = signs(payload);
        double[] real = new double[TILE * TILE];
        double[] imaginary = new double[TILE * TILE];
        for (int i = 0; i < BINS; i++) {
            put(real, imaginary, i, strength[i] * signs[2 * i], strength[i] * signs[2 * i + 1]);
        }
        Fourier.inverse(real, imaginary);
        double energy = 0;
        for (double value : real) {
            energy += value * value;
        }
        double unit = Math.sqrt(real.length / energy);
        float[] tile = new float[real.length];
        for (int i = 0; i < tile.length; i++) {
            tile[i] = (float) (real[i] * unit);
        }
        return tile;
    }

    /** Sets a frequency and its mirrored one, so that the tile stays real. */
    void put(double[] real, double[] imaginary, int i, double re, double im) {
        int row = bin[i] / TILE;
        int column = bin[i] % TILE;
        int mirrored = (TILE - row) % TILE * TILE + (TILE - column) % TILE;
        real[bin[i]] = re;
        imaginary[bin[i]] = im;
        real[mirrored] = re;
        imaginary[mirrored] = -im;
    }
}
