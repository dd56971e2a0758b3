package dev.parley.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.parley.cli.farm.FarmStartException;
import dev.parley.cli.farm.HomeFolder;
import dev.parley.cli.farm.ProgramAnswer;
import dev.parley.cli.farm.TemporaryFolder;
import dev.parley.contracts.Json;
import java.io.IOException;
import java.nio.file.Path;
import java.util.function.Consumer;

/** The worker's programs that know what is in model files. */
final class ModelProgram {
    /**
     * @param question JSON
     * @param news hears how far it is
     */
    static JsonNode ask(String program, String question, Consumer<String> news)
            throws InterruptedException, FarmStartException, CommandFailedException {
        try (TemporaryFolder scratch = TemporaryFolder.make("parley-models")) {
            Path home = HomeFolder.of(System.getenv()).orElse(scratch.path());
            ProgramAnswer.Call call =
                    new ProgramAnswer.Call(Installation.layout(), program, question, home, scratch.path());
            return Json.mapper().readTree(ProgramAnswer.to(call, news).json());
        } catch (IOException e) {
            throw new CommandFailedException(ExitCode.FAILED, e.getMessage(), e);
        }
    }

    private ModelProgram() {}
}
