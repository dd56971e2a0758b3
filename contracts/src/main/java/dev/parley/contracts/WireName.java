package dev.parley.contracts;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** The word that stands for a constant in JSON, labels and messages: {@code multitalk-480} for {@code MULTITALK_480}. */
public final class WireName {
    /** What the constant's {@link JsonProperty} says or, without one, its name in lower case with hyphens. */
    public static String of(Enum<?> constant) {
        try {
            JsonProperty stated =
                    constant.getDeclaringClass().getField(constant.name()).getAnnotation(JsonProperty.class);
            return stated == null ? constant.name().toLowerCase(Locale.ROOT).replace('_', '-') : stated.value();
        } catch (NoSuchFieldException e) {
            throw new IllegalStateException("Every constant is a field", e);
        }
    }

    /** As a label of metrics has it: {@code out_of_memory} for {@code OUT_OF_MEMORY}. */
    public static String label(Enum<?> constant) {
        return of(constant).replace('-', '_');
    }

    /** The constant that {@code word} stands for, or nothing. */
    public static <E extends Enum<E>> Optional<E> parse(Class<E> type, String word) {
        return Stream.of(type.getEnumConstants())
                .filter(constant -> of(constant).equals(word))
                .findFirst();
    }

    private WireName() {}
}
