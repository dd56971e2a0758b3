package dev.parley.cli;

import dev.parley.contracts.JobId;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(name = "cancel", mixinStandardHelpOptions = true, description = "Cancels a job.")
final class CancelCommand implements Callable<Integer> {
    private final Terminal terminal;

    @Parameters(paramLabel = "JOB", converter = JobArgument.class, description = "The job's id.")
    JobId job;

    @Mixin
    FarmOptions farm;

    CancelCommand(Terminal terminal, Interruption interruption) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws Exception {
        new JobReport(terminal).brief(farm.running().cancel(job));
        return ExitCode.OK;
    }
}
