package dev.parley.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.parley.cli.request.Printable;
import dev.parley.contracts.JobId;
import dev.parley.contracts.JobView;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "dead-letters",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        description = "Shows the jobs that the farm gave up, and asks for them again.")
final class DeadLettersCommand implements Runnable {
    private final Terminal terminal;

    @Spec
    CommandSpec spec;

    DeadLettersCommand(Terminal terminal, Interruption interruption) {
        this.terminal = terminal;
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Missing command");
    }

    @Command(
            name = "list",
            mixinStandardHelpOptions = true,
            description = "Lists the jobs that were given up, the latest first, with the reason.")
    int list(
            @Option(names = "--limit", paramLabel = "N", defaultValue = "50", description = "At most so many; 50.")
                    int limit,
            @Option(names = "--json", description = "As JSON.") boolean json,
            @Mixin FarmOptions farm)
            throws Exception {
        JsonNode letters = farm.running().deadLetters(limit);
        if (json) {
            new JobReport(terminal).json(letters);
            return ExitCode.OK;
        }
        for (JsonNode letter : letters.path("letters")) {
            terminal.result("%-36s  %s  %-13s  attempt %d  %s%s"
                    .formatted(
                            text(letter, "jobId"),
                            text(letter, "at"),
                            text(letter, "fault"),
                            letter.path("attempts").asInt(),
                            text(letter, "message"),
                            replayed(letter)));
        }
        return ExitCode.OK;
    }

    @Command(
            name = "show",
            mixinStandardHelpOptions = true,
            description = "Prints why a job was given up, the latest lines about it in the log, and its request.")
    int show(
            @Parameters(paramLabel = "JOB", converter = JobArgument.class, description = "The job's id.") JobId job,
            @Option(names = "--json", description = "As JSON.") boolean json,
            @Mixin FarmOptions farm)
            throws Exception {
        JsonNode letter = farm.running().deadLetter(job);
        if (json) {
            new JobReport(terminal).json(letter);
            return ExitCode.OK;
        }
        for (String field : List.of("jobId", "tenant", "fault", "message", "attempts", "at", "replayedAs")) {
            if (letter.has(field)) {
                terminal.result("%-11s %s".formatted(field + ":", text(letter, field)));
            }
        }
        if (letter.has("request")) {
            terminal.result(
                    "request:    " + Printable.json(letter.path("request").toString()));
        }
        for (JsonNode line : letter.path("log")) {
            terminal.result("log:        " + Printable.json(line.asText()));
        }
        return ExitCode.OK;
    }

    @Command(
            name = "replay",
            mixinStandardHelpOptions = true,
            description = "Asks again for jobs that were given up and prints the new jobs' ids.")
    int replay(
            @Parameters(
                            paramLabel = "JOB",
                            arity = "1..*",
                            converter = JobArgument.class,
                            description = "The jobs' ids.")
                    List<JobId> jobs,
            @Mixin FarmOptions farm)
            throws Exception {
        for (JobId job : jobs) {
            JobView again = farm.running().replay(job);
            new JobReport(terminal).warnings(again.warnings());
            terminal.result(again.jobId().toString());
        }
        return ExitCode.OK;
    }

    private static String replayed(JsonNode letter) {
        return letter.has("replayedAs") ? "  (replayed as %s)".formatted(text(letter, "replayedAs")) : "";
    }

    private static String text(JsonNode node, String field) {
        return Printable.line(node.path(field).asText());
    }
}
