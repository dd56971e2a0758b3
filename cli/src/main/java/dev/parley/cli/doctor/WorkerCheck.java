package dev.parley.cli.doctor;

import dev.parley.cli.farm.FarmLayout;
import dev.parley.cli.farm.FarmStartException;
import dev.parley.cli.farm.ProgramAnswer;
import dev.parley.contracts.Finding;
import dev.parley.contracts.Json;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** Codecs, model, and a broker and a store of somebody's own, as the worker's own libraries see them. */
record WorkerCheck(FarmLayout layout, Path home, Path scratch) {
    private static final String PROGRAM = "dev.parley.worker.checkup.Checkup";

    List<Finding> look() throws FarmStartException, IOException, InterruptedException {
        return List.of(
                Json.read(ProgramAnswer.of(layout, PROGRAM, home, scratch).json(), Finding[].class));
    }
}
