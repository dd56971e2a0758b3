package dev.parley.cli;

import dev.parley.hub.PullListener;
import dev.parley.hub.PullMeter;
import dev.parley.hub.PullPlan;
import java.time.Duration;
import java.util.Locale;

/** How far a pull is: a line that is drawn over, or a line for each file and each half minute. */
final class PullProgress implements PullListener {
    private static final Duration OFTEN = Duration.ofMillis(250);
    private static final Duration SELDOM = Duration.ofSeconds(30);

    private static final int NAME_WIDTH = 24;

    private final Terminal terminal;
    private final ProgressDisplay display;
    private PullMeter meter;
    private String name = "";

    PullProgress(Terminal terminal) {
        this.terminal = terminal;
        this.display = terminal.tty() ? ProgressDisplay.bar(terminal) : ProgressDisplay.lines(terminal);
    }

    synchronized void begin(PullPlan plan) {
        meter = new PullMeter(plan);
    }

    @Override
    public synchronized void begins(PullPlan.PlannedFile file, long already) {
        name = file.path().getFileName().toString();
        if (!terminal.tty()) {
            display.show("pulling %s, %s"
                    .formatted(file.target(), PullReport.bytes(file.file().bytes())));
        }
    }

    @Override
    public synchronized void bytes(long count) {
        meter.add(count);
        if (meter.measure(terminal.tty() ? OFTEN : SELDOM)) {
            display.show(line());
        }
    }

    @Override
    public synchronized void done(PullPlan.PlannedFile file) {
        meter.done(file);
    }

    private String line() {
        double share = meter.total() == 0 ? 1 : (double) meter.there() / meter.total();
        String left = meter.left()
                .map(rest -> ", " + ProgressLine.clock(rest.toMillis() / 1e3) + " left")
                .orElse("");
        return String.format(
                Locale.ROOT,
                "[%s] %3.0f %% of %s, %.0f MB/s%s  %.24s",
                ProgressLine.bar(share),
                100 * share,
                PullReport.bytes(meter.total()),
                meter.bytesPerSecond() / 1e6,
                left,
                name.length() > NAME_WIDTH ? "…" + name.substring(name.length() - NAME_WIDTH + 1) : name);
    }

    @Override
    public synchronized void note(String what) {
        display.clear();
        terminal.say(what);
    }

    synchronized void end() {
        display.clear();
    }
}
