package dev.parley.cli.request;

import static java.util.Map.entry;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The names that people know the options by, from the reference's command line and older tools, under today's names.
 * Underscores count as dashes.
 */
public final class KnownNames {
    private static final Map<String, String> TODAYS = Map.ofEntries(
            entry("--audio-path", "--audio"),
            entry("--image-path", "--image"),
            entry("--reference-image", "--image"),
            entry("--cond-image", "--image"),
            entry("--output-path", "--output"),
            entry("--save-file", "--output"),
            entry("--input-json", "--request"),
            entry("--n-prompt", "--negative-prompt"),
            entry("--base-seed", "--seed"),
            entry("--sample-steps", "--steps"),
            entry("--sample-shift", "--shift"),
            entry("--sample-text-guide-scale", "--text-guidance"),
            entry("--sample-audio-guide-scale", "--audio-guidance"),
            entry("--motion-frame", "--motion-frames"),
            entry("--frame-num", "--frames-per-window"),
            entry("--use-lora", "--preset=fusionx"),
            entry("--lora-dir", "--lora"),
            entry("--use-quantization", "--quantization=int8"),
            entry("--quant", "--quantization"),
            entry("--use-teacache", "--tea-cache"),
            entry("--use-tea-cache", "--tea-cache"),
            entry("--teacache", "--tea-cache"),
            entry("--teacache-thresh", "--tea-cache-threshold"),
            entry("--use-apg", "--apg"),
            entry("--use-low-vram", "--low-vram"),
            entry("--color-correction-strength", "--color-correction"));

    /** {@code args} in today's names. What is no option, and everything after {@code --}, stays as it is. */
    public static String[] toTodays(String... args) {
        List<String> today = new ArrayList<>();
        boolean options = true;
        for (String arg : args) {
            options = options && !arg.equals("--");
            today.add(options && arg.startsWith("--") ? toTodays(arg) : arg);
        }
        return today.toArray(String[]::new);
    }

    private static String toTodays(String option) {
        int equals = option.indexOf('=');
        String name = (equals < 0 ? option : option.substring(0, equals)).replace('_', '-');
        String value = equals < 0 ? "" : option.substring(equals);
        return TODAYS.getOrDefault(name, name) + value;
    }

    private KnownNames() {}
}
