package dev.parley.cli;

import dev.parley.contracts.JobId;
import dev.parley.contracts.JobView;
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
        JobView found = farm.running().job(job);
        JobReport report = new JobReport(terminal);
        if (json) {
            report.json(found);
        } else {
            report.full(found);
        }
        return ExitCode.OK;
    }
}
