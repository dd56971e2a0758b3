package dev.parley.worker;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.Optional;

/** A render worker's settings; {@code parley.worker.name} is {@code PARLEY_WORKER_NAME} in the environment. */
@ConfigMapping(prefix = "parley.worker")
public interface WorkerConfig {
    /** How the worker is called in events, logs and commands. Default: host name and process id. */
    Optional<String> name();

    /** False for a process that shall claim nothing. */
    @WithDefault("true")
    boolean claims();

    /** Attempts a job has. No more than {@code group.share.delivery.count.limit} of the brokers, which forget it then. */
    @WithDefault("5")
    int deliveryLimit();

    /** How long a window may take before its attempt ends with {@code TIMEOUT}. */
    @WithDefault("30m")
    Duration windowTimeout();

    /** How long a window that was told to stop may go on before the process ends. */
    @WithDefault("60s")
    Duration hangGrace();

    /** How long the work in hand may take to commit what it has when the process is asked to end. */
    @WithDefault("6s")
    Duration stopGrace();

    /** A progress event at most so often. */
    @WithDefault("500ms")
    Duration progressEvery();

    /** Rendered frames that may wait for the encoder, 1.2 MB each at 640x640. */
    @WithDefault("16")
    int framesInFlight();

    /** H.264 encoder of jobs this worker begins. Default: the best that works on this machine. */
    Optional<String> encoder();
}
