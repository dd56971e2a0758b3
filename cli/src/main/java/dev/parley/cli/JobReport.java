package dev.parley.cli;

import dev.parley.cli.http.DryRun;
import dev.parley.cli.http.QueuePlace;
import dev.parley.contracts.Fault;
import dev.parley.contracts.JobStatus;
import dev.parley.contracts.JobView;
import dev.parley.contracts.Json;
import dev.parley.contracts.Priority;
import dev.parley.contracts.Warning;
import dev.parley.contracts.WireName;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Jobs as people read them. */
final class JobReport {
    private final Terminal terminal;

    JobReport(Terminal terminal) {
        this.terminal = terminal;
    }

    void json(Object value) {
        terminal.result(Json.write(value));
    }

    void dryRun(DryRun dry, boolean json) {
        if (json) {
            json(dry.withoutPicture());
        } else {
            warnings(dry.warnings());
            terminal.result(DryRunReport.video(dry));
            DryRunReport.details(dry).forEach(terminal::result);
            voices(dry.syntheticVoices()).ifPresent(terminal::result);
        }
    }

    /** Who is no person. */
    static Optional<String> voices(List<String> synthetic) {
        return synthetic.isEmpty() ? Optional.empty() : Optional.of("synthetic voice: " + String.join(", ", synthetic));
    }

    /** To stderr: they are no part of a result. */
    void warnings(List<Warning> warnings) {
        warnings.forEach(warning -> terminal.say("warning: " + warning));
    }

    /** Several lines. */
    void full(JobView job, Optional<QueuePlace> place) {
        line("job", job.jobId());
        line("status", job.status().word());
        line("progress", job.status().terminal() ? null : ProgressLine.bar(job));
        line("silent", job.silentSince() == null ? null : ProgressLine.silence(job, Instant.now()));
        line("tenant", job.tenant());
        line("labels", job.labels().isEmpty() ? null : job.labels());
        line("engine", job.engine() == null ? null : WireName.of(job.engine()));
        line(
                "priority",
                job.priority() == null || job.priority() == Priority.NORMAL ? null : WireName.of(job.priority()));
        line("waits", place.map(QueuePlace::words).orElse(null));
        line("expires", job.status() == JobStatus.ACCEPTED ? job.expiresAt() : null);
        line("attempt", job.attempt() == 0 ? null : job.attempt());
        line("worker", job.worker());
        line("created", job.createdAt());
        line("ended", job.endedAt());
        line("video", job.video() == null ? null : video(job.video()));
        line(
                "voice",
                job.syntheticVoices().isEmpty() ? null : String.join(", ", job.syntheticVoices()) + " (synthetic)");
        line("fault", job.fault());
        line("message", job.message());
        job.warnings().forEach(warning -> line("warning", warning));
        job.violations().forEach(violation -> line("wrong", violation));
        line("webhook", job.callback() == null ? null : job.callback().url() + " " + word(job.callback()));
    }

    private void line(String name, Object value) {
        if (value != null) {
            terminal.result("%-9s %s".formatted(name, value));
        }
    }

    private static String word(JobView.Callback callback) {
        return WireName.of(callback.status());
    }

    /** One line. */
    void brief(JobView job) {
        String created =
                job.createdAt() == null ? "" : job.createdAt().toString().substring(0, 19) + "Z";
        String what = job.status().terminal() ? "" : doing(job);
        terminal.result("%s  %-10s  %s  %s"
                .formatted(job.jobId(), job.status().word(), created, what)
                .stripTrailing());
    }

    private static String doing(JobView job) {
        return job.silentSince() == null ? ProgressLine.news(job) : ProgressLine.silence(job, Instant.now());
    }

    static String video(JobView.Video video) {
        return "%.2f s, %d frames, %dx%d, %d KB"
                .formatted(
                        video.seconds(),
                        video.frames(),
                        video.width(),
                        video.height(),
                        Math.max(1, video.bytes() / 1000));
    }

    /** The exit code of a job that has ended, after telling why where it is not a good one. */
    int ended(JobView job) {
        switch (job.status()) {
            case COMPLETED -> {
                return ExitCode.OK;
            }
            case REJECTED -> {
                job.violations().forEach(violation -> terminal.say(violation.toString()));
                return ExitCode.INVALID;
            }
            case FAILED -> {
                terminal.say("job %s failed (%s): %s".formatted(job.jobId(), job.fault(), job.message()));
                return job.fault() == Fault.BAD_INPUT ? ExitCode.INVALID : ExitCode.FAILED;
            }
            case CANCELLED -> {
                terminal.say("job %s was cancelled%s"
                        .formatted(job.jobId(), job.message() == null ? "" : ": " + job.message()));
                return ExitCode.CANCELLED;
            }
            default ->
                throw new IllegalArgumentException("Job %s has not ended, it is %s"
                        .formatted(job.jobId(), job.status().word()));
        }
    }
}
