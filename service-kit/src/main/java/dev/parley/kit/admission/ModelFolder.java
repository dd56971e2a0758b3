package dev.parley.kit.admission;

import dev.parley.plan.Defaults;
import dev.parley.plan.LoraUse;
import io.smallrye.config.SmallRyeConfig;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Where the farm's model lies: {@code PARLEY_MODEL} in {@code PARLEY_MODELS}. */
@ApplicationScoped
public class ModelFolder {
    private static final String MODELS = "models";
    private static final String LORAS = "loras";

    private final Path path;

    /**
     * @param models the folder of all models
     * @param model the name of one of them
     */
    @Inject
    public ModelFolder(
            @ConfigProperty(name = "parley.models", defaultValue = MODELS) Path models,
            @ConfigProperty(name = "parley.model", defaultValue = Defaults.MODEL) String model) {
        this.path = models.resolve(model).toAbsolutePath().normalize();
    }

    /** The one that a service would read from the same settings. */
    public static ModelFolder of(SmallRyeConfig config) {
        return new ModelFolder(
                models(config),
                config.getOptionalValue("parley.model", String.class).orElse(Defaults.MODEL));
    }

    /** The folder of all models. */
    static Path models(Config config) {
        return config.getOptionalValue("parley.models", Path.class).orElse(Path.of(MODELS));
    }

    public Path path() {
        return path;
    }

    /** Of the model, which is that of its folder. */
    String name() {
        return path.getFileName().toString();
    }

    public boolean exists() {
        return Files.isDirectory(path);
    }

    /** The names of the LoRAs that lie in {@code loras}: the files without {@code .safetensors}, in order. */
    public List<String> loras() {
        if (!Files.isDirectory(path.resolve(LORAS))) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(path.resolve(LORAS))) {
            return files.filter(Files::isRegularFile)
                    .map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(LoraUse.FILE_ENDING))
                    .map(LoraUse::stem)
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot list the LoRAs in " + path.resolve(LORAS), e);
        }
    }

    /**
     * The file of a LoRA. A name that is not of the catalog, such as a path, has none.
     *
     * @throws UncheckedIOException if this machine has no such LoRA
     */
    public Path lora(String name) {
        if (!loras().contains(name)) {
            throw new UncheckedIOException(new NoSuchFileException(
                    path.resolve(LORAS).toString(), null, "has no LoRA '%s', it has %s".formatted(name, loras())));
        }
        return path.resolve(LORAS).resolve(name + LoraUse.FILE_ENDING);
    }
}
