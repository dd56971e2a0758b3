package dev.parley.cli;

import dev.parley.cli.http.FarmClient;
import dev.parley.cli.http.FarmException;
import dev.parley.cli.http.FarmProblemException;
import dev.parley.cli.http.JobWatch;
import dev.parley.contracts.JobId;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.TypeConversionException;

@Command(
        name = "rm",
        mixinStandardHelpOptions = true,
        description = {
            "Deletes jobs that have ended: videos, chunks, and inputs that no other job is made of.",
            "Prints the ids of those that are gone."
        })
final class RmCommand implements Callable<Integer> {
    private static final int CONFLICT = 409;

    private final Terminal terminal;

    // Converted here: of a wrong one among several picocli would say only that it is one too many.
    @Parameters(paramLabel = "JOB", arity = "1..*", description = "The jobs' ids.")
    List<String> ids;

    @Option(
            names = {"-f", "--force"},
            description = "Cancel jobs first that have not ended.")
    boolean force;

    @Mixin
    FarmOptions farm;

    RmCommand(Terminal terminal, Interruption interruption) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws Exception {
        List<JobId> jobs = jobs();
        FarmClient client = farm.running();
        int code = ExitCode.OK;
        for (JobId job : jobs) {
            try {
                if (force) {
                    end(client, job);
                }
                client.delete(job);
                terminal.result(job.toString());
            } catch (FarmProblemException e) {
                if (e.status() >= 500) {
                    throw e;
                }
                terminal.say(e.getMessage());
                code = ExitCode.INVALID;
            }
        }
        return code;
    }

    private List<JobId> jobs() throws CommandFailedException {
        JobArgument argument = new JobArgument();
        List<JobId> jobs = new ArrayList<>();
        for (String id : ids) {
            try {
                jobs.add(argument.convert(id));
            } catch (TypeConversionException e) {
                throw new CommandFailedException(ExitCode.INVALID, e.getMessage(), e);
            }
        }
        return jobs;
    }

    private static void end(FarmClient client, JobId job) throws FarmException, InterruptedException {
        try {
            client.cancel(job);
        } catch (FarmProblemException e) {
            if (e.status() != CONFLICT) { // it has ended
                throw e;
            }
        }
        new JobWatch(client).untilEnd(job, state -> {});
    }
}
