package dev.parley.cli.request;

import dev.parley.contracts.RequestField;
import dev.parley.contracts.RequestFields;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** The description of an option in the help: its own or, if it has none, that of its field in the schema. */
public final class OptionHelp {
    private static final Pattern FIELD_NAME = Pattern.compile("\\b[a-z]+[A-Z][A-Za-z]*\\b");

    /**
     * Gives the options of {@code command} the descriptions that they lack, and the values that can be completed.
     *
     * @param presets the names of those that the model has
     */
    public static void complete(CommandSpec command, List<String> presets) {
        for (OptionSpec option : List.copyOf(command.options())) {
            command.remove(option); // all of them, so that they stay in their order
            command.addOption(field(option)
                    .map(field -> field.path().equals("preset") ? field.withValues(presets) : field)
                    .map(field -> described(option, field))
                    .orElse(option));
        }
    }

    private static OptionSpec described(OptionSpec option, RequestField field) {
        OptionSpec.Builder described = OptionSpec.builder(option);
        if (option.description().length == 0) {
            described.description(text(field).replace("%", "%%"));
        }
        if (!field.values().isEmpty()) {
            described.completionCandidates(field.values());
        }
        return described.build();
    }

    private static Optional<RequestField> field(OptionSpec option) {
        if (option.userObject() instanceof java.lang.reflect.Field member && member.isAnnotationPresent(Field.class)) {
            return RequestFields.find(member.getAnnotation(Field.class).value());
        }
        return Optional.empty();
    }

    private static String text(RequestField field) {
        StringBuilder text = new StringBuilder(inOptions(field.description().replace("`", "")));
        if (!field.values().isEmpty()) {
            text.append(" One of ").append(String.join(", ", field.values())).append('.');
        }
        if (field.defaultValue() != null && !field.defaultValue().equals("false")) {
            text.append(" Default: ").append(field.defaultValue()).append('.');
        }
        return text.toString();
    }

    /** With the options of the fields that it names. */
    private static String inOptions(String words) {
        return FIELD_NAME
                .matcher(words)
                .replaceAll(found -> Matcher.quoteReplacement(OptionFields.all().stream()
                        .filter(option -> option.field().value().matches("(.*\\.)?" + found.group()))
                        .map(OptionFields.OptionField::option)
                        .findFirst()
                        .orElse(found.group())));
    }

    private OptionHelp() {}
}
