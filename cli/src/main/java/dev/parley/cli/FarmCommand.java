package dev.parley.cli;

import dev.parley.cli.farm.FarmDoor;
import dev.parley.cli.farm.FarmSettings;
import java.nio.file.Path;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(
        name = "farm",
        mixinStandardHelpOptions = true,
        description = "Runs a farm on this machine until Ctrl-C; prints the address of its page.")
final class FarmCommand implements Callable<Integer> {
    private final Terminal terminal;
    private final Interruption interruption;

    @Spec
    CommandSpec spec;

    @Option(
            names = "--port",
            paramLabel = "PORT",
            description = "Of the page and the REST API; default: 8080 if that is free, else any that is.")
    Integer port;

    @Option(
            names = "--workers",
            paramLabel = "N",
            defaultValue = "1",
            description = "How many videos are rendered at once (default 1); with 0, jobs wait.")
    int workers;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "Where the farm keeps everything; default: $PARLEY_DATA, else ~/.parley.")
    Path data;

    FarmCommand(Terminal terminal, Interruption interruption) {
        this.terminal = terminal;
        this.interruption = interruption;
    }

    @Override
    public Integer call() throws Exception {
        if (workers < 0 || workers > 64) {
            throw new ParameterException(spec.commandLine(), "--workers: found %d,expected 0 to 64".formatted(workers));
        }
        if (port != null && (port < 1 || port > 65535)) {
            throw new ParameterException(spec.commandLine(), "--port: found %d, expected 1 to 65535".formatted(port));
        }
        FarmOptions farm = new FarmOptions();
        farm.data = data;
        FarmSettings settings = new FarmSettings(workers, port == null ? OptionalInt.empty() : OptionalInt.of(port));
        terminal.say("starting the farm in " + farm.dataDir());
        FarmDoor door = FarmDoor.open(Installation.layout(), farm.dataDir(), settings, terminal::say);
        if (!door.owned()) {
            String url = door.url().toString();
            door.close();
            throw new CommandFailedException(
                    ExitCode.NO_FARM, "a farm is already running in %s: %s".formatted(farm.dataDir(), url));
        }
        return interruption.guarded(() -> stop(door), () -> {
            terminal.result(door.url().toString());
            terminal.say("ready; Ctrl-C stops it");
            new CountDownLatch(1).await(); // until a signal ends the process
            return ExitCode.OK;
        });
    }

    private void stop(FarmDoor door) {
        terminal.say("stopping the farm");
        door.closeNow();
    }
}
