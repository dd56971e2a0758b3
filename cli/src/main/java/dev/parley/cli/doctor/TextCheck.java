package dev.parley.cli.doctor;

import dev.parley.contracts.Finding;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Whether words and file names arrive as they were typed. */
final class TextCheck {
    static List<Finding> look(String encoding, Map<String, String> environment) {
        String locale = Stream.of("LC_ALL", "LC_CTYPE", "LANG")
                .filter(name -> !environment.getOrDefault(name, "").isEmpty())
                .map(name -> name + "=" + environment.get(name))
                .collect(Collectors.joining(", "));
        String found = "text and file names in %s (%s)".formatted(encoding, locale.isEmpty() ? "no locale" : locale);
        return List.of(
                "UTF-8".equals(encoding)
                        ? Finding.ok("text", found)
                        : Finding.bad("text", found, "set LC_ALL=C.UTF-8, or another UTF-8 locale"));
    }

    private TextCheck() {}
}
