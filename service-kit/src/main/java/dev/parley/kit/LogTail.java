package dev.parley.kit;

import dev.parley.contracts.JobId;
import dev.parley.contracts.Redaction;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.logging.Formatter;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.jboss.logmanager.formatters.PatternFormatter;

/**
 * The latest lines of this service's own log, so that what is said of a job can leave with it when it is given up. Holds
 * short lines, few of them, and nothing that opens a door.
 */
@ApplicationScoped
public class LogTail {
    private static final String OURS = "dev.parley";
    private static final int HELD = 500;
    private static final int MOST = 30;
    private static final int LONGEST = 400;
    private static final int FRAMES = 6;
    /** What is said, without what was thrown. */
    private static final Formatter MESSAGE = new PatternFormatter("%s");

    private final Deque<String> lines = new ArrayDeque<>();
    private final Handler handler = new Handler() {
        @Override
        public void publish(LogRecord record) {
            if (record.getLevel().intValue() >= Level.INFO.intValue()) {
                keep(record);
            }
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    };

    void onStart(@Observes StartupEvent event) {
        Logger.getLogger(OURS).addHandler(handler);
    }

    void onStop(@Observes ShutdownEvent event) {
        Logger.getLogger(OURS).removeHandler(handler);
    }

    /** What was said of a job lately, the oldest first. */
    public List<String> of(JobId job) {
        if (job == null) {
            return List.of();
        }
        List<String> said = new ArrayList<>();
        synchronized (lines) {
            boolean goesOn = false;
            for (String line : lines) {
                // What was thrown follows the line that says so.
                goesOn = line.contains(job.value()) || goesOn && line.startsWith("  ");
                if (goesOn) {
                    said.add(line);
                }
            }
        }
        return List.copyOf(said.subList(Math.max(0, said.size() - MOST), said.size()));
    }

    private void keep(LogRecord record) {
        List<String> said = new ArrayList<>();
        said.add("%s %s %s".formatted(record.getInstant(), record.getLevel(), MESSAGE.format(record)));
        Throwable thrown = record.getThrown();
        if (thrown != null) {
            said.add("  " + thrown);
            for (int i = 0; i < Math.min(FRAMES, thrown.getStackTrace().length); i++) {
                said.add("    at " + thrown.getStackTrace()[i]);
            }
        }
        synchronized (lines) {
            said.forEach(line -> lines.addLast(clean(line)));
            while (lines.size() > HELD) {
                lines.removeFirst();
            }
        }
    }

    static String clean(String line) {
        String single = Redaction.of(line).replaceAll("\\R", " | ");
        return single.length() <= LONGEST ? single : single.substring(0, LONGEST) + "...";
    }
}
