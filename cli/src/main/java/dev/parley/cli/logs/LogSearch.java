package dev.parley.cli.logs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Looks for words in all logs of a farm, and then in what is added to them. */
public final class LogSearch {
    private final FarmLogs logs;
    private final String words;
    private final Map<Object, LogFile> open = new HashMap<>();

    /** @param words as a job's id */
    public LogSearch(FarmLogs logs, String words) {
        this.logs = logs;
        this.words = words;
    }

    /** What all processes wrote since the last call and has the words in it, in order of time. */
    public List<LogEntry> more() throws IOException {
        List<LogEntry> found = new ArrayList<>();
        for (Path file : logs.files()) {
            try {
                open.computeIfAbsent(identity(file), key -> new LogFile(FarmLogs.process(file), words))
                        .more(file, found::add);
            } catch (NoSuchFileException setAside) {
                // It is there under its other name at the next look.
            }
        }
        found.sort(Comparator.comparing(LogEntry::time)); // stable: what a process wrote keeps its order
        return found;
    }

    /** The same under another name, so that nothing is told twice when the farm is started again. */
    private static Object identity(Path file) throws IOException {
        Object key = Files.readAttributes(file, BasicFileAttributes.class).fileKey();
        return key == null ? file : key;
    }
}
