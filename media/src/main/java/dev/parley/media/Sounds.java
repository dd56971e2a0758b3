package dev.parley.media;

import java.nio.file.Path;

/** Reads recordings: any common sound file, or the sound of a video file. */
public final class Sounds {
    public static final int VOICE_RATE = 16_000;

    /** Decodes all of a recording and says what it holds; refuses silence, NaN, and what breaks the limits. */
    public static SoundInfo inspect(Path file, Limits limits) throws MediaException {
        throw new UnsupportedOperationException();
    }

    /** The recording as 16 kHz mono in [-1, 1]: mean of the channels, resampled. */
    public static float[] voice(Path file, Limits limits) throws MediaException {
        throw new UnsupportedOperationException();
    }

    private Sounds() {}
}
