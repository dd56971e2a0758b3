package dev.parley.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What is shown compiles: every example of the Javadoc and of the pages stands in {@link ClientExamples}. */
class ExamplesTest {
    private static final Pattern SHOWN = Pattern.compile("<pre>\\{@code\\n(.*?)\\n \\* }</pre>", Pattern.DOTALL);
    private static final Pattern BLOCK = Pattern.compile("```java\\n(.*?)```", Pattern.DOTALL);
    private static final Path COMPILED = Path.of("src/test/java/dev/parley/client/ClientExamples.java");

    @Test
    void everyExampleOfTheJavadocIsCompiled() throws IOException {
        List<String> shown = new ArrayList<>();
        try (Stream<Path> files = Files.walk(Path.of("src/main/java"))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                shown.addAll(blocks(SHOWN, file));
            }
        }
        String compiled = flat(Files.readString(COMPILED));
        assertThat(shown).hasSizeGreaterThanOrEqualTo(3);
        assertThat(shown).allSatisfy(example -> assertThat(compiled).contains(example));
    }

    @Test
    void everyExampleOfThePagesIsCompiled() throws IOException {
        List<String> shown = new ArrayList<>(blocks(BLOCK, Path.of("../docs/clients.md")));
        blocks(BLOCK, Path.of("../README.md")).stream()
                .filter(example -> example.contains("Parley.connect"))
                .forEach(shown::add);
        String compiled = flat(Files.readString(COMPILED));
        assertThat(shown).hasSizeGreaterThanOrEqualTo(4);
        assertThat(shown).allSatisfy(example -> assertThat(compiled).contains(example));
    }

    private static List<String> blocks(Pattern pattern, Path file) throws IOException {
        return pattern.matcher(Files.readString(file))
                .results()
                .map(block -> flat(block.group(1).replaceAll("(?m)^ \\*", "")))
                .toList();
    }

    private static String flat(String code) {
        return code.replaceAll("\\s+", " ").strip();
    }
}
