package dev.parley.cli;

import dev.parley.cli.request.Heading;
import dev.parley.cli.request.OptionHelp;
import java.lang.reflect.Field;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Help;
import picocli.CommandLine.IHelpSectionRenderer;
import picocli.CommandLine.Model.OptionSpec;

/** The list of a command's options, in groups with headings. */
final class GroupedOptions implements IHelpSectionRenderer {
    @Override
    public String render(Help help) {
        OptionHelp.complete(help.commandSpec(), Installation.presets().names());
        List<OptionSpec> options = help.commandSpec().options().stream()
                .filter(option -> !option.hidden())
                .toList();
        StringBuilder text = new StringBuilder();
        grouped(options).forEach((heading, group) -> {
            Help.Layout layout = help.createDefaultLayout(options, List.of(), help.colorScheme());
            layout.addOptions(group, help.createDefaultParamLabelRenderer());
            text.append(heading.isEmpty() ? "" : "%n%s:%n".formatted(heading)).append(layout);
        });
        return text.toString();
    }

    /** By heading, both in the order of the options. */
    private static Map<String, List<OptionSpec>> grouped(List<OptionSpec> options) {
        Map<String, List<OptionSpec>> groups = new LinkedHashMap<>();
        String heading = "";
        for (OptionSpec option : options) {
            if (option.userObject() instanceof Field field && field.isAnnotationPresent(Heading.class)) {
                heading = field.getAnnotation(Heading.class).value();
            }
            groups.computeIfAbsent(heading, any -> new ArrayList<>()).add(option);
        }
        return groups;
    }
}
