package dev.parley.cli.doctor;

import dev.parley.cli.farm.FarmLayout;
import dev.parley.cli.farm.FarmStartException;
import dev.parley.cli.farm.ServersTrial;
import dev.parley.cli.farm.SharedFarm;
import dev.parley.contracts.Finding;
import java.nio.file.Path;

/** Whether the broker and the store that Parley brings can start. */
final class ServerCheck {
    private static final String ADVICE =
            "the message is the end of its log; check memory, disk and the loopback interface";

    private interface Trial {
        void run(FarmLayout layout, Path folder) throws FarmStartException, InterruptedException;
    }

    static Finding broker(FarmLayout layout, Path dataDir, Path folder) throws Exception {
        return look("broker", ServersTrial::broker, layout, dataDir, folder);
    }

    static Finding store(FarmLayout layout, Path dataDir, Path folder) throws Exception {
        return look("store", ServersTrial::store, layout, dataDir, folder);
    }

    private static Finding look(String subject, Trial trial, FarmLayout layout, Path dataDir, Path folder)
            throws FarmStartException, InterruptedException {
        if (SharedFarm.running(dataDir).isPresent()) {
            return Finding.ok(subject, "runs with the farm");
        }
        try {
            trial.run(layout, folder);
            return Finding.ok(subject, "starts and stops");
        } catch (FarmStartException e) {
            return Finding.bad(subject, e.getMessage(), ADVICE);
        }
    }

    private ServerCheck() {}
}
