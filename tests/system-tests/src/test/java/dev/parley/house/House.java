package dev.parley.house;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** All that is shipped, as classes and as sources. */
final class House {
    static final Path ROOT = Path.of("..", "..").toAbsolutePath().normalize();

    private static final List<String> ROOMS = List.of(
            "model-plan",
            "model-hub",
            "contracts",
            "media",
            "provenance",
            "watermark",
            "speech",
            "multitalk",
            "kokoro",
            "embedded/child-process",
            "embedded/broker",
            "embedded/store",
            "service-kit",
            "ingest-service",
            "render-worker",
            "assembler-service",
            "cli",
            "parley-client",
            "parley-client-kafka");

    static JavaClasses classes() {
        List<Path> classes = ROOMS.stream()
                .map(room -> ROOT.resolve(room).resolve("target/classes"))
                .toList();
        assertThat(classes).allMatch(Files::isDirectory);
        return new ClassFileImporter().importPaths(classes.toArray(Path[]::new));
    }

    static List<Path> sources() throws IOException {
        List<Path> sources = new ArrayList<>();
        for (String room : ROOMS) {
            try (Stream<Path> files = Files.walk(ROOT.resolve(room).resolve("src/main/java"))) {
                files.filter(file -> file.toString().endsWith(".java")).forEach(sources::add);
            }
        }
        return sources;
    }

    /** Of all modules, also of those that are never shipped, and of tests. */
    static List<Path> allSources() throws IOException {
        try (Stream<Path> files = Files.walk(ROOT)) {
            return files.filter(file -> file.toString().endsWith(".java"))
                    .filter(file -> !file.endsWith("package-info.java"))
                    .filter(file -> ROOT.relativize(file).toString().contains("src/"))
                    .filter(file -> !ROOT.relativize(file).toString().contains("target/"))
                    .toList();
        }
    }

    private House() {}
}
