package dev.parley.kit.admission;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.nio.file.Files;
import java.nio.file.Path;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Where the farm's model lies: {@code PARLEY_MODEL} in {@code PARLEY_MODELS}. */
@ApplicationScoped
public class ModelFolder {
    static final String DEFAULT_MODELS = "models";
    static final String DEFAULT_MODEL = "multitalk-tiny";

    private final Path path;

    /**
     * @param models the folder of all models
     * @param model the name of one of them
     */
    @Inject
    public ModelFolder(
            @ConfigProperty(name = "parley.models", defaultValue = DEFAULT_MODELS) Path models,
            @ConfigProperty(name = "parley.model", defaultValue = DEFAULT_MODEL) String model) {
        this.path = models.resolve(model).toAbsolutePath().normalize();
    }

    public Path path() {
        return path;
    }

    public boolean exists() {
        return Files.isDirectory(path);
    }
}
