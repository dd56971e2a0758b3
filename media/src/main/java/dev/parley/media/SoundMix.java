package dev.parley.media;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The sound of a video, made of its recordings. One recording keeps its rate and its channels; several meet at 48 kHz,
 * in stereo if one of them is. The same recording at the same time is heard once, however many speak it.
 */
final class SoundMix implements AutoCloseable {
    private static final int MIX_RATE = 48_000;
    private static final int STEREO = 2;

    /** Less than half a sample apart. */
    private static final double SAME_TIME = 0.5 / MIX_RATE;

    /** Where the sum of several voices begins to be bent, so that it never reaches full scale. */
    private static final float KNEE = 0.8f;

    private final Scope scope;
    private final int rate;
    private final int channels;
    private final List<VoiceTrack> voices = new ArrayList<>();

    private SoundMix(Scope scope, int rate, int channels) {
        this.scope = scope;
        this.rate = rate;
        this.channels = channels;
    }

    /** @param all at least one */
    static SoundMix open(List<Stitcher.Voice> all) throws MediaException {
        List<Stitcher.Voice> voices = eachOnce(all);
        Scope scope = new Scope();
        try {
            List<SoundDecoder> sources = new ArrayList<>();
            for (Stitcher.Voice voice : voices) {
                sources.add(scope.own(
                        SoundDecoder.openWithinScale(voice.file(), Long.MAX_VALUE, STEREO), SoundDecoder::close));
            }
            int rate = sources.get(0).rate();
            boolean keepsRate = sources.size() == 1 && AacEncoder.RATES.contains(rate);
            int channels =
                    sources.stream().mapToInt(SoundDecoder::channels).max().orElseThrow();
            SoundMix mix = new SoundMix(scope, keepsRate ? rate : MIX_RATE, channels);
            for (int i = 0; i < sources.size(); i++) {
                mix.add(sources.get(i), voices.get(i));
            }
            return mix;
        } catch (Throwable e) {
            scope.close();
            throw e;
        }
    }

    // People may share a recording. Added to itself it would be louder than anybody made it, and bent.
    private static List<Stitcher.Voice> eachOnce(List<Stitcher.Voice> voices) {
        List<Stitcher.Voice> kept = new ArrayList<>();
        for (Stitcher.Voice voice : voices) {
            keep(voice, kept);
        }
        return kept;
    }

    private static void keep(Stitcher.Voice voice, List<Stitcher.Voice> kept) {
        Stitcher.Voice stretch = voice;
        int place = kept.size();
        // One that joins two others makes all three one.
        for (int i = kept.size() - 1; i >= 0; i--) {
            if (isHeardIn(kept.get(i), stretch)) {
                stretch = both(kept.remove(i), stretch);
                place = i;
            }
        }
        kept.add(place, stretch);
    }

    /** Two stretches of one recording that touch, at their places in it. */
    private static Stitcher.Voice both(Stitcher.Voice one, Stitcher.Voice other) {
        Stitcher.Voice first = one.startSeconds() <= other.startSeconds() ? one : other;
        double end = Math.max(one.startSeconds() + one.seconds(), other.startSeconds() + other.seconds());
        double seconds = one.startSeconds() == other.startSeconds()
                ? Math.max(one.seconds(), other.seconds())
                : end - first.startSeconds();
        return new Stitcher.Voice(first.file(), first.startSeconds(), seconds, first.fromSeconds());
    }

    private static boolean isHeardIn(Stitcher.Voice one, Stitcher.Voice other) {
        try {
            double apart = one.startSeconds() - one.fromSeconds() - (other.startSeconds() - other.fromSeconds());
            boolean touch = one.startSeconds() <= other.startSeconds() + other.seconds()
                    && other.startSeconds() <= one.startSeconds() + one.seconds();
            return touch && Math.abs(apart) < SAME_TIME && Files.mismatch(one.file(), other.file()) < 0;
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot compare two recordings", e);
        }
    }

    private void add(SoundDecoder source, Stitcher.Voice voice) {
        VoiceTrack track =
                new VoiceTrack(source, rate, channels, voice.startSeconds(), voice.seconds(), voice.fromSeconds());
        voices.add(scope.own(track, VoiceTrack::close));
    }

    int rate() {
        return rate;
    }

    int channels() {
        return channels;
    }

    /** Fills the block with the sound from sample {@code position} on. Positions follow each other. */
    void read(float[] block, int count, long position) throws MediaException {
        Arrays.fill(block, 0);
        for (VoiceTrack voice : voices) {
            voice.addTo(block, count, position);
        }
        for (int i = 0; i < count * channels; i++) {
            block[i] = voices.size() == 1 ? Math.max(-1, Math.min(1, block[i])) : limited(block[i]);
        }
    }

    private static float limited(float sample) {
        float size = Math.abs(sample);
        if (size <= KNEE) {
            return sample;
        }
        float room = 1 - KNEE;
        return Math.copySign(KNEE + room * (float) Math.tanh((size - KNEE) / room), sample);
    }

    @Override
    public void close() {
        scope.close();
    }
}
