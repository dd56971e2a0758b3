package dev.parley.cli.logs;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A process's log, read from where the last reading ended. It takes memory for an entry, however long the file is. */
final class LogFile {
    /** The services write a blank between date and time, or JSON, which begins with the time; broker and store a T. */
    private static final Pattern TIME =
            Pattern.compile("(?:\\{\"timestamp\":\")?(\\d{4}-\\d\\d-\\d\\d)[ T](\\d\\d:\\d\\d:\\d\\d[.,]\\d{3})");

    /** What has no times at all is not one entry. */
    private static final int MOST_LINES = 500;

    private static final int LONGEST_LINE = 64 * 1024;

    private final String process;
    private final String words;
    private final List<String> lines = new ArrayList<>();
    private long read;
    private String time = "";
    private boolean told;

    /** @param words those entries count that have them */
    LogFile(String process, String words) {
        this.process = process;
        this.words = words;
    }

    /**
     * What was written since. A line that is not complete yet is left for the next time.
     *
     * @param file where the log is now: it is renamed when the farm is started again
     */
    void more(Path file, Consumer<LogEntry> entries) throws IOException {
        try (SeekableByteChannel channel = Files.newByteChannel(file)) {
            if (channel.size() < read) {
                read = 0;
            }
            channel.position(read);
            read(Channels.newInputStream(channel), entries);
        }
        end(entries);
    }

    private void read(InputStream in, Consumer<LogEntry> entries) throws IOException {
        byte[] block = new byte[1 << 16];
        byte[] line = new byte[LONGEST_LINE];
        int length = 0;
        long seen = read;
        for (int count = in.read(block); count >= 0; count = in.read(block)) {
            for (int i = 0; i < count; i++) {
                if (block[i] == '\n') {
                    add(new String(line, 0, length, StandardCharsets.UTF_8), entries);
                    length = 0;
                    read = seen + i + 1;
                } else if (length < LONGEST_LINE) {
                    line[length++] = block[i];
                }
            }
            seen += count;
        }
    }

    private void add(String line, Consumer<LogEntry> entries) {
        Matcher begins = TIME.matcher(line);
        boolean begun = begins.lookingAt();
        if (begun || lines.size() == MOST_LINES) {
            end(entries);
        }
        if (begun) {
            time = begins.group(1) + " " + begins.group(2).replace(',', '.');
        }
        lines.add(line);
    }

    private void end(Consumer<LogEntry> entries) {
        if (lines.isEmpty()) {
            return;
        }
        // What was thrown may come a look later than the line that says so.
        boolean goesOn = told && !TIME.matcher(lines.get(0)).lookingAt();
        told = goesOn || lines.stream().anyMatch(line -> line.contains(words));
        if (told) {
            entries.accept(new LogEntry(process, time, lines));
        }
        lines.clear();
    }
}
