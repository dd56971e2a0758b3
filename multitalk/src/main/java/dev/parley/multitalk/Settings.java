package dev.parley.multitalk;

import static java.util.Objects.requireNonNull;

import dev.parley.multitalk.image.SizeBuckets;
import dev.parley.multitalk.sample.GuidanceSettings;
import dev.parley.multitalk.sample.TeaCache;

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
 * @param teaCache null to run the blocks in every step
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
        SizeBuckets sizes,
        TeaCache teaCache) {
    public Settings {
        requireNonNull(mode, "mode");
        requireNonNull(guidance, "guidance");
        requireNonNull(sizes, "sizes");
        if (teaCache != null) {
            teaCache.requireUse(steps);
        }
    }

    /** Without TeaCache. */
    public Settings(
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
        this(
                mode,
                steps,
                shift,
                guidance,
                colourStrength,
                seed,
                windowFrames,
                motionFrames,
                trimLastWindow,
                sizes,
                null);
    }

    public Settings withSteps(int other) {
        return new Settings(
                mode,
                other,
                shift,
                guidance,
                colourStrength,
                seed,
                windowFrames,
                motionFrames,
                trimLastWindow,
                sizes,
                teaCache);
    }

    public Settings withShift(double other) {
        return new Settings(
                mode,
                steps,
                other,
                guidance,
                colourStrength,
                seed,
                windowFrames,
                motionFrames,
                trimLastWindow,
                sizes,
                teaCache);
    }

    public Settings withGuidance(GuidanceSettings other) {
        return new Settings(
                mode,
                steps,
                shift,
                other,
                colourStrength,
                seed,
                windowFrames,
                motionFrames,
                trimLastWindow,
                sizes,
                teaCache);
    }

    public Settings withColourStrength(double other) {
        return new Settings(
                mode, steps, shift, guidance, other, seed, windowFrames, motionFrames, trimLastWindow, sizes, teaCache);
    }

    public Settings withSeed(long other) {
        return new Settings(
                mode,
                steps,
                shift,
                guidance,
                colourStrength,
                other,
                windowFrames,
                motionFrames,
                trimLastWindow,
                sizes,
                teaCache);
    }

    public Settings withSizes(SizeBuckets other) {
        return new Settings(
                mode,
                steps,
                shift,
                guidance,
                colourStrength,
                seed,
                windowFrames,
                motionFrames,
                trimLastWindow,
                other,
                teaCache);
    }

    public Settings withTrimLastWindow(boolean other) {
        return new Settings(
                mode, steps, shift, guidance, colourStrength, seed, windowFrames, motionFrames, other, sizes, teaCache);
    }

    /** @param other null to run the blocks in every step */
    public Settings withTeaCache(TeaCache other) {
        return new Settings(
                mode,
                steps,
                shift,
                guidance,
                colourStrength,
                seed,
                windowFrames,
                motionFrames,
                trimLastWindow,
                sizes,
                other);
    }
}
