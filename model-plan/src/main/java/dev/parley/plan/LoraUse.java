package dev.parley.plan;

import static java.util.Objects.requireNonNull;

/**
 * A LoRA of a model, and how strongly it applies.
 *
 * @param name of its file, without {@link #FILE_ENDING}
 * @param scale 1 is what it was trained for
 */
public record LoraUse(String name, double scale) {
    public static final String FILE_ENDING = ".safetensors";

    public LoraUse {
        name = stem(requireNonNull(name, "name"));
    }

    /** The name of a LoRA without the ending of its file, which may be given or not. */
    public static String stem(String name) {
        return name.endsWith(FILE_ENDING) ? name.substring(0, name.length() - FILE_ENDING.length()) : name;
    }
}
