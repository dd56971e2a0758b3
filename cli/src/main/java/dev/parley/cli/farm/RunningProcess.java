package dev.parley.cli.farm;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/**
 * A process of a farm that runs on this machine.
 *
 * @param name as its log is called
 * @param port where it tells metrics and health; broker and store have none
 */
public record RunningProcess(String name, long pid, OptionalInt port) {

    /** Those that are alive; none where no farm runs. */
    public static List<RunningProcess> running(Path dataDir) throws IOException {
        KeptProperties ports = KeptProperties.load(dataDir.resolve("ports.properties"));
        List<RunningProcess> running = new ArrayList<>();
        FarmFile.read(dataDir).ifPresent(file -> file.processes().stream()
                .filter(process -> process.find().isPresent())
                .forEach(process ->
                        running.add(new RunningProcess(process.name(), process.pid(), port(ports, process.name())))));
        return running;
    }

    private static OptionalInt port(KeptProperties ports, String name) {
        String kept = ports.get(name.equals("ingest-service") ? "page" : name);
        return kept != null && kept.matches("\\d{1,5}") ? OptionalInt.of(Integer.parseInt(kept)) : OptionalInt.empty();
    }

    /** What it was started with; empty on systems without {@code /proc}. */
    public Map<String, String> environment() {
        Map<String, String> environment = new LinkedHashMap<>();
        try {
            byte[] bytes = Files.readAllBytes(Path.of("/proc", Long.toString(pid), "environ"));
            for (String entry : new String(bytes, StandardCharsets.UTF_8).split("\0")) {
                int equals = entry.indexOf('=');
                if (equals > 0) {
                    environment.put(entry.substring(0, equals), entry.substring(equals + 1));
                }
            }
        } catch (IOException notHere) {
            return Map.of();
        }
        return environment;
    }
}
