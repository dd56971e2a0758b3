package dev.parley.cli.support;

import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** A process's environment, as far as Parley, Java and the libraries go by it. */
final class ShownSettings {
    private static final Pattern OURS =
            Pattern.compile("(PARLEY|QUARKUS|KAFKA|MP|SMALLRYE|DJL|PYTORCH|CUDA|NVIDIA|OMP|MKL|HF|LC|OTEL)_.*"
                    + "|JAVA_HOME|JAVA_TOOL_OPTIONS|JDK_JAVA_OPTIONS|_JAVA_OPTIONS|MALLOC_ARENA_MAX|THP_MEM_ALLOC_ENABLE"
                    + "|LANG|TZ|LD_LIBRARY_PATH|(?i:https?_proxy|no_proxy|all_proxy)");

    /** By name, one a line; a secret's value is not shown, only that there is one. */
    static String of(Map<String, String> environment) {
        StringBuilder text = new StringBuilder();
        new TreeMap<>(environment).forEach((name, value) -> {
            if (OURS.matcher(name).matches()) {
                String shown = KnownSecrets.isSecret(name) && !value.isBlank() ? KnownSecrets.HIDDEN : value;
                text.append(name)
                        .append('=')
                        .append(shown.replaceAll("\\R", " "))
                        .append('\n');
            }
        });
        return text.toString();
    }

    private ShownSettings() {}
}
