package dev.parley.media;

import java.util.Arrays;

/**
 * Brings sound to another rate, as long as it was to the nearest sample, however short. Beyond both ends is silence:
 * left alone, swresample makes up what lies there by mirroring, and gives nothing for less than half its filter.
 */
final class Resampler implements AutoCloseable {
    private final SampleConverter converter;
    private final int channels;
    private final int from;
    private final int to;
    private long taken;
    private long given;
    private int lead;

    Resampler(int channels, int from, int to) {
        this.channels = channels;
        this.from = from;
        this.to = to;
        converter = SampleConverter.ofRates(channels, from, to);
    }

    /** @return what is certain by now: the rest comes with later calls, the last of it from {@link #drain} */
    float[] convert(float[] interleaved) {
        if (taken == 0) {
            lead = to;
            begin(converter.convert(secondOfSilence()));
        }
        taken += interleaved.length / channels;
        return withoutLead(converter.convert(interleaved));
    }

    private void begin(float[] silence) {
        lead -= silence.length / channels;
    }

    /** The end of the sound. Nothing can be converted after it. */
    float[] drain() {
        if (taken == 0) {
            return new float[0];
        }
        float[] tail = withoutLead(converter.convert(secondOfSilence()));
        long missing = Math.round((double) taken * to / from) - (given - tail.length / channels);
        return Arrays.copyOf(tail, Math.toIntExact(missing) * channels);
    }

    private float[] withoutLead(float[] samples) {
        int skipped = Math.min(lead, samples.length / channels);
        lead -= skipped;
        given += samples.length / channels - skipped;
        return skipped == 0 ? samples : Arrays.copyOfRange(samples, skipped * channels, samples.length);
    }

    private float[] secondOfSilence() {
        return new float[from * channels];
    }

    @Override
    public void close() {
        converter.close();
    }
}
