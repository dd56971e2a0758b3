package dev.parley.media;

import dev.parley.media.MediaException.Problem;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;

/**
 * Reads recordings: any common sound file, or the sound of a video file. Sound begins with its first sample, whatever
 * time the container gives it.
 */
public final class Sounds {
    public static final int VOICE_RATE = 16_000;

    private static final int ANY_CHANNELS = Integer.MAX_VALUE;

    /**
     * Decodes all of a recording and says what it holds. That may be silence: who needs somebody to speak asks
     * {@link SoundInfo#requireAudible}.
     *
     * @throws MediaException when it cannot be decoded, breaks the limits, or holds values that are not numbers
     */
    public static SoundInfo inspect(Path file, Limits limits) throws MediaException {
        return decode(file, limits, (block, decoder) -> {});
    }

    /**
     * The recording as 16 kHz mono in [-1, 1]: mean of the channels, resampled. As long as the recording, to the
     * nearest sample. A silent recording is zeros: the noise of a muted microphone, brought to the loudness of speech,
     * would move a mouth.
     *
     * @throws MediaException as {@link #inspect} does
     */
    public static float[] voice(Path file, Limits limits) throws MediaException {
        try (VoiceBuilder voice = new VoiceBuilder()) {
            SoundInfo info = decode(file, limits, voice);
            long samples = Math.round((double) info.samples() * VOICE_RATE / info.sampleRate());
            return info.isSilent() ? new float[Math.toIntExact(samples)] : voice.build(samples);
        }
    }

    private static SoundInfo decode(Path file, Limits limits, BlockSink sink) throws MediaException {
        try (SoundDecoder decoder = SoundDecoder.open(file, limits.maxBytes(), ANY_CHANNELS)) {
            long longest = samples(limits.maxDuration(), decoder.rate());
            long samples = 0;
            float peak = 0;
            for (float[] block = decoder.next(); block != null; block = decoder.next()) {
                samples += block.length / decoder.channels();
                if (samples > longest) {
                    throw new MediaException(
                            Problem.TOO_LONG,
                            "The sound lasts longer than the %.2f s that are accepted"
                                    .formatted(seconds(limits.maxDuration())));
                }
                for (float sample : block) {
                    peak = Math.max(peak, Math.abs(sample));
                }
                sink.accept(block, decoder);
            }
            requireLongEnough((double) samples / decoder.rate(), limits);
            return new SoundInfo(samples, decoder.rate(), decoder.channels(), decoder.codec(), peak);
        }
    }

    private static void requireLongEnough(double seconds, Limits limits) throws MediaException {
        if (seconds < seconds(limits.minDuration())) {
            throw new MediaException(
                    Problem.TOO_SHORT,
                    "The sound lasts %.3f s, expected at least %.3f s"
                            .formatted(seconds, seconds(limits.minDuration())));
        }
    }

    private static long samples(Duration duration, int rate) {
        return (long) Math.ceil(seconds(duration) * rate);
    }

    private static double seconds(Duration duration) {
        return duration.toNanos() / 1e9;
    }

    private interface BlockSink {
        void accept(float[] block, SoundDecoder decoder);
    }

    /** Collects the mean of the channels at {@link #VOICE_RATE}. */
    private static final class VoiceBuilder implements BlockSink, AutoCloseable {
        // Left alone, the resampler makes up what lies beyond the ends by mirroring; silence around leaves it no
        // choice.
        private float[] secondOfSilence;
        private SampleConverter resampler;
        private float[] voice = new float[VOICE_RATE];
        private int length;

        @Override
        public void accept(float[] block, SoundDecoder decoder) {
            float[] mono = mean(block, decoder.channels());
            if (decoder.rate() == VOICE_RATE) {
                append(mono);
                return;
            }
            if (resampler == null) {
                resampler = SampleConverter.ofRates(1, decoder.rate(), VOICE_RATE);
                secondOfSilence = new float[decoder.rate()];
                append(resampler.convert(secondOfSilence));
            }
            append(resampler.convert(mono));
        }

        private static float[] mean(float[] block, int channels) {
            if (channels == 1) {
                return block;
            }
            float[] mono = new float[block.length / channels];
            for (int i = 0; i < mono.length; i++) {
                double sum = 0;
                for (int channel = 0; channel < channels; channel++) {
                    sum += block[i * channels + channel];
                }
                mono[i] = (float) (sum / channels);
            }
            return mono;
        }

        private void append(float[] samples) {
            if (length + samples.length > voice.length) {
                voice = Arrays.copyOf(voice, Math.max(length + samples.length, voice.length * 2));
            }
            for (float sample : samples) {
                voice[length++] = Math.max(-1, Math.min(1, sample));
            }
        }

        float[] build(long samples) {
            int begin = 0;
            if (resampler != null) {
                append(resampler.convert(secondOfSilence));
                begin = VOICE_RATE;
            }
            return Arrays.copyOfRange(voice, begin, begin + Math.toIntExact(samples));
        }

        @Override
        public void close() {
            if (resampler != null) {
                resampler.close();
            }
        }
    }

    private Sounds() {}
}
