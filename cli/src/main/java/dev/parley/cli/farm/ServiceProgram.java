package dev.parley.cli.farm;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** A program that a service brings beside itself, run on the service's libraries and under its settings. */
public final class ServiceProgram {
    /**
     * Starts one for a single answer.
     *
     * @param home where libraries unpack themselves if the user has no home folder
     * @param heap as {@code 512m}
     * @param log what it says on standard error; temporary files, which native libraries leave, lie beside it
     */
    public static Process start(FarmLayout layout, String service, String program, Path home, String heap, Path log)
            throws FarmStartException {
        List<String> java = FarmSpecs.java(home, heap, FarmSpecs.LIGHT, List.of());
        java.add("-Djava.io.tmpdir=" + log.getParent());
        return start(layout, service, program, java, log);
    }

    /** @param java the JVM's command line so far; added to */
    static Process start(FarmLayout layout, String service, String program, List<String> java, Path log)
            throws FarmStartException {
        // What Quarkus made of the settings' interfaces, the service, and the libraries.
        String classPath = "%1$s/quarkus/generated-bytecode.jar:%1$s/app/*:%1$s/lib/boot/*:%1$s/lib/main/*"
                .formatted(layout.serviceJar(service).getParent());
        java.addAll(List.of("-Djava.util.logging.manager=org.jboss.logmanager.LogManager", "-cp", classPath, program));
        ProcessBuilder builder = new ProcessBuilder(java).redirectError(log.toFile());
        builder.environment().putAll(layout.modelSettings(dataDir(System.getenv())));
        try {
            return builder.start();
        } catch (IOException e) {
            throw new FarmStartException("Cannot start %s: %s".formatted(program, e.getMessage()), e);
        }
    }

    /** The data directory whose pulled models count for a program that is started outside a farm. */
    static Path dataDir(Map<String, String> environment) {
        return HomeFolder.of(environment)
                .map(home -> home.resolve(".parley"))
                .filter(any -> environment.get("PARLEY_DATA") == null)
                .orElseGet(() -> Path.of(environment.getOrDefault("PARLEY_DATA", ".")));
    }

    private ServiceProgram() {}
}
