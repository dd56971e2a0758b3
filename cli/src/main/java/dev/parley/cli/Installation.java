package dev.parley.cli;

import dev.parley.cli.farm.FarmLayout;
import dev.parley.plan.Presets;
import java.nio.file.Path;

/** The programs that come with this command line. */
final class Installation {
    private static final String HOME = "parley.home";

    /** The start script says where it lies. */
    static FarmLayout layout() {
        String home = System.getProperty(HOME);
        if (home == null) {
            throw new IllegalStateException("Started without -Dparley.home, the directory of Parley's programs");
        }
        return new FarmLayout(Path.of(home));
    }

    /** The presets that a farm of this installation has. */
    static Presets presets() {
        boolean alone = System.getProperty(HOME) == null;
        return alone ? Presets.PUBLISHED : layout().presets(System.getenv());
    }

    private Installation() {}
}
