package dev.parley.bench;

import dev.parley.bench.layout.LayoutCommand;
import dev.parley.bench.load.CapacityCommand;
import dev.parley.bench.load.LoadBench;
import dev.parley.bench.model.ConvolutionBench;
import dev.parley.bench.model.DevicesBench;
import dev.parley.bench.model.DitBench;
import dev.parley.bench.model.KokoroBench;
import dev.parley.bench.model.LastWindowBench;
import dev.parley.bench.model.ModelBench;
import dev.parley.bench.model.OpenBench;
import dev.parley.bench.model.PresetsBench;
import dev.parley.bench.model.VaeBench;
import java.util.Locale;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParseResult;

/** All measurements, and what writes their inputs, under one command. Each prints one line a figure. */
@Command(
        name = "bench",
        mixinStandardHelpOptions = true,
        description = "Measures a running farm, and the model by itself.",
        subcommands = {
            IngestBench.class,
            QueueBench.class,
            OverheadBench.class,
            LoadBench.class,
            CapacityCommand.class,
            StitchBench.class,
            TelemetryBench.class,
            MemoryBench.class,
            PullBench.class,
            ModelBench.class,
            OpenBench.class,
            PresetsBench.class,
            LastWindowBench.class,
            DitBench.class,
            DevicesBench.class,
            VaeBench.class,
            KokoroBench.class,
            LayoutCommand.class,
            ConvolutionBench.class,
            WatermarkBench.class,
            PantomimeBench.class
        })
final class Bench {
    public static void main(String[] args) {
        Locale.setDefault(Locale.ENGLISH); // figures are compared between machines
        System.exit(commands().execute(args));
    }

    static CommandLine commands() {
        // tools/bench/run names inputs, and whoever calls it may name others after these.
        return new CommandLine(new Bench())
                .setOverwrittenOptionsAllowed(true)
                .setExecutionExceptionHandler(Bench::failed);
    }

    /** Values that cannot be are refused in one line; whatever else went wrong is shown where it did. */
    private static int failed(Exception e, CommandLine command, ParseResult given) throws Exception {
        if (!(e instanceof IllegalArgumentException)) {
            throw e;
        }
        command.getErr().println(e.getMessage());
        return command.getCommandSpec().exitCodeOnInvalidInput();
    }

    private Bench() {}
}
