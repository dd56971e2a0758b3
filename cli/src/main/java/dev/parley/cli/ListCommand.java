package dev.parley.cli;

import dev.parley.contracts.JobView;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(name = "list", mixinStandardHelpOptions = true, description = "Lists the farm's jobs, newest first.")
final class ListCommand implements Callable<Integer> {
    private final Terminal terminal;

    @Option(names = "--limit", paramLabel = "N", defaultValue = "20", description = "At most so many (default 20).")
    int limit;

    @Option(
            names = "--status",
            paramLabel = "STATUS",
            description = "Only these: accepted, running, assembling, completed, rejected, failed or cancelled.")
    String status;

    @Option(names = "--tenant", paramLabel = "NAME", description = "Only theirs.")
    String tenant;

    @Option(names = "--json", description = "As JSON.")
    boolean json;

    @Mixin
    FarmOptions farm;

    ListCommand(Terminal terminal, Interruption interruption) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws Exception {
        List<JobView> jobs = farm.running().jobs(limit, status, tenant);
        JobReport report = new JobReport(terminal);
        if (json) {
            report.json(jobs);
        } else {
            jobs.forEach(report::brief);
        }
        return ExitCode.OK;
    }
}
