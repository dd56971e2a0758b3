package dev.parley.multitalk.pipeline;

import static java.util.Objects.requireNonNull;

import dev.parley.multitalk.sample.GuidanceSettings;
import dev.parley.multitalk.sample.Schedule;

/**
 * How each window is made.
 *
 * @param colourStrength how far each frame takes the colours of the picture: 0 not at all, 1 fully
 */
public record Look(Schedule schedule, GuidanceSettings guidance, double colourStrength) {
    public Look {
        requireNonNull(schedule, "schedule");
        requireNonNull(guidance, "guidance");
    }
}
