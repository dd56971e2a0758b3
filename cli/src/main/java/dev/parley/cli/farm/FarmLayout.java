package dev.parley.cli.farm;

import dev.parley.plan.Defaults;
import dev.parley.plan.ModelProfile;
import dev.parley.plan.Presets;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/**
 * Where the farm's programs are: {@code lib/broker}, {@code lib/store}, a folder per service, and {@code models}, as
 * {@code distribution} lays them out.
 */
public record FarmLayout(Path root) {

    /** The jar of {@code broker} or {@code store}, its libraries beside it. */
    Path programJar(String program) throws FarmStartException {
        return existing(root.resolve("lib").resolve(program).resolve(program + ".jar"));
    }

    Path serviceJar(String service) throws FarmStartException {
        return existing(root.resolve(service).resolve("quarkus-run.jar"));
    }

    /**
     * Users' own models take precedence over pulled ones, and these over the bundled ones.
     *
     * @param dataDir where {@code parley models pull} puts them
     */
    Map<String, String> modelSettings(Path dataDir) {
        return modelSettings(dataDir, System.getenv());
    }

    Map<String, String> modelSettings(Path dataDir, Map<String, String> environment) {
        Map<String, String> settings = new HashMap<>(models(dataDir, environment));
        settings.putAll(kokoro(dataDir, environment));
        return settings;
    }

    /** Its program runs on the worker's libraries. */
    private Map<String, String> kokoro(Path dataDir, Map<String, String> environment) {
        Map<String, String> settings = new HashMap<>();
        String libraries = root.resolve("render-worker").resolve("lib").toString();
        settings.put("PARLEY_KOKORO_CLASSPATH", "%1$s/main/*:%1$s/boot/*".formatted(libraries));
        Path pulled = dataDir.resolve("models").resolve("Kokoro-82M").toAbsolutePath();
        if (environment.get("PARLEY_MODELS") == null && Files.isDirectory(pulled)) {
            settings.put("PARLEY_KOKORO", pulled.toString());
        }
        settings.keySet().removeAll(environment.keySet());
        return settings;
    }

    private Map<String, String> models(Path dataDir, Map<String, String> environment) {
        if (environment.get("PARLEY_MODELS") != null) {
            return Map.of();
        }
        Path pulled = dataDir.resolve("models");
        String model = environment.get("PARLEY_MODEL");
        boolean isPulled = model != null && Files.isDirectory(pulled.resolve(model));
        return Map.of("PARLEY_MODELS", (isPulled ? pulled : root.resolve("models")).toString());
    }

    /**
     * The presets of the model that a farm started from here uses: the published ones if there is no model, or if its
     * settings cannot be read, which such a farm reports at its start.
     *
     * @param environment the variables that the farm's services would read
     */
    public Presets presets(Map<String, String> environment) {
        try {
            Map<String, String> farms = new HashMap<>(environment);
            farms.putAll(modelSettings(ServiceProgram.dataDir(environment), environment));
            return ModelProfile.read(
                            Path.of(farms.get("PARLEY_MODELS"), farms.getOrDefault("PARLEY_MODEL", Defaults.MODEL)))
                    .presets();
        } catch (IllegalArgumentException | UncheckedIOException unreadable) {
            return Presets.PUBLISHED;
        }
    }

    private static Path existing(Path jar) throws FarmStartException {
        if (!Files.isRegularFile(jar)) {
            throw new FarmStartException("Parley is incomplete: %s is missing; rebuild it".formatted(jar));
        }
        return jar;
    }
}
