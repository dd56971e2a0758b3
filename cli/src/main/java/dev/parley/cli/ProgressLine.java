package dev.parley.cli;

import dev.parley.contracts.JobState;
import dev.parley.contracts.JobView;
import dev.parley.contracts.Phase;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;

/** A job's state in one line of at most 79 characters. */
final class ProgressLine {
    private static final String LOADING = "loading the model and encoding the inputs";
    private static final int WIDTH = 20;

    /** For a line that is drawn over: {@code rendering [######--------------] window 2/5, step 3/8, 0:42 left}. */
    static String bar(JobView job) {
        return switch (job.status()) {
            case ACCEPTED -> "waiting for a worker";
            case RUNNING -> "rendering  [%s] %s".formatted(bar(share(job)), where(job));
            case ASSEMBLING -> "assembling [%s]".formatted(bar(1));
            case COMPLETED, REJECTED, FAILED, CANCELLED -> job.status().word();
        };
    }

    /** For a log: changes with each window, not with each step. */
    static String news(JobView job) {
        return switch (job.status()) {
            case ACCEPTED -> "job %s is waiting for a worker".formatted(job.jobId());
            case RUNNING ->
                (loads(job) ? LOADING : "rendering" + window(job.progress()))
                        + (job.attempt() > 1 ? " (attempt %d)".formatted(job.attempt()) : "");
            case ASSEMBLING -> "assembling";
            case COMPLETED, REJECTED, FAILED, CANCELLED -> job.status().word();
        };
    }

    private static String window(JobState.Progress progress) {
        return progress == null ? "" : " window %d of %d".formatted(progress.window(), progress.windows());
    }

    private static double share(JobView job) {
        JobState.Progress progress = job.progress();
        if (progress == null || progress.windows() < 1 || progress.steps() < 1) {
            return job.chunks() == null || job.chunks() == 0 ? 0 : (double) job.committedChunks() / job.chunks();
        }
        // Decoding counts as one more step: the bar is full when the last window is there.
        double windows = progress.window() - 1 + progress.step() / (progress.steps() + 1.0);
        return Math.max(0, Math.min(1, windows / progress.windows()));
    }

    private static String where(JobView job) {
        JobState.Progress progress = job.progress();
        if (progress == null) {
            return "beginning";
        }
        if (loads(job)) {
            return LOADING;
        }
        String where = "window %d/%d, %s".formatted(progress.window(), progress.windows(), doing(progress));
        boolean left = progress.etaSeconds() != null && progress.etaSeconds() >= 1;
        return left ? where + ", " + clock(progress.etaSeconds()) + " left" : where;
    }

    private static String doing(JobState.Progress progress) {
        if (progress.phase() == Phase.DECODING) {
            return "decoding";
        }
        return progress.step() < 1 ? "starting" : "step %d/%d".formatted(progress.step(), progress.steps());
    }

    private static boolean loads(JobView job) {
        return job.progress() != null && job.progress().phase() == Phase.LOADING;
    }

    /** What a worker's silence comes to; in place of {@link #bar} and {@link #news}. */
    static String silence(JobView job, Instant now) {
        // The farm's clock may differ from this one.
        long seconds = Math.max(30, Duration.between(job.silentSince(), now).toSeconds() / 10 * 10);
        return "no news from %s for %d s; if it has failed, another worker will take over"
                .formatted(job.worker() == null ? "the worker" : job.worker(), seconds);
    }

    /** @param share from 0 to 1 */
    static String bar(double share) {
        int done = (int) Math.round(share * WIDTH);
        return "#".repeat(done) + "-".repeat(WIDTH - done);
    }

    /** As 0:07, 12:34 or 3:02:01. */
    static String clock(double seconds) {
        long all = Math.max(0, Math.round(seconds));
        return all < 3600
                ? String.format(Locale.ROOT, "%d:%02d", all / 60, all % 60)
                : String.format(Locale.ROOT, "%d:%02d:%02d", all / 3600, all / 60 % 60, all % 60);
    }

    private ProgressLine() {}
}
