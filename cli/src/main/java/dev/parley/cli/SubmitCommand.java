package dev.parley.cli;

import dev.parley.cli.http.DryRun;
import dev.parley.cli.request.Heading;
import dev.parley.cli.request.PreparedRequest;
import dev.parley.cli.request.RequestOptions;
import dev.parley.contracts.JobView;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "submit",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        abbreviateSynopsis = true,
        description = "Submits a job to a running farm and prints its id without waiting.")
final class SubmitCommand implements Callable<Integer> {
    private final Terminal terminal;

    @Mixin
    RequestOptions request;

    @Heading("Result")
    @Option(names = "--dry-run", description = "Check everything, render nothing; says how long the video would be.")
    boolean dryRun;

    @Mixin
    FarmOptions farm;

    @Mixin
    OutputOptions options;

    SubmitCommand(Terminal terminal, Interruption interruption) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws Exception {
        PreparedRequest prepared = PreparedRequest.of(request, Path.of("").toAbsolutePath());
        ProgressDisplay progress = options.progress(terminal);
        Submission submission = new Submission(farm.running(), prepared, progress);
        JobReport report = new JobReport(terminal);
        try {
            if (dryRun) {
                DryRun dry = submission.dryRun();
                progress.clear();
                report.dryRun(dry, options.json);
                return ExitCode.OK;
            }
            JobView job = submission.submit();
            progress.clear();
            report.warnings(job.warnings());
            if (options.json) {
                report.json(job);
            } else {
                terminal.result(job.jobId().toString());
            }
            return ExitCode.OK;
        } finally {
            progress.clear();
        }
    }
}
