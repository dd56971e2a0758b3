package dev.parley.assembler;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.time.Duration;

/** How the assembler works. */
@ConfigMapping(prefix = "parley.assembler")
public interface AssemblerConfig {
    /** Jobs that are assembled at the same time. */
    @WithDefault("2")
    int concurrency();

    /** Jobs that may wait here, read from the topic and not finished; more stay in the topic. */
    @WithDefault("1000")
    int backlog();

    /** Scratch space; holds the chunks, recordings and video of each job in work. */
    Path workDir();

    /** How long an object that should be there may be missing. Raise it for a store whose writes show late. */
    @WithDefault("10s")
    Duration missingFor();

    /** Pause before a job is tried again that the store or the broker gave no answer for. */
    @WithDefault("10s")
    Duration retryPause();
}
