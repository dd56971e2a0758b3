package dev.parley.multitalk.internal.pipeline;

import static java.util.Objects.requireNonNull;

import dev.parley.multitalk.GuidanceSettings;
import dev.parley.multitalk.TeaCache;
import dev.parley.multitalk.internal.sample.Schedule;

/**
 * How windows are sampled.
 *
 * @param colorStrength how strongly frames are matched to the picture's colors: 0 not at all, 1 fully
 * @param teaCache null to run the blocks in every step
 */
public record SamplingSettings(Schedule schedule, GuidanceSettings guidance, double colorStrength, TeaCache teaCache) {
    public SamplingSettings {
        requireNonNull(schedule, "schedule");
        requireNonNull(guidance, "guidance");
        if (teaCache != null) {
            teaCache.requireUse(schedule.steps());
        }
    }
}
