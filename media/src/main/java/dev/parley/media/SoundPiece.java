package dev.parley.media;

import java.util.Arrays;
import org.bytedeco.ffmpeg.avutil.AVFrame;

/** A part of a recording whose frames are all alike, brought to the rate and channels of the whole. */
final class SoundPiece implements AutoCloseable {
    private final Scope scope = new Scope();
    private final int sourceRate;
    private final int sourceChannels;
    private final int format;
    private final int channels;
    private final SampleConverter converter;
    private final Resampler resampler;

    /** @param channels of the whole: more are mixed down, one is heard on all, others are filled up with silence */
    SoundPiece(AVFrame first, int rate, int channels) {
        sourceRate = first.sample_rate();
        sourceChannels = first.ch_layout().nb_channels();
        format = first.format();
        this.channels = channels;
        converter = scope.own(SampleConverter.ofFramesLike(first, channels), SampleConverter::close);
        resampler = sourceRate == rate
                ? null
                : scope.own(new Resampler(converter.channels(), sourceRate, rate), Resampler::close);
    }

    boolean continuesWith(AVFrame frame) {
        return frame.sample_rate() == sourceRate
                && frame.ch_layout().nb_channels() == sourceChannels
                && frame.format() == format;
    }

    /** As {@code 44100 Hz and 2 channels}. */
    String description() {
        return "%d Hz and %d %s".formatted(sourceRate, sourceChannels, sourceChannels == 1 ? "channel" : "channels");
    }

    float[] convert(AVFrame frame) {
        float[] samples = converter.convert(frame);
        return spread(resampler == null ? samples : resampler.convert(samples));
    }

    /** What is still held back at the end of the piece. */
    float[] drain() {
        return resampler == null ? new float[0] : spread(resampler.drain());
    }

    private float[] spread(float[] samples) {
        int own = converter.channels();
        if (own == channels) {
            return samples;
        }
        float[] wide = new float[samples.length / own * channels];
        for (int i = 0; i < samples.length / own; i++) {
            if (own == 1) {
                Arrays.fill(wide, i * channels, (i + 1) * channels, samples[i]);
            } else {
                System.arraycopy(samples, i * own, wide, i * channels, own);
            }
        }
        return wide;
    }

    @Override
    public void close() {
        scope.close();
    }
}
