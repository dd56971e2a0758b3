package dev.parley.bench;

import com.fasterxml.jackson.databind.JsonNode;
import dev.parley.contracts.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Seconds of processor time that processes have used so far, as the kernel counts them; other work on the machine makes them
 * hardly longer, unlike those of a clock.
 *
 * @param seconds by process
 */
public record ProcessorTime(Map<String, Double> seconds) {
    /** Of {@code USER_HZ}, which is 100 on every Linux that Java runs on. */
    private static final double TICKS_PER_SECOND = 100;
    /** Fields after the name, which is in parentheses: the third of all is the first of these. */
    private static final int USER = 11;

    /** Of the processes of an embedded farm. */
    public static ProcessorTime of(Path data) throws IOException {
        JsonNode farm = Json.mapper().readTree(data.resolve("farm.json").toFile());
        Map<String, Double> seconds = new LinkedHashMap<>();
        for (JsonNode process : farm.path("processes")) {
            seconds.put(process.path("name").asText(), of(process.path("pid").asLong()));
        }
        return new ProcessorTime(seconds);
    }

    /** Of one process. */
    public static double of(long pid) throws IOException {
        String stat = Files.readString(Path.of("/proc", Long.toString(pid), "stat"));
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
        return (Long.parseLong(fields[USER]) + Long.parseLong(fields[USER + 1])) / TICKS_PER_SECOND;
    }

    /** What was used since. */
    public ProcessorTime since(ProcessorTime before) {
        Map<String, Double> used = new LinkedHashMap<>();
        seconds.forEach((process, now) -> used.put(process, now - before.seconds.getOrDefault(process, 0.0)));
        return new ProcessorTime(used);
    }

    public double total() {
        return seconds.values().stream().mapToDouble(Double::doubleValue).sum();
    }
}
