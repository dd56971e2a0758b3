package dev.parley.ingest;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.List;

/** How the ingest service behaves. */
@ConfigMapping(prefix = "parley.ingest")
public interface IngestConfig {
    /**
     * The newest jobs that the farm remembers; older ones that have ended are forgotten, and answered with 404. All are kept
     * in memory, about 1 KB each. Give all instances the same number.
     */
    @WithDefault("100000")
    int jobsKept();

    /** How long a URL to a finished video holds. */
    @WithDefault("1h")
    Duration videoLink();

    /**
     * Whether {@code GET /v1/jobs/{id}/video} leads to the store, unless the call says otherwise. False where clients cannot
     * reach the store: then the service itself sends the bytes.
     */
    @WithDefault("true")
    boolean videoRedirect();

    /** What a quiet stream of server-sent events sends, so that nobody on the way takes it for dead. */
    @WithDefault("15s")
    Duration heartbeat();

    /** Streams of server-sent events at once; one more is answered with 503. */
    @WithDefault("2000")
    int maxStreams();

    Webhook webhook();

    /** How jobs' webhooks are called. */
    interface Webhook {
        /** How long to wait for an answer. */
        @WithDefault("15s")
        Duration timeout();

        /** Pauses after failed calls; the last one repeats. Each is varied by a fifth, so that calls do not gang up. */
        @WithDefault("5s,30s,2m,10m,1h")
        List<Duration> pauses();

        /** No further call so long after the job's end. */
        @WithDefault("72h")
        Duration giveUp();

        /** Calls at once. */
        @WithDefault("32")
        int concurrency();
    }
}
