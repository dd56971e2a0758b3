package dev.parley.bench;

import dev.parley.bench.model.DitBench;
import dev.parley.bench.model.ModelBench;
import dev.parley.bench.model.VaeBench;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** All measurements under one command. Each prints one line a figure. */
@Command(
        name = "bench",
        mixinStandardHelpOptions = true,
        description = "Measures a running farm, and the model by itself.",
        subcommands = {
            IngestBench.class,
            OverheadBench.class,
            StitchBench.class,
            MemoryBench.class,
            ModelBench.class,
            DitBench.class,
            VaeBench.class
        })
final class Bench {
    public static void main(String[] args) {
        System.exit(new CommandLine(new Bench()).execute(args));
    }

    private Bench() {}
}
