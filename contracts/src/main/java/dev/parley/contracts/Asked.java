package dev.parley.contracts;

import static java.util.Objects.requireNonNull;

import dev.parley.contracts.RenderRequest.Mode;
import dev.parley.contracts.RenderRequest.Size;

/**
 * What a job was asked for, short enough for a list of many.
 *
 * @param picture the input that the video starts from; of two portraits the one that was made of them
 * @param prompt its first {@value #PROMPT_LENGTH} characters
 * @param preset its name
 * @param seed of the noise
 * @param visibleMark null for none
 */
public record Asked(
        String picture, String prompt, String preset, Mode mode, Size size, long seed, VisibleMark visibleMark) {
    static final int PROMPT_LENGTH = 200;

    public Asked {
        requireNonNull(preset, "preset");
    }

    static Asked of(RenderPlan plan) {
        RenderSettings settings = plan.settings();
        return new Asked(
                plan.picture(),
                shortened(settings.prompt()),
                settings.preset(),
                settings.mode(),
                settings.size(),
                settings.sampling().seed(),
                settings.visibleMark());
    }

    private static String shortened(String prompt) {
        if (prompt == null || prompt.codePointCount(0, prompt.length()) <= PROMPT_LENGTH) {
            return prompt;
        }
        return prompt.substring(0, prompt.offsetByCodePoints(0, PROMPT_LENGTH - 1)) + "…";
    }
}
