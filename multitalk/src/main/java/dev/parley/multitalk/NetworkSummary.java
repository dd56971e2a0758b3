package dev.parley.multitalk;

import static java.util.Objects.requireNonNull;

import java.nio.file.Path;
import java.util.List;

/**
 * One of a model's networks, as the headers of its file say.
 *
 * @param name such as {@code transformer}; for one in eight bits {@code transformer, int8}
 * @param file where it is, or should be
 * @param contents null if the file cannot be read
 * @param problems why the model cannot be opened with it; empty if nothing is known against it
 */
public record NetworkSummary(String name, Path file, CheckpointSummary contents, List<String> problems) {
    public NetworkSummary {
        requireNonNull(name, "name");
        requireNonNull(file, "file");
        problems = List.copyOf(problems);
    }
}
