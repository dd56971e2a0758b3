package dev.parley.cli;

import dev.parley.cli.logs.FarmLogs;
import dev.parley.cli.logs.LogEntry;
import dev.parley.cli.logs.LogSearch;
import dev.parley.cli.request.Printable;
import dev.parley.contracts.JobId;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "logs",
        mixinStandardHelpOptions = true,
        description = {
            "Prints what the processes of this machine's farm wrote about a job, in order of time.",
            "Also when the farm does not run any more. Exit code 0 if there is something, 1 otherwise."
        })
final class LogsCommand implements Callable<Integer> {
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(500);

    private final Terminal terminal;

    @Parameters(paramLabel = "JOB", converter = JobArgument.class, description = "The job's id.")
    JobId job;

    @Option(
            names = {"-f", "--follow"},
            description = "Goes on with what they write, until Ctrl-C.")
    boolean follow;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "The farm's data directory; default: $PARLEY_DATA, else ~/.parley.")
    Path data;

    @Spec
    CommandSpec spec;

    LogsCommand(Terminal terminal, Interruption interruption) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws Exception {
        FarmOptions farm = new FarmOptions();
        farm.command = spec;
        farm.data = data;
        FarmLogs logs = FarmLogs.in(farm.dataDir());
        LogSearch search = new LogSearch(logs, job.value());
        boolean found = tell(search, logs);
        while (follow) {
            Thread.sleep(BETWEEN_LOOKS.toMillis());
            tell(search, logs);
        }
        if (!found) {
            terminal.say("nothing about job %s in %s".formatted(job, logs.folder()));
        }
        return found ? ExitCode.OK : ExitCode.FAILED;
    }

    private boolean tell(LogSearch search, FarmLogs logs) throws CommandFailedException {
        List<LogEntry> entries;
        try {
            entries = search.more();
        } catch (IOException e) {
            throw new CommandFailedException(
                    ExitCode.FAILED, "cannot read the logs in %s: %s".formatted(logs.folder(), e), e);
        }
        for (LogEntry entry : entries) {
            for (String line : entry.lines()) {
                terminal.result("%-17s | %s".formatted(entry.process(), Printable.ofLog(line)));
            }
        }
        return !entries.isEmpty();
    }
}
