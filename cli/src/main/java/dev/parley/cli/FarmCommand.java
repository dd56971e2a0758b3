package dev.parley.cli;

import dev.parley.cli.farm.FarmAddresses;
import dev.parley.cli.farm.FarmNews;
import dev.parley.cli.farm.FarmSettings;
import dev.parley.cli.farm.SharedFarm;
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
            description = "Port of the page and the REST API; default: 8080 if free, or else any free port.")
    Integer port;

    @Option(
            names = "--workers",
            paramLabel = "N",
            defaultValue = "1",
            description = "Number of workers, each rendering one job at a time (default 1); with 0, jobs wait.")
    int workers;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "The farm's data directory; default: $PARLEY_DATA, else ~/.parley.")
    Path data;

    @Option(
            names = "--kafka-port",
            paramLabel = "PORT",
            description = "Port of the broker; default: the previous one, initially any free port.")
    Integer kafkaPort;

    FarmCommand(Terminal terminal, Interruption interruption) {
        this.terminal = terminal;
        this.interruption = interruption;
    }

    @Override
    public Integer call() throws Exception {
        if (workers < 0 || workers > 64) {
            throw new ParameterException(
                    spec.commandLine(), "--workers: found %d, expected 0 to 64".formatted(workers));
        }
        FarmSettings settings = new FarmSettings(workers, port("--port", port), port("--kafka-port", kafkaPort), true);
        FarmOptions farm = new FarmOptions();
        farm.command = spec;
        farm.data = data;
        terminal.say("starting the farm in " + farm.dataDir());
        SharedFarm shared = SharedFarm.open(Installation.layout(), farm.dataDir(), settings, new Starting());
        if (!shared.owned()) {
            String url = shared.url().toString();
            shared.close();
            throw new CommandFailedException(
                    ExitCode.NO_FARM, "a farm is already running in %s: %s".formatted(farm.dataDir(), url));
        }
        return interruption.guarded(() -> stop(shared), () -> {
            terminal.result(shared.url().toString());
            shared.addresses().ifPresent(addresses -> tell(addresses, farm.dataDir()));
            terminal.say("ready; press Ctrl-C to stop");
            new CountDownLatch(1).await(); // until a signal ends the process
            return ExitCode.OK;
        });
    }

    private OptionalInt port(String option, Integer port) {
        if (port == null) {
            return OptionalInt.empty();
        }
        if (port < 1 || port > 65535) {
            throw new ParameterException(
                    spec.commandLine(), "%s: found %d, expected 1 to 65535".formatted(option, port));
        }
        return OptionalInt.of(port);
    }

    private void tell(FarmAddresses addresses, Path dataDir) {
        terminal.say("page and REST API  " + addresses.page());
        terminal.say("Kafka              " + addresses.kafka());
        terminal.say("S3                 %s (keys in %s)"
                .formatted(addresses.store(), dataDir.resolve("credentials.properties")));
        terminal.say("logs               " + dataDir.resolve("logs"));
    }

    private final class Starting implements FarmNews {
        @Override
        public void say(String words) {
            terminal.say(words);
        }

        @Override
        public void step(String words) {
            terminal.say("starting " + words);
        }
    }

    private void stop(SharedFarm shared) {
        terminal.say("stopping the farm");
        shared.closeNow();
    }
}
