package dev.parley.cli.support;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.parley.cli.farm.RunningProcess;
import dev.parley.cli.farm.SharedFarm;
import dev.parley.cli.logs.FarmLogs;
import dev.parley.contracts.Json;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipOutputStream;

/**
 * Collects what helps to find out what is wrong with the farm of a data directory, whether it runs or not.
 *
 * @param environment of this process
 * @param secrets what else nobody may read, as a key from the command line
 * @param logBytes of all logs together
 */
public record Support(Path dataDir, Map<String, String> environment, Collection<String> secrets, long logBytes) {
    private static final int MOST = 8 << 20;
    /** A farm on one machine has at most 64 workers. */
    private static final int MOST_PROCESSES = 70;

    /**
     * Writes the file whole or not at all. Nobody but its owner may read it; it replaces none.
     *
     * @param more by name of the entry
     * @return what is not in it, and why
     */
    public List<String> write(Path file, Map<String, Source> more) throws IOException, InterruptedException {
        Path part = Files.createTempFile(file.toAbsolutePath().getParent(), ".parley-support", ".part");
        try {
            List<String> missing;
            try (OutputStream out = Files.newOutputStream(part);
                    ZipOutputStream zip = new ZipOutputStream(out, StandardCharsets.UTF_8)) {
                missing = write(zip, more);
            }
            Files.move(part, file);
            return missing;
        } finally {
            Files.deleteIfExists(part);
        }
    }

    private List<String> write(ZipOutputStream zip, Map<String, Source> more) throws IOException, InterruptedException {
        List<RunningProcess> processes =
                RunningProcess.running(dataDir).stream().limit(MOST_PROCESSES).toList();
        Map<RunningProcess, Map<String, String>> environments = new LinkedHashMap<>();
        KnownSecrets known = new KnownSecrets();
        known.addAll(secrets);
        known.addAll(environment);
        known.addAll(SharedFarm.secrets(dataDir));
        for (RunningProcess process : processes) {
            Map<String, String> itsOwn = process.environment();
            environments.put(process, itsOwn);
            known.addAll(itsOwn);
        }

        Bundle bundle = new Bundle(zip, known);
        bundle.add("settings.txt", MOST, () -> ShownSettings.of(environment));
        for (Map.Entry<RunningProcess, Map<String, String>> each : environments.entrySet()) {
            bundle.add(
                    "settings/%s.txt".formatted(each.getKey().name()), MOST, () -> ShownSettings.of(each.getValue()));
        }
        bundle.add("farm.json", MOST, () -> pretty(dataDir.resolve("farm.json")));
        for (Map.Entry<String, Source> each : more.entrySet()) {
            bundle.add(each.getKey(), MOST, each.getValue());
        }
        addAnswers(bundle, processes);
        addLogs(bundle);
        bundle.add("about.txt", MOST, () -> about(bundle.missing()));
        return bundle.missing();
    }

    private static void addAnswers(Bundle bundle, List<RunningProcess> processes)
            throws IOException, InterruptedException {
        Endpoint endpoint = new Endpoint();
        for (RunningProcess process : processes) {
            if (process.port().isPresent()) {
                int port = process.port().getAsInt();
                bundle.add(
                        "health/%s.json".formatted(process.name()), MOST, () -> endpoint.get(port, "/q/health", MOST));
                bundle.add(
                        "metrics/%s.txt".formatted(process.name()), MOST, () -> endpoint.get(port, "/q/metrics", MOST));
            }
        }
    }

    private void addLogs(Bundle bundle) throws IOException, InterruptedException {
        List<Path> logs = FarmLogs.in(dataDir).files();
        for (Path log : logs) {
            long share = logBytes / logs.size();
            bundle.add("logs/" + log.getFileName(), 2 * share, () -> end(log, share));
        }
    }

    /** From the first line that is there as a whole: half a secret would not be known. */
    private static String end(Path log, long bytes) throws IOException {
        try (SeekableByteChannel channel = Files.newByteChannel(log)) {
            long begin = Math.max(0, channel.size() - bytes);
            channel.position(begin);
            ByteBuffer read = ByteBuffer.allocate((int) Math.min(bytes, channel.size() - begin));
            while (read.hasRemaining() && channel.read(read) >= 0) {
                // until it is full
            }
            String text = new String(read.array(), 0, read.position(), StandardCharsets.UTF_8);
            return begin == 0 ? text : text.substring(text.indexOf('\n') < 0 ? text.length() : text.indexOf('\n') + 1);
        }
    }

    private static String pretty(Path json) throws IOException {
        ObjectMapper mapper = Json.mapper();
        return mapper.writerWithDefaultPrettyPrinter().writeValueAsString(mapper.readTree(json.toFile()));
    }

    private static String about(List<String> missing) {
        return """
                A bundle of a Parley farm for support, made at %s.
                Settings, logs and answers have *** for each secret, and URLs no query.

                What is not in it:
                %s
                """
                .formatted(Instant.now(), missing.isEmpty() ? "nothing is missing" : String.join("\n", missing));
    }
}
