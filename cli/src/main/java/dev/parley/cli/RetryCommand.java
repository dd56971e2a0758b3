package dev.parley.cli;

import dev.parley.contracts.JobId;
import dev.parley.contracts.JobView;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "retry",
        mixinStandardHelpOptions = true,
        description = "Submits a job that failed or was canceled once more and prints the new job's id.")
final class RetryCommand implements Callable<Integer> {
    private final Terminal terminal;

    @Parameters(paramLabel = "JOB", converter = JobArgument.class, description = "The job's id.")
    JobId job;

    @Option(names = "--json", description = "As JSON.")
    boolean json;

    @Mixin
    FarmOptions farm;

    RetryCommand(Terminal terminal, Interruption interruption) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws Exception {
        JobView retry = farm.running().retry(job);
        JobReport report = new JobReport(terminal);
        report.warnings(retry.warnings());
        if (json) {
            report.json(retry);
        } else {
            terminal.result(retry.jobId().toString());
        }
        return ExitCode.OK;
    }
}
