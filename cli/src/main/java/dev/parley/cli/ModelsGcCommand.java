package dev.parley.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
        name = "gc",
        mixinStandardHelpOptions = true,
        description = "Deletes what broken-off pulls left, and pulled files that no model has any more.")
final class ModelsGcCommand implements Callable<Integer> {
    private final Terminal terminal;

    @Mixin
    ModelsOptions options;

    ModelsGcCommand(Terminal terminal, Interruption interruption) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws Exception {
        List<Path> deleted = options.shelf().collect();
        deleted.forEach(file -> terminal.result(file.toString()));
        terminal.say("%d files deleted".formatted(deleted.size()));
        return ExitCode.OK;
    }
}
