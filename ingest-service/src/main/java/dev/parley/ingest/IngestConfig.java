package dev.parley.ingest;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.List;

/** Settings of the ingest service. */
@ConfigMapping(prefix = "parley.ingest")
public interface IngestConfig {
    /**
     * How many jobs the farm remembers besides those that wait for a ticket, newest first. Older jobs that have ended are
     * forgotten and answered with 404. Each takes about 1.5 KB of memory. All instances need the same value.
     */
    @WithDefault("100000")
    int jobsKept();

    /** How long a presigned URL of a finished video is valid. */
    @WithDefault("1h")
    Duration videoLink();

    /**
     * Whether {@code GET /v1/jobs/{id}/video} redirects to the store, unless the call says otherwise. Set it to false if
     * clients cannot reach the store; the service then sends the bytes itself.
     */
    @WithDefault("true")
    boolean videoRedirect();

    /** How long an upload that comes in pieces may take; what of it has come is deleted after that. */
    @WithDefault("24h")
    Duration uploadExpiry();

    /** How often an idle stream of server-sent events sends a comment, so that proxies do not close it. */
    @WithDefault("15s")
    Duration heartbeat();

    /** Maximum number of concurrent streams of server-sent events; one more is answered with 503. */
    @WithDefault("2000")
    int maxStreams();

    Webhook webhook();

    /** Delivery of webhooks. */
    interface Webhook {
        /** How long to wait for an answer. */
        @WithDefault("15s")
        Duration timeout();

        /** Pauses after failed calls; the last one repeats. Each is varied by 20 %, so that calls do not bunch up. */
        @WithDefault("5s,30s,2m,10m,1h")
        List<Duration> pauses();

        /** How long after something happened calls about it are retried. */
        @WithDefault("72h")
        Duration giveUp();

        /** Maximum number of concurrent calls. */
        @WithDefault("32")
        int concurrency();

        /** Maximum number of concurrent calls of one receiver, so that a slow one does not keep all others waiting. */
        @WithDefault("4")
        int perReceiver();
    }
}
