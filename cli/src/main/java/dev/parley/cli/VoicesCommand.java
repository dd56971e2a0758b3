package dev.parley.cli;

import dev.parley.cli.farm.FarmStartException;
import dev.parley.cli.farm.LocalVoiceList;
import dev.parley.cli.farm.SharedFarm;
import dev.parley.cli.http.FarmException;
import dev.parley.cli.http.VoiceLine;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "voices",
        mixinStandardHelpOptions = true,
        description = "Lists who can speak a text: on the farm if one is running or named, else on this machine.")
final class VoicesCommand implements Callable<Integer> {
    private final Terminal terminal;

    @Option(names = "--json", description = "As JSON.")
    boolean json;

    @Mixin
    FarmOptions farm;

    VoicesCommand(Terminal terminal, Interruption interruption) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws Exception {
        List<VoiceLine> voices = voices();
        if (json) {
            new JobReport(terminal).json(voices);
        } else {
            voices.forEach(voice -> terminal.result("%-20s %-8s %-28s %s"
                    .formatted(voice.name(), voice.language(), voice.description(), voice.synthesizer())));
        }
        return ExitCode.OK;
    }

    private List<VoiceLine> voices() throws FarmStartException, FarmException, IOException, InterruptedException {
        Optional<URI> running = farm.named();
        if (running.isEmpty()) {
            running = SharedFarm.running(farm.dataDir());
        }
        if (running.isPresent()) {
            return farm.client(running.get()).voices();
        }
        LocalVoiceList.Answer here = LocalVoiceList.of(Installation.layout(), farm.dataDir());
        here.unavailable()
                .forEach(one -> terminal.say("no voices of %s: %s".formatted(one.synthesizer(), one.reason())));
        return here.voices();
    }
}
