package dev.parley.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What is shown compiles: every example of the Javadoc stands in {@link ClientExamples}. */
class ExamplesTest {
    private static final Pattern SHOWN = Pattern.compile("<pre>\\{@code\\n(.*?)\\n \\* }</pre>", Pattern.DOTALL);

    @Test
    void everyExampleOfTheJavadocIsCompiled() throws IOException {
        String compiled = flat(Files.readString(Path.of("src/test/java/dev/parley/client/ClientExamples.java")));
        List<String> shown = new ArrayList<>();
        try (Stream<Path> files = Files.walk(Path.of("src/main/java"))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Matcher example = SHOWN.matcher(Files.readString(file));
                while (example.find()) {
                    shown.add(flat(example.group(1).replaceAll("(?m)^ \\*", "")));
                }
            }
        }
        assertThat(shown).hasSizeGreaterThanOrEqualTo(3).allSatisfy(example -> assertThat(compiled)
                .contains(example));
    }

    private static String flat(String code) {
        return code.replaceAll("\\s+", " ").strip();
    }
}
