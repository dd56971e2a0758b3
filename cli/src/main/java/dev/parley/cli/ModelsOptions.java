package dev.parley.cli;

import dev.parley.hub.ModelCatalog;
import dev.parley.hub.ModelShelf;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
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

    /**
     * What somebody means by a name: a file or folder of that path, a bundle of the catalog, a model among those that were
     * pulled or that come with Parley.
     */
    Path model(String name) throws CommandFailedException {
        Path typed = Path.of(name).toAbsolutePath().normalize();
        if (Files.exists(typed)) {
            return typed;
        }
        Path bundle = shelf().folder(name).orElseGet(() -> folder().resolve(name));
        Path bundled = Installation.layout().root().resolve("models").resolve(name);
        for (Path place : List.of(bundle, bundled)) {
            if (Files.exists(place)) {
                return place;
            }
        }
        throw new CommandFailedException(
                ExitCode.INVALID, "%s is no file or folder, and no model in %s".formatted(name, folder()));
    }

    ModelShelf shelf() throws CommandFailedException {
        return new ModelShelf(catalog(), folder());
    }
}
