package dev.parley.cli.farm;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Properties;
import java.util.Set;

/** A small properties file that only its owner may read and that is never half-written. */
final class KeptProperties {
    private final Path file;
    private final Properties properties = new Properties();

    private KeptProperties(Path file) {
        this.file = file;
    }

    static KeptProperties load(Path file) throws IOException {
        KeptProperties kept = new KeptProperties(file);
        if (Files.exists(file)) {
            try (InputStream in = Files.newInputStream(file)) {
                kept.properties.load(in);
            }
        }
        return kept;
    }

    Set<String> names() {
        return properties.stringPropertyNames();
    }

    /** Null where there is none. */
    String get(String name) {
        return properties.getProperty(name);
    }

    void set(String name, String value) {
        properties.setProperty(name, value);
    }

    void store() throws IOException {
        Path part = Files.createTempFile(
                file.getParent(),
                file.getFileName().toString(),
                ".part",
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        try (OutputStream out = Files.newOutputStream(part)) {
            properties.store(out, null);
        }
        Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
}
