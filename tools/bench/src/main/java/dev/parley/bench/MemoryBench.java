package dev.parley.bench;

import com.fasterxml.jackson.databind.JsonNode;
import dev.parley.contracts.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Resident memory of each process of an embedded farm, as the kernel counts it. */
@Command(name = "memory", description = "Resident memory of each process of an embedded farm.")
final class MemoryBench implements Callable<Integer> {
    @Option(names = "--data", required = true, description = "The farm's data directory.")
    Path data;

    @Override
    public Integer call() throws IOException {
        JsonNode farm = Json.mapper().readTree(data.resolve("farm.json").toFile());
        long total = print("launcher", farm.path("launcher").asLong());
        for (JsonNode process : farm.path("processes")) {
            total += print(process.path("name").asText(), process.path("pid").asLong());
        }
        System.out.printf("memory: %-20s %5d MB%n", "total", total >> 10);
        return 0;
    }

    /** Answers KiB. */
    private static long print(String name, long pid) throws IOException {
        String line = Files.readAllLines(Path.of("/proc", Long.toString(pid), "status")).stream()
                .filter(field -> field.startsWith("VmRSS:"))
                .findFirst()
                .orElseThrow(() -> new IOException("process %d (%s) has no memory".formatted(pid, name)));
        long kib = Long.parseLong(line.replaceAll("\\D+", ""));
        System.out.printf("memory: %-20s %5d MB%n", name, kib >> 10);
        return kib;
    }
}
