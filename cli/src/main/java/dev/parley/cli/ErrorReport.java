package dev.parley.cli;

import dev.parley.cli.farm.FarmStartException;
import dev.parley.cli.http.FarmException;
import dev.parley.cli.http.FarmProblemException;
import dev.parley.cli.request.TodaysNames;
import dev.parley.contracts.InvalidRequestException;
import dev.parley.hub.HubException;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.ParseResult;

/** What went wrong, in words and as an exit code. */
final class ErrorReport implements IExecutionExceptionHandler {
    private final Terminal terminal;
    private final Interruption interruption;
    private final TodaysNames words;

    ErrorReport(Terminal terminal, Interruption interruption, TodaysNames words) {
        this.terminal = terminal;
        this.interruption = interruption;
        this.words = words;
    }

    @Override
    public int handleExecutionException(Exception failure, CommandLine command, ParseResult parsed) throws Exception {
        if (interruption.happened()) {
            // What is being torn down complains; that says nothing to anybody.
            return ExitCode.INTERRUPTED;
        }
        if (failure instanceof CommandFailedException decided) {
            terminal.say(decided.getMessage());
            return decided.exitCode();
        }
        if (failure instanceof InvalidRequestException invalid) {
            invalid.violations().forEach(violation -> terminal.say(words.asTyped(violation.toString())));
            return ExitCode.INVALID;
        }
        if (failure instanceof FarmProblemException problem
                && problem.status() < 500
                && problem.status() != ExitCode.TOO_MANY) {
            terminal.say(problem.getMessage());
            return ExitCode.INVALID;
        }
        if (failure instanceof FarmException
                || failure instanceof FarmStartException
                || failure instanceof NoFarmException) {
            terminal.say(failure.getMessage());
            return ExitCode.NO_FARM;
        }
        if (failure instanceof HubException hub) {
            terminal.say(hub.getMessage());
            return switch (hub.reason()) {
                case UNREACHABLE -> ExitCode.NO_FARM;
                case NO_SPACE -> ExitCode.NO_OUTPUT;
                case DAMAGED -> ExitCode.FAILED;
                case UNKNOWN, DENIED, OTHER_CONTENT, IN_THE_WAY -> ExitCode.INVALID;
            };
        }
        throw failure;
    }
}
