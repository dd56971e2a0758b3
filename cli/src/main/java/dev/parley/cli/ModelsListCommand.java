package dev.parley.cli;

import dev.parley.hub.ModelShelf;
import dev.parley.hub.ModelShelf.ShelvedModel;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
        name = "list",
        mixinStandardHelpOptions = true,
        description = "Lists the models that are here, and files that are missing or have changed.")
final class ModelsListCommand implements Callable<Integer> {
    private final Terminal terminal;

    @Mixin
    ModelsOptions options;

    ModelsListCommand(Terminal terminal, Interruption interruption) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws Exception {
        ModelShelf shelf = options.shelf();
        List<ShelvedModel> models = shelf.list();
        if (models.isEmpty()) {
            terminal.say("no models in " + shelf.models());
        }
        PullReport report = new PullReport(terminal);
        models.forEach(report::shelved);
        return ExitCode.OK;
    }
}
