package dev.parley.multitalk.pipeline;

import static java.util.Objects.requireNonNull;

import dev.parley.multitalk.sample.GuidanceSettings;
import dev.parley.multitalk.sample.Schedule;
import dev.parley.multitalk.sample.TeaCache;

/**
 * How each window is made.
 *
 * @param colorStrength how far each frame takes the colors of the picture: 0 not at all, 1 fully
 * @param teaCache null where the blocks run in every step
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
