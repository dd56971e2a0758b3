package dev.parley.bench.model;

/**
 * How like two pictures of 8 bits are: peak signal-to-noise ratio.
 *
 * @param decibels infinite where they are equal
 */
record Psnr(double decibels) {
    private static final double PEAK = 255;

    /** @throws IllegalArgumentException if they are of different length */
    static Psnr of(byte[] one, byte[] other) {
        if (one.length != other.length) {
            throw new IllegalArgumentException(
                    "Only pictures of one size are compared, not %d and %d bytes".formatted(one.length, other.length));
        }
        double squares = 0;
        for (int i = 0; i < one.length; i++) {
            double difference = (one[i] & 0xff) - (other[i] & 0xff);
            squares += difference * difference;
        }
        return new Psnr(10 * Math.log10(PEAK * PEAK * one.length / squares));
    }

    @Override
    public String toString() {
        return Double.isInfinite(decibels) ? "equal" : Report.text("%.1f dB PSNR", decibels);
    }
}
