package dev.parley.cli.support;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Writes texts into a ZIP file, each line without secrets, each text bounded. What cannot be had is noted. */
final class Bundle {
    private final ZipOutputStream zip;
    private final KnownSecrets secrets;
    private final List<String> missing = new ArrayList<>();

    Bundle(ZipOutputStream zip, KnownSecrets secrets) {
        this.zip = zip;
        this.secrets = secrets;
    }

    /** Adds what {@code source} says; if it fails, the rest is still worth having. */
    void add(String name, long mostBytes, Source source) throws IOException, InterruptedException {
        String text;
        try {
            text = source.text();
        } catch (InterruptedException e) {
            throw e;
        } catch (Exception e) { // whatever it is
            missing.add(secrets.clean("%s: %s".formatted(name, e)));
            return;
        }
        zip.putNextEntry(new ZipEntry(name));
        long left = mostBytes;
        for (String line : (Iterable<String>) text.lines()::iterator) {
            byte[] bytes = (secrets.clean(line) + "\n").getBytes(StandardCharsets.UTF_8);
            left -= bytes.length;
            if (left < 0) {
                missing.add("%s: what is beyond %d bytes".formatted(name, mostBytes));
                break;
            }
            zip.write(bytes);
        }
        zip.closeEntry();
    }

    /** What could not be had, and why. */
    List<String> missing() {
        return List.copyOf(missing);
    }
}
