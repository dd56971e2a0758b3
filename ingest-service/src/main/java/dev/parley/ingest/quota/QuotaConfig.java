package dev.parley.ingest.quota;

import dev.parley.contracts.Priority;
import io.smallrye.config.ConfigMapping;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/** How much each tenant may use, unless it has a quota of its own; without a limit where nothing is set. */
@ConfigMapping(prefix = "parley.quota")
interface QuotaConfig {
    /** Jobs that wait or run at a time. */
    OptionalInt jobs();

    /** Jobs that have a ticket or a worker at a time; further ones wait, though workers are idle. */
    OptionalInt running();

    /** Seconds of video per day, midnight to midnight UTC: what is asked for, and of jobs that ended early what was made. */
    OptionalLong videoSeconds();

    /** Seconds per day that workers hold the tenant's jobs. */
    OptionalLong gpuSeconds();

    /** The highest class that jobs may ask for; if it is not set {@code normal} with keys, and any without. */
    Optional<Priority> priority();
}
