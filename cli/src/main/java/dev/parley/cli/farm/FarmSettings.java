package dev.parley.cli.farm;

import java.util.OptionalInt;

/**
 * How an embedded farm is to be started.
 *
 * @param workers how many videos are rendered at once; with none, jobs wait
 * @param port where the page has to be; otherwise 8080 or what was kept or any free one
 * @param kafkaPort where the broker has to be; otherwise what was kept or any free one
 * @param lasting whether it is there for many jobs, not for one command's
 */
public record FarmSettings(int workers, OptionalInt port, OptionalInt kafkaPort, boolean lasting) {
    /** Of a farm that a command starts for its job. */
    public static final FarmSettings DEFAULT = new FarmSettings(1, OptionalInt.empty(), OptionalInt.empty(), false);

    public FarmSettings {
        if (workers < 0) {
            throw new IllegalArgumentException("The number of workers cannot be negative: %d".formatted(workers));
        }
    }
}
