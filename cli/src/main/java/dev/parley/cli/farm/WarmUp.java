package dev.parley.cli.farm;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;

/** Runs what every command starts once, after a build, so that every later start is faster: see {@link ClassArchive}. */
public final class WarmUp {
    private static final String FOLDER = "parley-warm-up";

    private final FarmLayout layout;

    public WarmUp(FarmLayout layout) {
        this.layout = layout;
    }

    /**
     * Checks a request as is done before there is a farm.
     *
     * @param request a good one, as JSON
     * @param files those it names, by the key they would have in the store
     */
    public void inputCheck(String request, Map<String, Path> files)
            throws FarmStartException, InterruptedException, IOException {
        try (TemporaryFolder folder = TemporaryFolder.make(FOLDER);
                InputCheck check = InputCheck.start(layout, folder.path(), ClassArchive.MAKE, news -> {})) {
            check.ask(request, files);
            check.awaitEnd();
        }
    }

    /** What a farm is used for, so that it loads the classes for that. */
    public interface Use {
        void of(URI farm) throws Exception;
    }

    /** Starts a farm, uses and stops it; takes as long as a cold start and some seconds more. */
    public void farm(Use use) throws Exception {
        try (TemporaryFolder folder = TemporaryFolder.make(FOLDER)) {
            Path dataDir = folder.path();
            FarmSpecs specs = new FarmSpecs(layout, dataDir, FarmSettings.DEFAULT, ClassArchive.MAKE);
            EmbeddedFarm farm = EmbeddedFarm.start(specs, dataDir, news -> {});
            try {
                use.of(farm.url());
            } finally {
                farm.closeSlowly();
            }
        }
    }
}
