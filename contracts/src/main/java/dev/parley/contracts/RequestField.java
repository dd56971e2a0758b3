package dev.parley.contracts;

import java.util.List;
import java.util.Map;

/**
 * A field of a request as described by its schema, for user interfaces and for other names of the field.
 *
 * @param path as {@code sampling.steps} or {@code speakers[].audio}
 * @param description one or two sentences
 * @param defaultValue as JSON; null where there is none, or no single one
 * @param values all that it may be; empty where that is no short list
 * @param referenceNames what the reference's command line and the older forms of a request call it
 * @param referenceSwitches switches of the reference that set it, and the value that each stands for
 */
public record RequestField(
        String path,
        String description,
        String defaultValue,
        List<String> values,
        List<String> referenceNames,
        Map<String, String> referenceSwitches) {
    public RequestField {
        values = List.copyOf(values);
        referenceNames = List.copyOf(referenceNames);
        referenceSwitches = Map.copyOf(referenceSwitches);
    }

    /** The same field where other values are known. */
    public RequestField withValues(List<String> others) {
        return new RequestField(path, description, defaultValue, others, referenceNames, referenceSwitches);
    }

    /** The last name of the path, as {@code audio}. */
    String name() {
        return path.substring(path.lastIndexOf('.') + 1);
    }
}
