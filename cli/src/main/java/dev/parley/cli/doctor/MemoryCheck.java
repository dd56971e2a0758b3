package dev.parley.cli.doctor;

import dev.parley.contracts.Finding;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Whether a farm with one worker fits. */
final class MemoryCheck {
    private static final long MIB = 1L << 20;
    /** What the farm's five processes take while pantomime renders. */
    private static final long FARM = 1_500 * MIB;
    /** Beside it, multitalk-tiny's PyTorch and weights. */
    private static final long TINY_MODEL = 1_200 * MIB;

    /** In bytes, of the machine or of the container that this runs in, whichever is less. */
    record Memory(long total, long available) {}

    static Memory ofThisMachine() throws IOException {
        List<String> lines = Files.readAllLines(Path.of("/proc/meminfo"));
        Memory machine = new Memory(kibibytes(lines, "MemTotal:"), kibibytes(lines, "MemAvailable:"));
        Path limit = Path.of("/sys/fs/cgroup/memory.max");
        Path used = Path.of("/sys/fs/cgroup/memory.current");
        if (!Files.isReadable(limit) || !Files.isReadable(used)) {
            return machine;
        }
        String most = Files.readString(limit).strip();
        if (!most.matches("\\d{1,18}")) {
            return machine; // "max"
        }
        long total = Math.min(machine.total, Long.parseLong(most));
        long left = total - Long.parseLong(Files.readString(used).strip());
        return new Memory(total, Math.max(0, Math.min(machine.available, left)));
    }

    private static long kibibytes(List<String> lines, String name) throws IOException {
        return lines.stream()
                        .filter(line -> line.startsWith(name))
                        .map(line -> line.replaceAll("\\D", ""))
                        .mapToLong(Long::parseLong)
                        .findFirst()
                        .orElseThrow(() -> new IOException("/proc/meminfo has no " + name))
                * 1024;
    }

    static Finding look(Memory memory) {
        String found = "%d MiB free of %d MiB".formatted(memory.available / MIB, memory.total / MIB);
        if (memory.available < FARM) {
            return Finding.bad("memory", found, "a farm needs about %d MiB: stop other programs".formatted(FARM / MIB));
        }
        if (memory.available < FARM + TINY_MODEL) {
            return Finding.note(
                    "memory",
                    found,
                    "enough for --engine pantomime; multitalk-tiny needs about %d MiB more"
                            .formatted(TINY_MODEL / MIB));
        }
        return Finding.ok("memory", found);
    }

    private MemoryCheck() {}
}
