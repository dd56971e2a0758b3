package dev.parley.cli;

import dev.parley.cli.farm.FarmLayout;
import dev.parley.cli.farm.FarmStartException;
import java.nio.file.Path;

/** The programs that this command line came with. */
final class Installation {
    /** The start script says where it lies. */
    static FarmLayout layout() throws FarmStartException {
        String home = System.getProperty("parley.home");
        if (home == null) {
            throw new IllegalStateException("Started without -Dparley.home, the directory of Parley's programs");
        }
        return new FarmLayout(Path.of(home));
    }

    private Installation() {}
}
