package dev.parley.ingest.dispatch;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** The order in which jobs get to workers. All instances need the same values. */
@ConfigMapping(prefix = "parley.queue")
public interface QueueConfig {
    /**
     * Tickets that are out beyond those for idle workers. They cannot be overtaken; a worker finds its next job some 30 ms
     * earlier.
     */
    @WithDefault("0")
    int reserve();

    /** A job that has waited for so long counts as one class higher, and again after as long. */
    @WithDefault("30m")
    Duration ageing();

    /**
     * A job gives way to one of a higher class that no worker is free for, if it has longer than this left. Zero: none does.
     */
    @WithDefault("1m")
    Duration yieldAbove();

    /** A job that no worker has begun for so long fails. */
    @WithDefault("7d")
    Duration expires();
}
