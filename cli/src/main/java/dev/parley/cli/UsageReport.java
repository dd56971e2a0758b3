package dev.parley.cli;

import dev.parley.cli.request.TodaysNames;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** What is wrong with a command line, in a line that is still on the screen when it has been printed. */
final class UsageReport implements IParameterExceptionHandler {
    private final Terminal terminal;
    private final TodaysNames words;

    UsageReport(Terminal terminal, TodaysNames words) {
        this.terminal = terminal;
        this.words = words;
    }

    @Override
    public int handleParseException(ParameterException wrong, String[] args) {
        terminal.say(words.asTyped(wrong.getMessage()));
        UnmatchedArgumentException.printSuggestions(wrong, terminal.err());
        terminal.say("see %s --help"
                .formatted(wrong.getCommandLine().getCommandSpec().qualifiedName()));
        return ExitCode.INVALID;
    }
}
