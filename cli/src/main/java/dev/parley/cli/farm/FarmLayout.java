package dev.parley.cli.farm;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * Where the farm's programs lie: {@code lib/broker}, {@code lib/store}, a folder for each service, and {@code models}, as
 * {@code distribution} puts them.
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
     * Somebody's own models come before those that were pulled, and these before those that Parley brings.
     *
     * @param dataDir where {@code parley models pull} puts them
     */
    Map<String, String> modelSettings(Path dataDir) {
        return modelSettings(dataDir, System.getenv());
    }

    Map<String, String> modelSettings(Path dataDir, Map<String, String> environment) {
        if (environment.get("PARLEY_MODELS") != null) {
            return Map.of();
        }
        Path pulled = dataDir.resolve("models");
        String model = environment.get("PARLEY_MODEL");
        boolean isPulled = model != null && Files.isDirectory(pulled.resolve(model));
        return Map.of("PARLEY_MODELS", (isPulled ? pulled : root.resolve("models")).toString());
    }

    private static Path existing(Path jar) throws FarmStartException {
        if (!Files.isRegularFile(jar)) {
            throw new FarmStartException("Parley is incomplete: %s is missing; rebuild it".formatted(jar));
        }
        return jar;
    }
}
