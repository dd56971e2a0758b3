package dev.parley.media;

import dev.parley.media.MediaException.Problem;
import dev.parley.media.SoundInfo.Remark;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/** Listens to a recording from end to end, as a model would: to one channel of it or to the mean, at {@link Sounds#VOICE_RATE}. */
final class Listener {
    /** The mean is that much quieter than a channel where channels cancel each other, or one of many is in use: 12 dB. */
    private static final double CANCELLED = Math.pow(10, -1.2);

    private static final Set<Remark.Kind> SILENCES = Set.of(Remark.Kind.STARTS_LATE, Remark.Kind.GAPS_FILLED);

    private final Limits limits;
    private final int channel;
    private final Consumer<float[]> hearing;
    private double[] energies;
    private double energyOfMean;
    private long samples;
    private int rate;
    private String codec;
    private float peak;
    private float voicePeak;
    private List<Remark> remarks;

    /**
     * @param channel from 1, or {@link Sounds#MEAN}
     * @param hearing is given what is heard, block by block
     */
    Listener(Limits limits, int channel, Consumer<float[]> hearing) {
        this.limits = limits;
        this.channel = channel;
        this.hearing = hearing;
    }

    Listener listen(Path file) throws MediaException {
        try (SoundDecoder decoder = SoundDecoder.open(file, limits.maxBytes(), Integer.MAX_VALUE)) {
            requireChannel(decoder.channels());
            rate = decoder.rate();
            codec = decoder.codec();
            energies = new double[decoder.channels()];
            if (rate == Sounds.VOICE_RATE) {
                for (float[] block = decoder.next(); block != null; block = decoder.next()) {
                    hear(fold(block, decoder));
                }
            } else {
                resample(decoder);
            }
            remarks = decoder.remarks();
        }
        requireLongEnough();
        return this;
    }

    private void resample(SoundDecoder decoder) throws MediaException {
        try (Resampler resampler = new Resampler(1, rate, Sounds.VOICE_RATE)) {
            for (float[] block = decoder.next(); block != null; block = decoder.next()) {
                hear(resampler.convert(fold(block, decoder)));
            }
            hear(resampler.drain());
        }
    }

    private void hear(float[] voice) {
        voicePeak = Math.max(voicePeak, FullScale.peak(voice));
        hearing.accept(voice);
    }

    private float[] fold(float[] block, SoundDecoder decoder) throws MediaException {
        int channels = energies.length;
        peak = Math.max(peak, FullScale.peak(block));
        float[] mono = new float[block.length / channels];
        for (int i = 0; i < mono.length; i++) {
            double sum = 0;
            for (int c = 0; c < channels; c++) {
                double sample = block[i * channels + c];
                sum += sample;
                energies[c] += sample * sample;
            }
            double mean = sum / channels;
            energyOfMean += mean * mean;
            mono[i] = channel == Sounds.MEAN ? (float) mean : block[i * channels + channel - 1];
        }
        samples += mono.length;
        requireShortEnough(decoder);
        return mono;
    }

    private void requireChannel(int channels) throws MediaException {
        if (channel > channels) {
            throw new MediaException(
                    Problem.NO_CHANNEL, "Asked for channel %d, the sound has %d".formatted(channel, channels));
        }
    }

    private void requireShortEnough(SoundDecoder decoder) throws MediaException {
        if (samples > (long) Math.ceil(seconds(limits.maxDuration()) * rate)) {
            String silences = String.join(
                    "",
                    decoder.remarks().stream()
                            .filter(remark -> SILENCES.contains(remark.kind()))
                            .map(remark -> ". " + remark.message())
                            .toList());
            throw new MediaException(
                    Problem.TOO_LONG,
                    "The sound lasts longer than the %.2f s that are accepted%s"
                            .formatted(seconds(limits.maxDuration()), silences));
        }
    }

    private void requireLongEnough() throws MediaException {
        double seconds = (double) samples / rate;
        if (seconds < seconds(limits.minDuration())) {
            throw new MediaException(
                    Problem.TOO_SHORT,
                    "The sound lasts %.3f s, expected at least %.3f s"
                            .formatted(seconds, seconds(limits.minDuration())));
        }
    }

    private static double seconds(Duration duration) {
        return duration.toNanos() / 1e9;
    }

    long samples() {
        return samples;
    }

    /** Is what was heard, the mean of the channels, far quieter than one of them? */
    boolean hearsTooLittle() {
        double loudest = energies[loudest() - 1];
        return channel == Sounds.MEAN && loudest > 0 && energyOfMean <= CANCELLED * loudest;
    }

    /** The channel with the most energy, from 1. */
    int loudest() {
        int loudest = 0;
        for (int c = 1; c < energies.length; c++) {
            loudest = energies[c] > energies[loudest] ? c : loudest;
        }
        return loudest + 1;
    }

    /**
     * @throws MediaException if the samples are far beyond full scale
     */
    SoundInfo info() throws MediaException {
        float gain = FullScale.gain(peak);
        List<Remark> all = new ArrayList<>(remarks);
        if (gain < 1) {
            all.add(FullScale.remark(peak));
        }
        return new SoundInfo(
                samples, rate, energies.length, codec, peak, new SoundInfo.Voice(channel, gain, voicePeak * gain), all);
    }
}
