package dev.parley.multitalk;

import static java.util.Objects.requireNonNull;

import dev.parley.multitalk.image.SizeBuckets;
import dev.parley.multitalk.sample.GuidanceSettings;

/**
 * How a video is made. A model comes with its own: {@link MultiTalk#settings}.
 *
 * @param steps of the sampler, for each window
 * @param shift how much denser the steps are near the noise; 1 is even
 * @param colourStrength how far each frame takes the colours of the picture, 0 to 1
 * @param seed equal ones give equal videos
 * @param windowFrames frames that the sampler makes at a time, 4n+1; the models were trained on 81
 * @param motionFrames frames that a window takes over from the one before, 4n+1
 * @param trimLastWindow whether the last window is shorter where much of it would be cut off,
 *     {@link dev.parley.multitalk.pipeline.WindowPlan#trimmed}
 * @param sizes of video that the model knows
 */
public record Settings(
        Mode mode,
        int steps,
        double shift,
        GuidanceSettings guidance,
        double colourStrength,
        long seed,
        int windowFrames,
        int motionFrames,
        boolean trimLastWindow,
        SizeBuckets sizes) {
    public Settings {
        requireNonNull(mode, "mode");
        requireNonNull(guidance, "guidance");
        requireNonNull(sizes, "sizes");
    }

    public Settings withSteps(int other) {
        return new Settings(
                mode, other, shift, guidance, colourStrength, seed, windowFrames, motionFrames, trimLastWindow, sizes);
    }

    public Settings withShift(double other) {
        return new Settings(
                mode, steps, other, guidance, colourStrength, seed, windowFrames, motionFrames, trimLastWindow, sizes);
    }

    public Settings withGuidance(GuidanceSettings other) {
        return new Settings(
                mode, steps, shift, other, colourStrength, seed, windowFrames, motionFrames, trimLastWindow, sizes);
    }

    public Settings withColourStrength(double other) {
        return new Settings(
                mode, steps, shift, guidance, other, seed, windowFrames, motionFrames, trimLastWindow, sizes);
    }

    public Settings withSeed(long other) {
        return new Settings(
                mode, steps, shift, guidance, colourStrength, other, windowFrames, motionFrames, trimLastWindow, sizes);
    }

    public Settings withSizes(SizeBuckets other) {
        return new Settings(
                mode, steps, shift, guidance, colourStrength, seed, windowFrames, motionFrames, trimLastWindow, other);
    }

    public Settings withTrimLastWindow(boolean other) {
        return new Settings(
                mode, steps, shift, guidance, colourStrength, seed, windowFrames, motionFrames, other, sizes);
    }
}
