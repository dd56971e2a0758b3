package dev.parley.cli.farm;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** The data directory. It holds faces, voices and secrets, and is nobody's but its owner's: rwx------. */
final class DataFolder {
    private static final Set<PosixFilePermission> OWNER_ONLY = PosixFilePermissions.fromString("rwx------");
    /** All that a farm puts there, and what a freshly made file system brings. */
    private static final Set<String> OURS = Set.of(
            "broker",
            "store",
            "work",
            "logs",
            "ports.properties",
            "credentials.properties",
            "farm.json",
            "farm.json.part",
            "owner.lock",
            "users.lock",
            "models",
            "lost+found");

    /**
     * Makes it, or closes one that is there to everybody else.
     *
     * @param news hears of one that was open until now, or cannot be closed
     * @throws FarmStartException when others may read it and it holds what is not ours: its rights are not ours either
     */
    static void prepare(Path dir, FarmNews news) throws FarmStartException, IOException {
        if (!Files.getFileStore(existing(dir)).supportsFileAttributeView("posix")) {
            Files.createDirectories(dir);
            return;
        }
        if (dir.getParent() != null) {
            Files.createDirectories(dir.getParent());
        }
        try {
            Files.createDirectory(dir, PosixFilePermissions.asFileAttribute(OWNER_ONLY));
        } catch (FileAlreadyExistsException e) {
            if (!Files.isDirectory(dir)) {
                throw e;
            }
            close(dir, news);
        }
    }

    private static Path existing(Path dir) {
        Path found = dir;
        while (!Files.exists(found)) {
            found = found.getParent();
        }
        return found;
    }

    private static void close(Path dir, FarmNews news) throws FarmStartException, IOException {
        Set<PosixFilePermission> rights = Files.getPosixFilePermissions(dir);
        if (OWNER_ONLY.containsAll(rights)) {
            return;
        }
        List<String> foreign = foreign(dir);
        if (!foreign.isEmpty()) {
            throw new FarmStartException(
                    "The data directory %s is accessible to other users (%s) and contains files that are not Parley's ('%s'); use a separate one with --data or PARLEY_DATA"
                            .formatted(dir, PosixFilePermissions.toString(rights), foreign.get(0)));
        }
        try {
            Files.setPosixFilePermissions(dir, OWNER_ONLY);
            if (Files.exists(dir.resolve("owner.lock"))) {
                news.say("%s was accessible to other users (%s); it is now private"
                        .formatted(dir, PosixFilePermissions.toString(rights)));
            }
        } catch (FileSystemException notOurs) {
            // A volume that was mounted for us. What the farm's processes write there is closed by their umask.
            news.say("%s belongs to another user; its permissions stay as they are (%s)"
                    .formatted(dir, PosixFilePermissions.toString(rights)));
        }
    }

    private static List<String> foreign(Path dir) throws IOException {
        try (Stream<Path> files = Files.list(dir)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> !OURS.contains(name))
                    .filter(name -> !name.endsWith(".part"))
                    .sorted()
                    .toList();
        }
    }

    /** A folder in the data directory, closed like it. */
    static Path within(Path dataDir, String... names) throws IOException {
        Path folder = dataDir;
        for (String name : names) {
            folder = folder.resolve(name);
        }
        if (Files.getFileStore(dataDir).supportsFileAttributeView("posix")) {
            return Files.createDirectories(folder, PosixFilePermissions.asFileAttribute(OWNER_ONLY));
        }
        return Files.createDirectories(folder);
    }

    private DataFolder() {}
}
