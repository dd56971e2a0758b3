package dev.parley.ops;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** The files of this repository, as the checks see them. */
final class Repository {
    static final ObjectMapper JSON = new ObjectMapper();
    private static final Path ROOT =
            Path.of(setting("parley.repository")).toAbsolutePath().normalize();
    private static final List<String> SERVICES = List.of("ingest-service", "render-worker", "assembler-service");

    static Path file(String path) {
        return ROOT.resolve(path);
    }

    static String text(String path) {
        return text(file(path));
    }

    static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Below a folder, in order, with one of these endings; nothing that a build made. */
    static List<Path> files(String folder, String... endings) {
        Path from = file(folder);
        try (Stream<Path> found = Files.walk(from)) {
            return found.filter(Files::isRegularFile)
                    .filter(file -> !from.relativize(file).toString().contains("target/"))
                    .filter(file -> Stream.of(endings).anyMatch(file.toString()::endsWith))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Everything in Markdown that belongs to the project. */
    static List<Path> pages() {
        return files("", ".md").stream()
                .filter(page -> !ROOT.relativize(page).toString().matches("(\\.git|.*/src/test/resources)/.*"))
                .toList();
    }

    /** What the services are made of and what they read their settings with: main sources only. */
    static List<Path> serviceSources() {
        List<Path> sources = new ArrayList<>(files("service-kit/src/main", ".java", ".properties"));
        for (String service : SERVICES) {
            sources.addAll(files(service + "/src/main", ".java", ".properties"));
        }
        return sources;
    }

    static JsonNode json(String path) {
        try {
            return JSON.readTree(text(path));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The documents of a YAML file, anchors and merge keys resolved; a key that comes twice is an error. */
    static List<JsonNode> yaml(Path file) {
        return documents(text(file));
    }

    static List<JsonNode> documents(String yaml) {
        LoaderOptions options = new LoaderOptions();
        options.setAllowDuplicateKeys(false);
        List<JsonNode> documents = new ArrayList<>();
        new Yaml(new SafeConstructor(options)).loadAll(yaml).forEach(found -> documents.add(JSON.valueToTree(found)));
        return documents;
    }

    static JsonNode yaml(String path) {
        return yaml(file(path)).get(0);
    }

    static boolean isOnPath(String program) {
        return Stream.of(System.getenv("PATH").split(File.pathSeparator))
                .anyMatch(folder -> new File(folder, program).canExecute());
    }

    static String setting(String name) {
        String value = System.getProperty(name);
        if (value == null) {
            throw new IllegalStateException("The build sets -D%s; run these tests with Maven".formatted(name));
        }
        return value;
    }

    private Repository() {}
}
