package dev.parley.multitalk.internal.convert;

import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Whether disks have room for files that are to be written, beside those that they replace. */
final class DiskSpace {
    private static final long HEADER = 1 << 20;
    private static final double MB = 1e6;

    private DiskSpace() {}

    /** How many bytes a disk has left. */
    interface Free {
        long of(FileStore disk) throws IOException;
    }

    /** @throws IOException that names disk, files, and how many bytes are missing */
    static void require(List<WeightFile> files, Free free) throws IOException {
        Map<FileStore, List<WeightFile>> disks = new LinkedHashMap<>();
        for (WeightFile file : files) {
            disks.computeIfAbsent(disk(file.path()), any -> new ArrayList<>()).add(file);
        }
        for (Map.Entry<FileStore, List<WeightFile>> disk : disks.entrySet()) {
            long needed = disk.getValue().stream()
                    .mapToLong(file -> file.bytes() + HEADER)
                    .sum();
            long there = free.of(disk.getKey());
            if (there < needed) {
                throw new IOException("Too little room on %s: %.0f MB are free, %.0f MB are needed for %s"
                        .formatted(
                                disk.getKey(), Math.floor(there / MB), Math.ceil(needed / MB), names(disk.getValue())));
            }
        }
    }

    private static String names(List<WeightFile> files) {
        return String.join(
                " and ", files.stream().map(file -> file.path().toString()).toList());
    }

    private static FileStore disk(Path file) throws IOException {
        Path there = file.toAbsolutePath().getParent();
        while (!Files.exists(there)) {
            there = there.getParent();
        }
        return Files.getFileStore(there);
    }
}
