package dev.parley.ingest.jobs;

import dev.parley.contracts.JobId;
import dev.parley.contracts.JobState;
import dev.parley.contracts.Json;
import dev.parley.ingest.disk.Disk;
import dev.parley.ingest.disk.DiskMap;
import dev.parley.ingest.disk.Key;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Spliterators;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** The states of the jobs that wait for a ticket, as JSON on disk: there may be a million, and few are asked for. */
final class WaitingStates {
    private final DiskMap states;

    WaitingStates(Disk disk) {
        states = disk.map("states");
    }

    Optional<JobState> find(JobId job) {
        byte[] json = states.get(key(job));
        return Optional.ofNullable(json).map(WaitingStates::read);
    }

    Optional<String> json(JobId job) {
        return Optional.ofNullable(states.get(key(job))).map(json -> new String(json, StandardCharsets.UTF_8));
    }

    /** @param json of the state, where somebody has it already; or null */
    void put(JobState state, byte[] json) {
        byte[] written = json == null ? Json.write(state).getBytes(StandardCharsets.UTF_8) : json;
        states.put(key(state.jobId()), written);
    }

    void remove(JobId job) {
        states.remove(key(job));
    }

    int size() {
        return states.size();
    }

    Stream<JobId> ids() {
        return StreamSupport.stream(Spliterators.spliteratorUnknownSize(states.all(), 0), false)
                .map(entry -> Key.jobAt(entry.key(), 0));
    }

    private static byte[] key(JobId job) {
        return new Key().job(job).bytes();
    }

    private static JobState read(byte[] json) {
        try {
            return Json.mapper().readValue(json, JobState.class);
        } catch (IOException e) {
            throw new UncheckedIOException(e); // it was written, or read, by the same code
        }
    }
}
