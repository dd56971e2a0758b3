package dev.parley.worker;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.Optional;

/** A render worker's settings; {@code parley.worker.name} is {@code PARLEY_WORKER_NAME} in the environment. */
@ConfigMapping(prefix = "parley.worker")
public interface WorkerConfig {
    /** The worker's name in events, logs and commands. Default: host name and process id. */
    Optional<String> name();

    /** False for a process that must not claim jobs. */
    @WithDefault("true")
    boolean claims();

    /**
     * So many failures, or deaths of workers, in a row without a chunk end a job. Also the delivery at which a ticket is
     * published again: at most the brokers' {@code group.share.delivery.count.limit}, after which they drop the record.
     */
    @WithDefault("5")
    int deliveryLimit();

    /**
     * How long a step may always take before its attempt ends with {@code TIMEOUT}; beyond that it may take twenty times as
     * long as the longest one before it in the attempt.
     */
    @WithDefault("5m")
    Duration stepTimeout();

    /** How long a window may take, or opening its engine, before its attempt ends with {@code TIMEOUT}. */
    @WithDefault("30m")
    Duration windowTimeout();

    /** How long work may keep running after it was asked to stop before the process is ended. */
    @WithDefault("60s")
    Duration hangGrace();

    /** How long current work may take to commit what it has when the process is asked to stop. */
    @WithDefault("6s")
    Duration stopGrace();

    /** The shortest time between progress events. */
    @WithDefault("500ms")
    Duration progressEvery();

    /** Rendered frames that may wait for the encoder, 1.2 MB each at 640x640. */
    @WithDefault("16")
    int framesInFlight();

    /** Whether a window that is broken beyond doubt is rendered once more, with other noise, and fails its job if that is, too. */
    @WithDefault("true")
    boolean qualityGate();

    /** H.264 encoder for jobs that this worker starts. Default: the best one that works on this machine. */
    Optional<String> encoder();
}
