package dev.parley.cli;

import dev.parley.cli.http.FarmClient;
import dev.parley.contracts.JobId;
import dev.parley.contracts.JobStatus;
import dev.parley.contracts.JobView;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(name = "status", mixinStandardHelpOptions = true, description = "Prints a job's status.")
final class StatusCommand implements Callable<Integer> {
    private final Terminal terminal;

    @Parameters(paramLabel = "JOB", converter = JobArgument.class, description = "The job's id.")
    JobId job;

    @Option(names = "--json", description = "As JSON.")
    boolean json;

    @Mixin
    FarmOptions farm;

    StatusCommand(Terminal terminal, Interruption interruption) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws Exception {
        FarmClient client = farm.running();
        JobView found = client.job(job);
        JobReport report = new JobReport(terminal);
        if (json) {
            report.json(found);
        } else {
            report.full(found, found.status() == JobStatus.ACCEPTED ? client.place(job) : Optional.empty());
        }
        return ExitCode.OK;
    }
}
