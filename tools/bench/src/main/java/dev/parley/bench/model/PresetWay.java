package dev.parley.bench.model;

import dev.parley.multitalk.GuidanceSettings;
import dev.parley.multitalk.Mode;
import dev.parley.multitalk.Settings;
import dev.parley.multitalk.TeaCache;
import dev.parley.plan.Defaults;
import dev.parley.plan.Preset;
import dev.parley.plan.Size;
import dev.parley.plan.SizeBuckets;

/**
 * A way to make a window, in a preset's numbers for the published model at 480p: those that a model brings itself may
 * make two presets one.
 *
 * @param teaCache null to compute every step
 */
record PresetWay(String name, int steps, double shift, GuidanceSettings guidance, TeaCache teaCache) {
    /** Not to be measured: one step. */
    static final PresetWay WARM_UP = new PresetWay("warm-up", 1, 1, GuidanceSettings.plain(1, 1), null);

    /** Takes over nothing: it is the first window. */
    private static final int MOTION_FRAMES = 1;

    static PresetWay of(Preset preset) {
        return new PresetWay(
                preset.name(),
                preset.steps(),
                preset.shift("multitalk-480"),
                GuidanceSettings.plain(preset.textGuidance(), preset.audioGuidance()),
                null);
    }

    PresetWay named(String other) {
        return new PresetWay(other, steps, shift, guidance, teaCache);
    }

    PresetWay withTeaCache() {
        return new PresetWay(
                name + ", TeaCache",
                steps,
                shift,
                guidance,
                new TeaCache(Defaults.TEA_CACHE_THRESHOLD, TeaCache.Fit.P480));
    }

    /** For a clip of one window. Colors are left alone. */
    Settings settings(Size video, int frames) {
        return new Settings(
                Mode.CLIP,
                steps,
                shift,
                guidance,
                0,
                Defaults.SEED,
                frames,
                MOTION_FRAMES,
                false,
                SizeBuckets.just(video),
                teaCache);
    }

    @Override
    public String toString() {
        return Report.text(
                "%s (%d steps, shift %.0f, text %.0f, audio %.0f)",
                name, steps, shift, guidance.textScale(), guidance.audioScale());
    }
}
