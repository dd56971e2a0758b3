package dev.parley.cli.logs;

import java.util.List;

/**
 * Something that a process wrote, with all of its lines: what was thrown follows the line that says so.
 *
 * @param process as the farm calls it
 * @param time as text that sorts; empty before the first line with a time, as of what a native library prints
 */
public record LogEntry(String process, String time, List<String> lines) {
    public LogEntry {
        lines = List.copyOf(lines);
    }
}
