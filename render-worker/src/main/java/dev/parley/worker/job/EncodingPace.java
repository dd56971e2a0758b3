package dev.parley.worker.job;

import java.util.OptionalDouble;

/**
 * How long the encoder will be at the rest of a video, by what the chunks of this attempt kept it busy, and how long it then
 * takes to commit the last one. It works beside the engine; where that is the faster of the two, this is what is waited for.
 * Other threads encode and commit than the one that asks.
 */
final class EncodingPace {
    private final int frames;
    private final Mean each = new Mean();
    private final Mean commits = new Mean();
    private int encoded;

    /** @param frames of the whole video */
    EncodingPace(int frames) {
        this.frames = frames;
    }

    /** @param encoded frames of the video, those of earlier attempts among them */
    synchronized void reached(int encoded) {
        this.encoded = encoded;
    }

    /** A chunk of so many frames kept the encoder busy for {@code seconds}. */
    synchronized void chunk(int frames, double seconds) {
        each.add(seconds, frames, 1);
        each.fade();
    }

    synchronized void committed(double seconds) {
        commits.add(seconds, 1, 1);
        commits.fade();
    }

    /** What follows the last frame; 0 before the first chunk. */
    synchronized double commitSeconds() {
        return commits.isKnown() ? commits.of(1) : 0;
    }

    /** Nothing before the first chunk. */
    synchronized OptionalDouble left() {
        return each.isKnown() ? OptionalDouble.of(each.of(frames - encoded)) : OptionalDouble.empty();
    }
}
