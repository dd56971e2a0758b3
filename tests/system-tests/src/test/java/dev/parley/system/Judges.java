package dev.parley.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.contentOf;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.parley.contracts.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** {@code tests/credentials}: validators of content credentials from npm, in pinned versions. */
final class Judges {
    private static final Path SOURCES = Distribution.PROJECT.resolve("tests/credentials");
    private static final Path HOME = Path.of("target", "judges").toAbsolutePath();
    private static final long PATIENCE_MINUTES = 3;

    /** A verdict for each video; the test is skipped where Node is missing or npm cannot bring them. */
    static List<JsonNode> of(Path folder, List<Path> videos) throws IOException, InterruptedException {
        Optional<String> missing = missing(folder);
        assumeTrue(missing.isEmpty(), () -> missing.get());
        return verdicts(folder, videos);
    }

    /** Why nobody can judge here, if so; brings the judges otherwise. */
    static Optional<String> missing(Path folder) throws IOException, InterruptedException {
        if (!SampleProgram.isOnPath("node") || !SampleProgram.isOnPath("npm")) {
            return Optional.of("node is not on the PATH");
        }
        return install(folder);
    }

    /** A verdict for each video. */
    static List<JsonNode> verdicts(Path folder, List<Path> videos) throws IOException, InterruptedException {
        Path names = Files.write(
                folder.resolve("videos.txt"),
                videos.stream().map(Path::toString).toList());
        Path verdicts = folder.resolve("verdicts.txt");
        Path complaints = folder.resolve("complaints.txt");
        Process judge = new ProcessBuilder("node", "judge.mjs")
                .directory(HOME.toFile())
                .redirectInput(names.toFile())
                .redirectOutput(verdicts.toFile())
                .redirectError(complaints.toFile())
                .start();
        assertThat(ended(judge)).as(contentOf(complaints.toFile())).isZero();
        List<JsonNode> read = new ArrayList<>();
        for (String line : Files.readAllLines(verdicts)) {
            read.add(Json.mapper().readTree(line));
        }
        assertThat(read).hasSameSizeAs(videos);
        return read;
    }

    private static Optional<String> install(Path folder) throws IOException, InterruptedException {
        Files.createDirectories(HOME);
        for (String file : List.of("package.json", "package-lock.json", "judge.mjs")) {
            Files.copy(SOURCES.resolve(file), HOME.resolve(file), StandardCopyOption.REPLACE_EXISTING);
        }
        Path log = folder.resolve("npm.log");
        // Not "ci": it wants optional packages of every platform in the lock file. Nothing of others is run to install
        // them.
        Process npm = new ProcessBuilder(
                        "npm", "install", "--no-save", "--omit=optional", "--ignore-scripts", "--no-audit", "--no-fund")
                .directory(HOME.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        return ended(npm) == 0
                ? Optional.empty()
                : Optional.of("npm cannot bring the validators: " + contentOf(log.toFile()));
    }

    private static int ended(Process process) throws InterruptedException {
        if (!process.waitFor(PATIENCE_MINUTES, TimeUnit.MINUTES)) {
            process.destroyForcibly();
            throw new AssertionError("%s did not end".formatted(process.info().command()));
        }
        return process.exitValue();
    }

    private Judges() {}
}
