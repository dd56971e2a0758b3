package dev.parley.kit.admission;

import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

/**
 * Files that live for as long as somebody looks at an input. Their names tell whose they are, so that those of a process
 * that was killed are cleared away. What the disk does wrong is no caller's fault, hence unchecked.
 */
@ApplicationScoped
public class ScratchFiles {
    private static final Logger LOG = Logger.getLogger(ScratchFiles.class);
    private static final String PREFIX = "parley-input-";
    private static final Pattern NAME = Pattern.compile(PREFIX + "(\\d+)-.*");

    private final Path dir;

    /** A file that is deleted when it is closed. */
    public record ScratchFile(Path path) implements AutoCloseable {
        @Override
        public void close() {
            try {
                Files.deleteIfExists(path);
            } catch (IOException e) {
                throw new UncheckedIOException("Cannot delete " + path, e);
            }
        }
    }

    @Inject
    ScratchFiles(@ConfigProperty(name = "parley.work.dir", defaultValue = "${java.io.tmpdir}") Path dir) {
        this.dir = dir;
    }

    /** A new one, empty. */
    public ScratchFile make() {
        try {
            return new ScratchFile(
                    Files.createTempFile(dir, PREFIX + ProcessHandle.current().pid() + "-", null));
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot make a file in " + dir, e);
        }
    }

    void onStart(@Observes StartupEvent event) {
        try {
            Files.createDirectories(dir);
            try (DirectoryStream<Path> left = Files.newDirectoryStream(dir, PREFIX + "*")) {
                for (Path file : left) {
                    deleteIfNobodys(file);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot use %s for inputs".formatted(dir), e);
        }
    }

    private static void deleteIfNobodys(Path file) throws IOException {
        Matcher name = NAME.matcher(file.getFileName().toString());
        // A container's only process has the number of the one before.
        boolean alive = name.matches()
                && Long.parseLong(name.group(1)) != ProcessHandle.current().pid()
                && ProcessHandle.of(Long.parseLong(name.group(1))).isPresent();
        if (!alive) {
            LOG.debugf("leftover file deleted  file=%s", file);
            Files.deleteIfExists(file);
        }
    }
}
