package dev.parley.cli;

import dev.parley.cli.farm.FarmStartException;
import dev.parley.cli.farm.HomeFolder;
import dev.parley.cli.farm.SharedFarm;
import dev.parley.cli.http.FarmClient;
import dev.parley.cli.request.Heading;
import dev.parley.contracts.WebUrl;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Which farm a command talks to: one that is named, else the one of this machine. */
final class FarmOptions {
    private final Map<String, String> environment = System.getenv();

    @Spec(Spec.Target.MIXEE)
    CommandSpec command;

    @Heading("Farm")
    @Option(
            names = "--farm",
            paramLabel = "URL",
            description = "A farm's address; default: $PARLEY_URL, else the farm of this machine.")
    String farm;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "Data directory of this machine's farm; default: $PARLEY_DATA, else ~/.parley.")
    Path data;

    @Option(
            names = "--api-key",
            paramLabel = "KEY",
            description = "Key for a farm that asks for one; default: $PARLEY_API_KEY, which others cannot see in the"
                    + " list of processes; for the farm of this machine its owner's key.")
    String apiKey;

    /** A farm that somebody named. */
    Optional<URI> named() {
        String text = farm != null ? farm : environment.get("PARLEY_URL");
        if (text == null || text.isBlank()) {
            return Optional.empty();
        }
        try {
            return Optional.of(WebUrl.parse(text.strip()).uri());
        } catch (IllegalArgumentException e) {
            throw new ParameterException(
                    command.commandLine(),
                    "%s is not a farm's address: %s, expected http://host:port"
                            .formatted(farm != null ? "--farm" : "PARLEY_URL", e.getMessage()),
                    e);
        }
    }

    Path dataDir() {
        String kept = environment.get("PARLEY_DATA");
        Path dir = data != null ? data : kept != null && !kept.isBlank() ? Path.of(kept) : inHome();
        return dir.toAbsolutePath().normalize();
    }

    private Path inHome() {
        return HomeFolder.of(environment)
                .map(home -> home.resolve(".parley"))
                .orElseThrow(() -> new ParameterException(
                        command.commandLine(),
                        "This user has no home directory (HOME is not set, and passwd has none);"
                                + " set the farm's data directory with --data or PARLEY_DATA"));
    }

    /** A farm that runs. */
    FarmClient running() throws FarmStartException, NoFarmException {
        Optional<URI> uri = named();
        if (uri.isEmpty()) {
            uri = SharedFarm.running(dataDir());
        }
        return client(uri.orElseThrow(() -> new NoFarmException(dataDir())));
    }

    /** Calls a farm with the key that there is for it. */
    FarmClient client(URI uri) {
        String key = apiKey != null ? apiKey : environment.get("PARLEY_API_KEY");
        if (key == null || key.isBlank()) {
            return new FarmClient(uri, named().isPresent() ? Optional.empty() : SharedFarm.ownersKey(dataDir()));
        }
        String shown = key.strip();
        if (!shown.chars().allMatch(character -> character > ' ' && character < 127)) {
            throw new ParameterException(
                    command.commandLine(),
                    "%s is not a key, expected parley_...".formatted(apiKey != null ? "--api-key" : "PARLEY_API_KEY"));
        }
        return new FarmClient(uri, Optional.of(shown));
    }
}
