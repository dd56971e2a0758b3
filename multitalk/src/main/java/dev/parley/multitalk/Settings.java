package dev.parley.multitalk;

import static java.util.Objects.requireNonNull;

import dev.parley.plan.Defaults;
import dev.parley.plan.ModelProfile;
import dev.parley.plan.Preset;
import dev.parley.plan.SizeBuckets;
import java.util.function.Consumer;

/**
 * How a video is rendered. {@link MultiTalk#settings} gives a model's own settings.
 *
 * @param steps of the sampler per window
 * @param shift how much denser the steps are at high noise; 1 spaces them evenly
 * @param colorStrength how strongly frames are matched to the picture's colors, 0 to 1
 * @param seed equal seeds give equal videos
 * @param windowFrames frames the sampler makes at a time, 4n+1; the models were trained on 81
 * @param motionFrames frames that a window takes over from the previous one, 4n+1
 * @param trimLastWindow whether the last window is shortened if much of it would be cut off,
 *     {@link dev.parley.plan.WindowPlan#trimmed}
 * @param sizes of video that the model was made for
 * @param teaCache null to run the blocks in every step
 */
public record Settings(
        Mode mode,
        int steps,
        double shift,
        GuidanceSettings guidance,
        double colorStrength,
        long seed,
        int windowFrames,
        int motionFrames,
        boolean trimLastWindow,
        SizeBuckets sizes,
        TeaCache teaCache) {
    /** Sizes of the published model, unless a model brings its own. */
    private static final String SIZE = "multitalk-480";

    public Settings {
        requireNonNull(mode, "mode");
        requireNonNull(guidance, "guidance");
        requireNonNull(sizes, "sizes");
        if (teaCache != null) {
            teaCache.requireUse(steps);
        }
    }

    /** A model's own settings. */
    static Settings of(ModelProfile model, Mode mode) {
        Preset standard = model.presets().standard();
        // With plain guidance the colors of a long video drift from window to window.
        Apg apg = mode == Mode.STREAMING ? Apg.DEFAULT : null;
        return new Settings(
                mode,
                standard.steps(),
                standard.shift(SIZE),
                new GuidanceSettings(standard.textGuidance(), standard.audioGuidance(), apg),
                model.colorCorrection(),
                Defaults.SEED,
                model.framesPerWindow(),
                model.motionFrames(),
                true,
                model.sizes(SIZE),
                null);
    }

    public Settings withSteps(int other) {
        return changed(draft -> draft.steps = other);
    }

    public Settings withGuidance(GuidanceSettings other) {
        return changed(draft -> draft.guidance = other);
    }

    public Settings withSeed(long other) {
        return changed(draft -> draft.seed = other);
    }

    public Settings withTrimLastWindow(boolean other) {
        return changed(draft -> draft.trimLastWindow = other);
    }

    /** @param other null to run the blocks in every step */
    public Settings withTeaCache(TeaCache other) {
        return changed(draft -> draft.teaCache = other);
    }

    private Settings changed(Consumer<Draft> change) {
        Draft draft = new Draft(this);
        change.accept(draft);
        return new Settings(
                mode,
                draft.steps,
                shift,
                draft.guidance,
                colorStrength,
                draft.seed,
                windowFrames,
                motionFrames,
                draft.trimLastWindow,
                sizes,
                draft.teaCache);
    }

    /** The fields that can be changed. */
    private static final class Draft {
        private int steps;
        private GuidanceSettings guidance;
        private long seed;
        private boolean trimLastWindow;
        private TeaCache teaCache;

        private Draft(Settings from) {
            steps = from.steps;
            guidance = from.guidance;
            seed = from.seed;
            trimLastWindow = from.trimLastWindow;
            teaCache = from.teaCache;
        }
    }
}
