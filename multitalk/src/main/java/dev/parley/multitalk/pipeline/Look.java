package dev.parley.multitalk.pipeline;

import static java.util.Objects.requireNonNull;

import dev.parley.multitalk.sample.GuidanceSettings;
import dev.parley.multitalk.sample.Schedule;
import dev.parley.multitalk.sample.TeaCache;

/**
 * How each window is made.
 *
 * @param colourStrength how far each frame takes the colours of the picture: 0 not at all, 1 fully
 * @param teaCache null where the blocks run in every step
 */
public record Look(Schedule schedule, GuidanceSettings guidance, double colourStrength, TeaCache teaCache) {
    public Look {
        requireNonNull(schedule, "schedule");
        requireNonNull(guidance, "guidance");
        if (teaCache != null) {
            teaCache.requireUse(schedule.steps());
        }
    }
}
