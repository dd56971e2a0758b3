package dev.parley.ingest.watch;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** When a job is taken for lost. */
@ConfigMapping(prefix = "parley.watchdog")
public interface WatchdogConfig {
    /** No word of a job for so long, after a worker began it, ends it. Must be longer than the slowest step. */
    @WithDefault("15m")
    Duration silence();

    /** An attempt that takes longer ends the job, however much is heard of it. */
    @WithDefault("24h")
    Duration deadline();

    /** A job whose attempts together take longer ends, counted from when the first worker could take it. */
    @WithDefault("72h")
    Duration jobDeadline();

    /**
     * No word of a job's worker for so long, and for three times what it took before, is shown. Ten times as long while a
     * model is loaded or decodes, since that reports no steps.
     */
    @WithDefault("30s")
    Duration notice();

    /** How often to look. */
    @WithDefault("10s")
    Duration turn();
}
