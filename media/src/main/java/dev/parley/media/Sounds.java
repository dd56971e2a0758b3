package dev.parley.media;

import dev.parley.media.SoundInfo.Remark;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads recordings: any common sound file, or the sound of a video file. What its time stamps leave out, at the beginning
 * or in between, is silence.
 */
public final class Sounds {
    public static final int VOICE_RATE = 16_000;

    /** Instead of a channel's number: the voice is the mean of all channels. */
    public static final int MEAN = 0;

    /**
     * Decodes all of a recording and says what it holds. That may be silence: who needs somebody to speak asks
     * {@link SoundInfo#requireAudible}.
     *
     * @throws MediaException when it cannot be decoded, breaks the limits, or holds values that are not numbers or far
     *     beyond full scale
     */
    public static SoundInfo inspect(Path file, Limits limits) throws MediaException {
        return inspect(file, limits, MEAN);
    }

    /**
     * As {@link #inspect(Path, Limits)}, of a recording with somebody's voice on one channel.
     *
     * @param channel from 1, or {@link #MEAN}
     * @throws MediaException also when there are fewer channels
     */
    public static SoundInfo inspect(Path file, Limits limits, int channel) throws MediaException {
        Listener listener = new Listener(limits, channel, Sounds::forget).listen(file);
        if (!listener.hearsTooLittle()) {
            return listener.info();
        }
        SoundInfo info = new Listener(limits, listener.loudest(), Sounds::forget)
                .listen(file)
                .info();
        List<Remark> remarks = new ArrayList<>(info.remarks());
        remarks.add(new Remark(
                Remark.Kind.ONE_CHANNEL_HEARD,
                "The %d channels cancel each other or are mostly empty; only channel %d is used as the voice"
                        .formatted(info.channels(), listener.loudest()),
                List.of(info.channels(), listener.loudest())));
        return new SoundInfo(
                info.samples(), info.sampleRate(), info.channels(), info.codec(), info.peak(), info.voice(), remarks);
    }

    private static void forget(float[] heard) {}

    /**
     * The recording as 16 kHz mono in [-1, 1], resampled, as long as the recording to the nearest sample: the mean of its
     * channels, or the loudest one where the mean is far quieter. What goes beyond full scale makes all of it quieter. A
     * silent recording is zeros: the noise of a muted microphone, brought to the loudness of speech, would move a mouth.
     *
     * @throws MediaException as {@link #inspect} does
     */
    public static float[] voice(Path file, Limits limits) throws MediaException {
        return voice(file, limits, MEAN);
    }

    /** As {@link #voice(Path, Limits)}, but of one channel alone. */
    public static float[] voice(Path file, Limits limits, int channel) throws MediaException {
        SoundInfo info = inspect(file, limits, channel);
        float[] voice =
                new float[Math.toIntExact(Math.round((double) info.samples() * VOICE_RATE / info.sampleRate()))];
        if (!info.isSilent()) {
            new Listener(
                            limits,
                            info.voice().channel(),
                            new Copy(voice, info.voice().gain())::add)
                    .listen(file);
        }
        return voice;
    }

    /** Fills an array from its beginning. */
    private static final class Copy {
        private final float[] to;
        private final float gain;
        private int length;

        Copy(float[] to, float gain) {
            this.to = to;
            this.gain = gain;
        }

        void add(float[] samples) {
            for (float sample : samples) {
                to[length++] = Math.max(-1, Math.min(1, sample * gain));
            }
        }
    }

    private Sounds() {}
}
