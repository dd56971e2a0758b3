package dev.parley.bench.model;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * How long something took, several times over.
 *
 * @param best wall-clock seconds of the fastest round
 * @param median wall-clock seconds
 * @param cpu seconds of CPU that all threads of this process used in the fastest round: on a machine that is shared, the
 *     better figure
 */
record Timing(int rounds, double best, double median, double cpu) {
    private static final OperatingSystemMXBean PROCESS =
            (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

    private record Round(double wall, double cpu) {}

    /** @param work ends when the device is done; it has run before */
    static Timing of(int rounds, Runnable work) {
        if (rounds < 1) {
            throw new IllegalArgumentException("At least one round is timed, not " + rounds);
        }
        List<Round> measured = new ArrayList<>();
        for (int i = 0; i < rounds; i++) {
            long begin = System.nanoTime();
            long cpu = PROCESS.getProcessCpuTime();
            work.run();
            measured.add(new Round((System.nanoTime() - begin) / 1e9, (PROCESS.getProcessCpuTime() - cpu) / 1e9));
        }
        measured.sort(Comparator.comparingDouble(Round::wall));
        Round best = measured.get(0);
        return new Timing(rounds, best.wall, measured.get(rounds / 2).wall, best.cpu);
    }

    @Override
    public String toString() {
        return Report.text("%.3f s (median %.3f of %d, CPU %.3f s)", best, median, rounds, cpu);
    }
}
