package dev.parley.cli;

import dev.parley.cli.request.OptionHelp;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

@Command(
        name = "completion",
        description = "Prints the completion script for bash and zsh: source <(parley completion)",
        mixinStandardHelpOptions = true)
final class CompletionCommand implements Callable<Integer> {
    private final Terminal terminal;

    @Spec
    CommandSpec spec;

    CompletionCommand(Terminal terminal, Interruption interruption) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        for (String command : List.of("render", "check", "submit")) {
            OptionHelp.complete(
                    spec.root().subcommands().get(command).getCommandSpec(),
                    Installation.presets().names());
        }
        terminal.result(AutoComplete.bash("parley", spec.root().commandLine()));
        return ExitCode.OK;
    }
}
