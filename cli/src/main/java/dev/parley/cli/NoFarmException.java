package dev.parley.cli;

import java.nio.file.Path;

/** There is no farm to talk to. */
final class NoFarmException extends Exception {
    NoFarmException(Path dataDir) {
        super("No farm is running in %s. Start one with 'parley farm', or specify one with --farm or PARLEY_URL"
                .formatted(dataDir));
    }
}
