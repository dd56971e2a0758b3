package dev.parley.cli;

import dev.parley.hub.PullListener;
import dev.parley.hub.PullPlan;
import java.util.Locale;

/** How far a pull is: a line that is drawn over, or a line for each file and each half minute. */
final class PullProgress implements PullListener {
    private static final double SECOND = 1e9;
    private static final double OFTEN = 0.25;
    private static final double SELDOM = 30;
    /** Seconds over which speed is averaged. */
    private static final double MEMORY = 8;

    private static final int NAME_WIDTH = 24;

    private final Terminal terminal;
    private final ProgressDisplay display;
    private long total;
    private long there;
    private long toFetch;
    private long fetched;
    private long shownBytes;
    private long shownNanos;
    private double speed;
    private String name = "";

    PullProgress(Terminal terminal) {
        this.terminal = terminal;
        this.display = terminal.tty() ? ProgressDisplay.bar(terminal) : ProgressDisplay.lines(terminal);
    }

    synchronized void begin(PullPlan plan) {
        total = plan.bytes();
        toFetch = plan.bytesToFetch();
        there = total - toFetch;
        shownNanos = System.nanoTime();
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
        fetched += count;
        double seconds = (System.nanoTime() - shownNanos) / SECOND;
        if (seconds >= (terminal.tty() ? OFTEN : SELDOM)) {
            double now = (fetched - shownBytes) / seconds;
            double weight = speed == 0 ? 1 : 1 - Math.exp(-seconds / MEMORY);
            speed += weight * (Math.max(0, now) - speed);
            shownBytes = fetched;
            shownNanos = System.nanoTime();
            display.show(line());
        }
    }

    private String line() {
        double share = total == 0 ? 1 : (double) (there + fetched) / total;
        String left = speed < 1 ? "" : ", " + ProgressLine.clock((toFetch - fetched) / speed) + " left";
        return String.format(
                Locale.ROOT,
                "[%s] %3.0f %% of %s, %.0f MB/s%s  %.24s",
                ProgressLine.bar(Math.max(0, Math.min(1, share))),
                100 * share,
                PullReport.bytes(total),
                speed / 1e6,
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
