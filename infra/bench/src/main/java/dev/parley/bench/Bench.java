package dev.parley.bench;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/** All measurements under one command. Each prints one line a figure. */
@Command(
        name = "bench",
        mixinStandardHelpOptions = true,
        description = "Measures a running farm.",
        subcommands = {IngestBench.class, OverheadBench.class, StitchBench.class, MemoryBench.class})
final class Bench {
    public static void main(String[] args) {
        System.exit(new CommandLine(new Bench()).execute(args));
    }

    private Bench() {}
}
