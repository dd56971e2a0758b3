package dev.parley.cli.farm;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.parley.contracts.Json;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * {@code farm.json}: the processes of the launcher that holds the data directory. Other commands read the farm's address from
 * it; the next launcher finds what a killed one left running.
 *
 * @param url the ingest service; null until the farm is ready
 * @param launcher process id
 */
record FarmFile(URI url, long launcher, List<Running> processes) {
    private static final String NAME = "farm.json";

    FarmFile {
        processes = processes == null ? List.of() : List.copyOf(processes);
    }

    /** PIDs are reused; the start time identifies the process. */
    record Running(String name, long pid, Instant started) {
        static Running of(ChildProcess child) {
            ProcessHandle handle = child.handle();
            return new Running(
                    child.spec().name(),
                    handle.pid(),
                    handle.info().startInstant().orElse(null));
        }

        /** The process, if it is still running. */
        Optional<ProcessHandle> find() {
            return ProcessHandle.of(pid)
                    .filter(ProcessHandle::isAlive)
                    .filter(found -> started != null
                            && started.equals(found.info().startInstant().orElse(null)));
        }
    }

    /** The farm's address, if it is ready and its launcher is alive: a killed launcher leaves the file behind. */
    Optional<URI> ready() {
        return Optional.ofNullable(url).filter(there -> ProcessHandle.of(launcher)
                .filter(ProcessHandle::isAlive)
                .isPresent());
    }

    static Optional<FarmFile> read(Path dataDir) {
        Path file = dataDir.resolve(NAME);
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        try {
            return Optional.of(mapper().readValue(file.toFile(), FarmFile.class));
        } catch (IOException spoilt) {
            // The launcher that holds the directory writes it again.
            return Optional.empty();
        }
    }

    void write(Path dataDir) throws IOException {
        Path part = dataDir.resolve(NAME + ".part");
        mapper().writeValue(part.toFile(), this);
        Files.move(part, dataDir.resolve(NAME), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    static void delete(Path dataDir) throws IOException {
        Files.deleteIfExists(dataDir.resolve(NAME));
    }

    private static ObjectMapper mapper() {
        return Json.mapper();
    }
}
