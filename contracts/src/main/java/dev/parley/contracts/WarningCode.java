package dev.parley.contracts;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** All that warnings are about. Each names the values of its message, so that others can say it in their own words. */
public enum WarningCode {
    UNKNOWN_FIELD,
    /** A model has sizes of its own. */
    SIZE_OF_ITS_OWN("asked", "model", "width", "height"),
    /** More people than the models were trained on. */
    EXPERIMENTAL("people"),
    NOT_A_DRAWING("model"),
    PHOTOGRAPH_PREVIEW("model"),
    NO_FACE,
    MORE_FACES("faces", "voices"),
    FEWER_FACES("faces", "voices"),
    SMALL_FACE("person", "pixels"),
    BOX_CUTS_FACE,
    BOX_WITHOUT_FACE("faces"),
    SILENT,
    /** {@code with} is the field of the other one, {@code apart} in seconds. */
    SHARED_RECORDING("with", "apart"),
    ONE_CHANNEL_HEARD("channels", "channel"),
    SCALED_DOWN("decibels"),
    GAPS_FILLED("seconds", "places"),
    STARTS_LATE("seconds"),
    FORMAT_CHANGES("at"),
    OTHER_TRACK("tracks");

    private final List<String> names;

    WarningCode(String... names) {
        this.names = List.of(names);
    }

    /** The names of the values, in the order in which {@link #at} takes them. */
    public List<String> names() {
        return names;
    }

    /**
     * A warning with this code.
     *
     * @param path of the field that it is about
     * @param message the sentence for people
     * @param values that it names, numbers or words, in the order of {@link #names}
     */
    public Warning at(String path, String message, Object... values) {
        if (values.length != names.size()) {
            throw new IllegalArgumentException("%s has %d values, expected %s".formatted(this, values.length, names));
        }
        Map<String, String> named = new LinkedHashMap<>();
        for (int i = 0; i < values.length; i++) {
            named.put(names.get(i), written(values[i]));
        }
        return new Warning(path, WireName.of(this), message, named);
    }

    private static String written(Object value) {
        return value instanceof Double || value instanceof Float
                ? String.format(Locale.ROOT, "%.2f", value)
                : String.valueOf(value);
    }
}
