package dev.parley.bench.model;

import dev.parley.plan.Defaults;
import dev.parley.plan.Size;
import java.util.List;
import picocli.CommandLine.Option;

/** Which windows a network of random weights is timed on, where, and how often. */
final class WindowOptions {
    @Option(names = "--device", defaultValue = "cpu", description = "cpu or cuda:N; default: ${DEFAULT-VALUE}.")
    String device;

    @Option(
            names = "--size",
            split = ",",
            defaultValue = "640x640,448x832,960x960",
            converter = SizeConverter.class,
            description = "Height x width of the video; default: ${DEFAULT-VALUE}.")
    List<Size> videos;

    @Option(
            names = "--frames",
            defaultValue = "" + Defaults.FRAMES_PER_WINDOW,
            description = "Of a window; default: ${DEFAULT-VALUE}.")
    int frames;

    @Option(names = "--rounds", defaultValue = "3", description = "Timed passes; default: ${DEFAULT-VALUE}.")
    int rounds;
}
