package dev.parley.ingest.deletion;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.Optional;

/** What goes away by itself, and when. Nothing does unless it is asked for. All instances need the same values. */
@ConfigMapping(prefix = "parley.retention")
public interface RetentionConfig {
    /** A job that ended so long ago is deleted, as by {@code DELETE}: video, chunks, states, and inputs of no other job. */
    Optional<Duration> jobs();

    /** Objects that no job knows and that have lain in the store for so long are deleted; at least two days. */
    Optional<Duration> orphans();

    /** True only says, in the log and in metrics, what would be deleted. */
    @WithDefault("false")
    boolean dryRun();

    /** How often to look. */
    @WithDefault("1h")
    Duration turn();
}
