package dev.parley.worker.multitalk;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * What a machine's processor can do.
 *
 * @param features as Linux lists them on x86: {@code avx512f}, {@code amx_bf16}; empty elsewhere
 */
record Processor(Set<String> features) {
    private static final Path CPUINFO = Path.of("/proc/cpuinfo");

    static Processor ofThisMachine() {
        return of(CPUINFO);
    }

    /** By a file in the form of {@code /proc/cpuinfo}; whatever cannot be read there lists nothing. */
    static Processor of(Path cpuinfo) {
        try (Stream<String> lines = Files.lines(cpuinfo)) {
            return new Processor(lines.filter(line -> line.startsWith("flags"))
                    .findFirst()
                    .map(line -> Set.copyOf(new TreeSet<>(Arrays.asList(
                            line.substring(line.indexOf(':') + 1).trim().split(" ")))))
                    .orElse(Set.of()));
        } catch (IOException e) {
            return new Processor(Set.of()); // no Linux
        }
    }

    /** Whether products of bfloat16 are instructions, about twice as fast as those of float32. */
    boolean hasBfloat16() {
        return features.contains("avx512_bf16") || features.contains("amx_bf16");
    }
}
