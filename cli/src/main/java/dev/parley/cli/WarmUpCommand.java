package dev.parley.cli;

import dev.parley.cli.farm.WarmUp;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

@Command(name = "warm-up", hidden = true, description = "What the start script does once after a build.")
final class WarmUpCommand implements Callable<Integer> {
    @Override
    public Integer call() throws Exception {
        WarmUp.run(Installation.layout());
        return ExitCode.OK;
    }
}
