package dev.parley.plan;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;

/**
 * A stretch of time in sound, exactly: a recording lasts a whole number of samples at a rate of its own, and what is made
 * of several is rounded once, where whole frames are counted.
 *
 * @param numerator seconds times {@code denominator}, at least 0
 * @param denominator at least 1
 */
public record SoundTime(BigInteger numerator, BigInteger denominator) implements Comparable<SoundTime> {
    /** A double has 17; with so many more, what is rounded twice comes out as if it were rounded once. */
    private static final MathContext ENOUGH_DIGITS = new MathContext(40);

    public static final SoundTime ZERO = new SoundTime(BigInteger.ZERO, BigInteger.ONE);

    public SoundTime {
        if (numerator.signum() < 0 || denominator.signum() < 1) {
            throw new IllegalArgumentException(
                    "Sound lasts 0 s or longer, not %s/%s".formatted(numerator, denominator));
        }
    }

    /** What {@code samples} last at {@code rate} a second. */
    public static SoundTime of(long samples, int rate) {
        return new SoundTime(BigInteger.valueOf(samples), BigInteger.valueOf(rate));
    }

    /** Seconds as somebody wrote them: 1.16 are 29 frames, though the double of that name is a little less than 1.16. */
    public static SoundTime ofSeconds(double seconds) {
        BigDecimal written = BigDecimal.valueOf(seconds);
        return written.scale() < 0
                ? new SoundTime(written.toBigIntegerExact(), BigInteger.ONE)
                : new SoundTime(written.unscaledValue(), BigInteger.TEN.pow(written.scale()));
    }

    public SoundTime plus(SoundTime other) {
        return new SoundTime(
                numerator.multiply(other.denominator).add(other.numerator.multiply(denominator)),
                denominator.multiply(other.denominator));
    }

    /** @throws IllegalArgumentException when {@code other} is longer */
    public SoundTime minus(SoundTime other) {
        return new SoundTime(
                numerator.multiply(other.denominator).subtract(other.numerator.multiply(denominator)),
                denominator.multiply(other.denominator));
    }

    /** To the nearest double. */
    public double seconds() {
        return new BigDecimal(numerator)
                .divide(new BigDecimal(denominator), ENOUGH_DIGITS)
                .doubleValue();
    }

    /**
     * Whole frames that play meanwhile: for samples at 16 kHz, {@link FrameRate#frames}.
     *
     * @throws ArithmeticException if there are more than an int holds
     */
    public int frames() {
        return numerator
                .multiply(BigInteger.valueOf(FrameRate.FRAMES_PER_SECOND))
                .divide(denominator)
                .intValueExact();
    }

    @Override
    public int compareTo(SoundTime other) {
        return numerator.multiply(other.denominator).compareTo(other.numerator.multiply(denominator));
    }
}
