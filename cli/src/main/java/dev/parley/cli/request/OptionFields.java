package dev.parley.cli.request;

import dev.parley.contracts.RequestField;
import dev.parley.contracts.RequestFields;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import picocli.CommandLine.Option;

/** The options that set fields of a request, as {@link RequestOptions} declares them. */
final class OptionFields {
    /**
     * One of them.
     *
     * @param option as {@code --steps}
     */
    record OptionField(String option, Field field, java.lang.reflect.Field member) {
        static OptionField of(java.lang.reflect.Field member) {
            return new OptionField(
                    member.getAnnotation(Option.class).names()[0], member.getAnnotation(Field.class), member);
        }

        /** What was given; null for nothing. */
        Object valueIn(RequestOptions options) {
            try {
                return member.get(options);
            } catch (IllegalAccessException e) {
                throw new IllegalStateException("Cannot read the option " + option, e);
            }
        }

        private boolean sets(String path) {
            return field.value().equals(path) || field.ofEach().equals(path);
        }
    }

    private static final List<OptionField> ALL = Stream.of(RequestOptions.class.getDeclaredFields())
            .filter(member -> member.isAnnotationPresent(Field.class))
            .map(OptionField::of)
            .toList();

    static List<OptionField> all() {
        return ALL;
    }

    /** The option that sets a field or what the field lies in; {@code loras[].name} is a part of {@code loras}. */
    static Optional<String> optionOf(String path) {
        for (String at = path; !at.isEmpty(); at = at.substring(0, Math.max(0, at.lastIndexOf('.')))) {
            String list = at.replaceFirst("\\[]$", "");
            for (String place : List.of(at, list)) {
                Optional<OptionField> found =
                        ALL.stream().filter(option -> option.sets(place)).findFirst();
                if (found.isPresent()) {
                    return found.map(OptionField::option);
                }
            }
        }
        return Optional.empty();
    }

    /** Today's option for each name that people know it by, all with dashes. */
    static Map<String, String> knownNames() {
        Map<String, String> names = new LinkedHashMap<>();
        for (OptionField option : ALL) {
            for (String name : option.field().knownAs()) {
                names.put(name, option.option());
            }
        }
        for (RequestField field : RequestFields.all()) {
            optionOf(field.path()).ifPresent(option -> field.referenceNames()
                    .forEach(name -> names.put("--" + name.replace('_', '-'), option)));
        }
        return names;
    }

    private OptionFields() {}
}
