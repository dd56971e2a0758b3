package dev.parley.cli.doctor;

import dev.parley.contracts.Finding;
import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Whether there is room, and leave to write, where a farm writes. */
final class DiskCheck {
    private static final long MB = 1_000_000;
    /** What Kafka sets aside and a few videos take. */
    private static final long DATA = 500 * MB;
    /** What PyTorch and FFmpeg unpack, once: 432 and 30 MB. */
    private static final long LIBRARIES = 500 * MB;

    private static final long TEMPORARY = 100 * MB;
    private static final int PROBE = 1 << 20;

    /** A folder that need not be there yet. */
    record Place(String subject, Path folder, long needed, String otherwise) {}

    static List<Finding> look(Path dataDir, Path home, Map<String, String> environment) {
        Path pytorch = Path.of(environment.getOrDefault(
                "DJL_CACHE_DIR", home.resolve(".djl.ai").toString()));
        Path temporary = Path.of(System.getProperty("java.io.tmpdir"));
        List<Finding> findings = new ArrayList<>();
        findings.add(look(new Place("data", dataDir, DATA, "choose another folder with --data or PARLEY_DATA")));
        findings.add(look(new Place(
                "libraries",
                pytorch,
                Files.isDirectory(pytorch.resolve("pytorch")) ? 0 : LIBRARIES,
                "PyTorch is unpacked there; choose another folder with DJL_CACHE_DIR")));
        findings.add(look(new Place("temporary", temporary, TEMPORARY, "free some space there")));
        return findings;
    }

    static Finding look(Place place) {
        Path existing = place.folder.toAbsolutePath();
        while (!Files.exists(existing)) {
            existing = existing.getParent();
        }
        try {
            FileStore disk = Files.getFileStore(existing);
            String found = "%s, %d MB free".formatted(place.folder, disk.getUsableSpace() / MB);
            if (!Files.isDirectory(existing)) {
                return Finding.bad(place.subject, "%s is not a folder".formatted(existing), place.otherwise);
            }
            if (disk.getUsableSpace() < place.needed) {
                return Finding.bad(
                        place.subject,
                        found,
                        "%d MB needed: free some space, or %s".formatted(place.needed / MB, place.otherwise));
            }
            write(existing);
            return Finding.ok(place.subject, found);
        } catch (IOException e) {
            return Finding.bad(place.subject, "cannot write in %s: %s".formatted(existing, e), place.otherwise);
        }
    }

    /** Rights and free blocks tell only half: quotas and read-only mounts show when something is written. */
    private static void write(Path folder) throws IOException {
        Path probe = Files.createTempFile(folder, ".parley-doctor", ".tmp");
        try {
            Files.write(probe, new byte[PROBE]);
        } finally {
            Files.delete(probe);
        }
    }

    private DiskCheck() {}
}
