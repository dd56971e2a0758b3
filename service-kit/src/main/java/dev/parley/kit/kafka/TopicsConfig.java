package dev.parley.kit.kafka;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How the farm's topics are made where they are not there yet. */
@ConfigMapping(prefix = "parley.topics")
public interface TopicsConfig {
    @WithDefault("1")
    int partitions();

    @WithDefault("1")
    short replication();

    /** How long requests, events, chunks and commands are kept. */
    @WithDefault("7d")
    Duration retention();

    /**
     * How long a claim holds unless renewed, from 1 s to 15 min. Raise it when healthy renders lose their claim; brokers hold
     * no longer than their {@code group.share.max.record.lock.duration.ms}, a minute unless set.
     */
    @WithDefault("30s")
    Duration claimLock();

    /** False where somebody else makes the topics, and services may not. */
    @WithDefault("true")
    boolean create();
}
