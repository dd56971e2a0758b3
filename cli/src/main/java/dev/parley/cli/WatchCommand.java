package dev.parley.cli;

import dev.parley.cli.http.JobWatch;
import dev.parley.contracts.JobId;
import dev.parley.contracts.JobView;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(
        name = "watch",
        mixinStandardHelpOptions = true,
        description = "Follows a job until it ends. Ctrl-C stops watching; the job continues.")
final class WatchCommand implements Callable<Integer> {
    private final Terminal terminal;

    @Parameters(paramLabel = "JOB", converter = JobArgument.class, description = "The job's id.")
    JobId job;

    @Mixin
    FarmOptions farm;

    @Mixin
    OutputOptions options;

    WatchCommand(Terminal terminal, Interruption interruption) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws Exception {
        ProgressDisplay progress = options.progress(terminal);
        JobView ended;
        try {
            ended = new JobWatch(farm.running()).untilEnd(job, progress.watching());
        } finally {
            progress.clear();
        }
        JobReport report = new JobReport(terminal);
        if (options.json) {
            report.json(ended);
        } else {
            report.brief(ended);
        }
        return report.ended(ended);
    }
}
