package dev.parley.cli;

import dev.parley.hub.ModelCatalog;
import dev.parley.hub.ModelShelf;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Where models lie, and which there are. */
final class ModelsOptions {
    private final Map<String, String> environment = System.getenv();

    @Spec(Spec.Target.MIXEE)
    CommandSpec command;

    @Option(
            names = "--models",
            paramLabel = "DIR",
            description = "Folder of models; default: $PARLEY_MODELS, else models in the farm's data directory.")
    Path models;

    @Option(
            names = "--catalog",
            paramLabel = "FILE",
            description = "Your own list of models, in the form of Parley's models.json.")
    Path catalog;

    Path folder() {
        String set = environment.get("PARLEY_MODELS");
        Path folder = models != null ? models : set != null && !set.isBlank() ? Path.of(set) : inData();
        return folder.toAbsolutePath().normalize();
    }

    private Path inData() {
        FarmOptions farm = new FarmOptions();
        farm.command = command;
        return farm.dataDir().resolve("models");
    }

    ModelCatalog catalog() throws CommandFailedException {
        try {
            return catalog == null ? ModelCatalog.published() : ModelCatalog.read(catalog);
        } catch (IOException e) {
            throw new CommandFailedException(
                    ExitCode.INVALID,
                    "%s cannot be read as a list of models: %s".formatted(catalog, e.getMessage()),
                    e);
        }
    }

    ModelShelf shelf() throws CommandFailedException {
        return new ModelShelf(catalog(), folder());
    }
}
