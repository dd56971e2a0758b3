package dev.parley.plan;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Map;

/**
 * Steps, guidance, shift and LoRAs that belong together, under a name. A request may override each of them.
 *
 * @param name as requests say it
 * @param description a sentence for people who choose
 * @param steps of the sampler, at least 1
 * @param shifts of the noise schedule, above 0, for each of {@link SizeBuckets#NAMES}
 * @param loras without which the other numbers make a bad video
 */
public record Preset(
        String name,
        String description,
        int steps,
        Map<String, Double> shifts,
        double textGuidance,
        double audioGuidance,
        List<LoraUse> loras) {
    private static final String NAME = "[a-z0-9][a-z0-9._-]{0,63}";

    public Preset {
        requireNonNull(description, "description");
        shifts = Map.copyOf(shifts);
        loras = List.copyOf(loras);
        if (!name.matches(NAME)) {
            throw new IllegalArgumentException(
                    "a preset's name is 1 to 64 of a-z, 0-9, '.', '_' and '-', found '%s'".formatted(name));
        }
        if (steps < 1) {
            throw new IllegalArgumentException("%s: sample_steps is at least 1, found %d".formatted(name, steps));
        }
        if (!shifts.keySet().containsAll(SizeBuckets.NAMES)) {
            throw new IllegalArgumentException(
                    "%s: sample_shift is for each of %s, found %s".formatted(name, SizeBuckets.NAMES, shifts));
        }
        shifts.forEach((size, shift) -> require(shift > 0 && Double.isFinite(shift), name, "sample_shift", shift));
        require(textGuidance >= 0 && Double.isFinite(textGuidance), name, "text_guide_scale", textGuidance);
        require(audioGuidance >= 0 && Double.isFinite(audioGuidance), name, "audio_guide_scale", audioGuidance);
    }

    /** @param size one of {@link SizeBuckets#NAMES} */
    public double shift(String size) {
        return shifts.get(size);
    }

    private static void require(boolean sound, String name, String key, double value) {
        if (!sound) {
            throw new IllegalArgumentException("%s: %s cannot be %s".formatted(name, key, value));
        }
    }
}
