package dev.parley.media;

import dev.parley.media.MediaException.Problem;
import java.util.List;

/**
 * What a recording holds, counted by decoding all of it.
 *
 * @param samples per channel, at {@code sampleRate}
 * @param peak largest absolute sample of any channel, 1.0 is full scale; more where floats go beyond
 * @param voice what is heard as its voice
 * @param remarks what its owner may want to know
 */
public record SoundInfo(
        long samples, int sampleRate, int channels, String codec, double peak, Voice voice, List<Remark> remarks) {
    /** -60 dBFS. Room noise is louder; what stays below all the way is a muted microphone. */
    public static final double SILENT_BELOW = 0.001;

    /**
     * What a model hears of a recording.
     *
     * @param channel from 1; {@link Sounds#MEAN} is all of them
     * @param gain that keeps it within full scale, at most 1
     * @param peak largest absolute sample, after the gain and at {@link Sounds#VOICE_RATE}
     */
    public record Voice(int channel, float gain, double peak) {}

    /**
     * Something that is no fault, but may surprise.
     *
     * @param message a sentence for people
     * @param values of the message that its {@code kind} names
     */
    public record Remark(Kind kind, String message, List<Number> values) {
        /** What it is about, for programs. */
        public enum Kind {
            /**
             * Channels cancel each other, or most are empty: one of them is heard instead of their mean. Values: how many
             * there are, and which is heard, from 1.
             */
            ONE_CHANNEL_HEARD,
            /** Samples went beyond full scale, so all of the recording was made quieter. Value: by how many decibels. */
            SCALED_DOWN,
            /** Time stamps leave out some of the time: it is silent there. Values: seconds, and in how many places. */
            GAPS_FILLED,
            /** Value: the seconds of silence before it. */
            STARTS_LATE,
            /** Sample rate or channels are not the same from beginning to end. Value: the second in which they change. */
            FORMAT_CHANGES,
            /** Not the sound track that a player would choose. Value: how many tracks there are. */
            OTHER_TRACK
        }

        public Remark {
            values = List.copyOf(values);
        }
    }

    public SoundInfo {
        remarks = List.copyOf(remarks);
    }

    public double seconds() {
        return (double) samples / sampleRate;
    }

    /** Whether nobody is heard in it. */
    public boolean isSilent() {
        return voice.peak < SILENT_BELOW;
    }

    /** @throws MediaException if it {@link #isSilent} */
    public void requireAudible() throws MediaException {
        if (isSilent()) {
            throw new MediaException(
                    Problem.SILENT,
                    "%s is silent: its loudest sample is at %s, expected at least %s"
                            .formatted(
                                    voice.channel == Sounds.MEAN
                                            ? "The sound"
                                            : "Channel %d of the sound".formatted(voice.channel),
                                    decibels(voice.peak),
                                    decibels(SILENT_BELOW)));
        }
    }

    private static String decibels(double amplitude) {
        return amplitude == 0 ? "zero" : "%.1f dBFS".formatted(20 * Math.log10(amplitude));
    }
}
