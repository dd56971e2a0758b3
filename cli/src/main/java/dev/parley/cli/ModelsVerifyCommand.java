package dev.parley.cli;

import dev.parley.hub.ModelShelf;
import dev.parley.hub.ModelShelf.ShelvedModel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(
        name = "verify",
        mixinStandardHelpOptions = true,
        description = {
            "Hashes all files of the models that were pulled.",
            "Exit code 1 if a file is missing or changed: pull the model again."
        })
final class ModelsVerifyCommand implements Callable<Integer> {
    private final Terminal terminal;

    @Parameters(arity = "0..*", paramLabel = "NAME", description = "A model or its folder; default: all.")
    List<String> names = new ArrayList<>();

    @Mixin
    ModelsOptions options;

    ModelsVerifyCommand(Terminal terminal, Interruption interruption) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws Exception {
        ModelShelf shelf = options.shelf();
        PullReport report = new PullReport(terminal);
        ProgressDisplay display = terminal.tty() ? ProgressDisplay.bar(terminal) : ProgressDisplay.none();
        boolean right = true;
        for (Path folder : folders(shelf)) {
            ShelvedModel model = shelf.verify(folder, file -> display.show("checked " + file.getFileName()));
            display.clear();
            if (model.files().isEmpty()) {
                terminal.result("%s was not pulled, so its hashes are not known".formatted(folder.getFileName()));
            } else if (model.isRight()) {
                terminal.result("%s is right: %d files, %s"
                        .formatted(folder.getFileName(), model.files().size(), PullReport.bytes(model.bytes())));
            } else {
                terminal.result("%s is not right:".formatted(folder.getFileName()));
                report.wrong(model);
                right = false;
            }
        }
        return right ? ExitCode.OK : ExitCode.FAILED;
    }

    private List<Path> folders(ModelShelf shelf) throws Exception {
        if (names.isEmpty()) {
            return shelf.list().stream()
                    .filter(model -> !model.files().isEmpty())
                    .map(ShelvedModel::folder)
                    .toList();
        }
        List<Path> folders = new ArrayList<>();
        for (String name : names) {
            Path folder = shelf.folder(name).orElseGet(() -> shelf.models().resolve(name));
            if (!Files.isDirectory(folder)) {
                throw new CommandFailedException(ExitCode.INVALID, "There is no model in " + folder);
            }
            if (!folders.contains(folder)) {
                folders.add(folder);
            }
        }
        return folders;
    }
}
