package dev.parley.cli.farm;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;

/** Whether a farm's broker and store can start on this machine: they do, in a folder of their own, and end again. */
public final class ServersTrial {
    private static final Duration START = Duration.ofSeconds(60);
    private static final Duration STOP = Duration.ofSeconds(10);

    /**
     * Returns once it was ready and is gone.
     *
     * @param folder for this one alone; stays behind
     */
    public static void broker(FarmLayout layout, Path folder) throws FarmStartException, InterruptedException {
        run(specs(layout, folder).broker());
    }

    /** As {@link #broker}. */
    public static void store(FarmLayout layout, Path folder) throws FarmStartException, InterruptedException {
        run(specs(layout, folder).store());
    }

    private static FarmSpecs specs(FarmLayout layout, Path folder) throws FarmStartException {
        try {
            DataFolder.prepare(folder, news -> {});
            return new FarmSpecs(layout, folder, FarmSettings.DEFAULT, ClassArchive.USE);
        } catch (IOException e) {
            throw new FarmStartException("Cannot use the folder %s: %s".formatted(folder, e), e);
        }
    }

    private static void run(ProcessSpec spec) throws FarmStartException, InterruptedException {
        ChildProcess child = ChildProcess.start(spec);
        try {
            child.awaitReady(START);
        } finally {
            child.terminate();
            child.awaitEnd(STOP);
        }
    }

    private ServersTrial() {}
}
