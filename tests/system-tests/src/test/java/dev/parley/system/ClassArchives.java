package dev.parley.system;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Archives of classes beside the distribution's programs, which then start in half the time. A user's build ends with them;
 * here they are made before the first program is started, unless they are newer than what was built.
 */
final class ClassArchives {
    private static final List<String> PROGRAMS = List.of(
            "lib/cli/cli",
            "lib/broker/broker",
            "lib/store/store",
            "ingest-service/quarkus-run",
            "render-worker/quarkus-run",
            "assembler-service/quarkus-run");

    static {
        if (!PROGRAMS.stream().allMatch(ClassArchives::isFresh)) {
            make();
        }
    }

    /** Returns when they are there. */
    static void await() {
        // The class was initialized, by one thread.
    }

    private static boolean isFresh(String program) {
        File archive = Distribution.HOME.resolve(program + ".jsa").toFile();
        File jar = Distribution.HOME.resolve(program + ".jar").toFile();
        return archive.isFile() && archive.lastModified() >= jar.lastModified();
    }

    private static void make() {
        try {
            Path log = Files.createTempFile("parley-warm-up-", ".log");
            ProcessBuilder builder = new ProcessBuilder(
                            Distribution.PROJECT.resolve("parley").toString(), "warm-up")
                    .redirectErrorStream(true)
                    .redirectOutput(log.toFile());
            builder.environment().keySet().removeIf(name -> name.startsWith("PARLEY_"));
            builder.environment().put("PARLEY_SKIP_BUILD", "1");
            if (builder.start().waitFor() != 0 || !PROGRAMS.stream().allMatch(ClassArchives::isFresh)) {
                throw new IllegalStateException("No archives of classes were made:\n" + Files.readString(log));
            }
            Files.delete(log);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while archives of classes were made", e);
        }
    }

    private ClassArchives() {}
}
