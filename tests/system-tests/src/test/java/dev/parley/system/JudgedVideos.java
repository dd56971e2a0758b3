package dev.parley.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Every video that is in a farm's store when the farm ends is judged by other people's validators, all at once. */
final class JudgedVideos {
    private static final List<Path> KEPT = new ArrayList<>();

    /** Keeps copies of the finished videos below {@code store}. */
    static synchronized void keep(Path store) {
        if (!Files.isDirectory(store)) {
            return;
        }
        try (Stream<Path> files = Files.walk(store)) {
            for (Path file : files.filter(JudgedVideos::isVideo).toList()) {
                Path copy = Files.createTempFile("parley-judged-", ".mp4");
                Files.write(copy, Files.readAllBytes(file));
                copy.toFile().deleteOnExit();
                KEPT.add(copy);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean isVideo(Path file) {
        return file.getParent().endsWith("videos") && file.toString().endsWith(".mp4");
    }

    /** Without Node it says so, and judges nothing. */
    static synchronized void requireValid(Path folder) throws IOException, InterruptedException {
        Optional<String> missing = Judges.missing(folder);
        if (missing.isPresent()) {
            System.out.printf("%d videos were not judged: %s%n", KEPT.size(), missing.get());
            return;
        }
        List<JsonNode> verdicts = Judges.verdicts(folder, KEPT);
        assertThat(verdicts).allSatisfy(verdict -> assertThat(verdict.at("/official/state")
                                .asText() + " " + verdict.at("/second/valid").asBoolean())
                .as(verdict.toString())
                .isEqualTo("Valid true"));
        System.out.printf("%d videos were judged, all are valid%n", verdicts.size());
    }

    private JudgedVideos() {}
}
