package dev.parley.cli;

import dev.parley.cli.request.Heading;
import picocli.CommandLine.Option;

/** How much a command says, and in which form. */
final class OutputOptions {
    @Heading("Messages")
    @Option(
            names = {"-q", "--quiet"},
            description = "Print only the result and errors, no progress.")
    boolean quiet;

    @Option(names = "--json", description = "The result as JSON.")
    boolean json;

    ProgressDisplay progress(Terminal terminal) {
        if (quiet) {
            return ProgressDisplay.none();
        }
        return terminal.tty() ? ProgressDisplay.bar(terminal) : ProgressDisplay.lines(terminal);
    }
}
