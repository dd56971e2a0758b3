package dev.parley.ingest.callback;

import dev.parley.contracts.RenderRequest.Webhook;
import dev.parley.ingest.IngestConfig;
import dev.parley.kit.http.GuardedHttp;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;

/** Calls a webhook once, signed as in earnest, so that a receiver can be tried before there is a job. */
@ApplicationScoped
public class TestCalls {
    /** What happened, in the body of a test call. */
    private static final String TYPE = "dev.parley.webhook.test";

    private final GuardedHttp http;
    private final FarmSecret secret;
    private final IngestConfig.Webhook config;
    private final Clock clock;

    /**
     * What a test call came to.
     *
     * @param result as {@code 204} or {@code connection refused}
     * @param webhookId the call's id, as the receiver saw it
     * @param milliseconds until there was a result
     */
    public record Outcome(boolean delivered, String result, String webhookId, long milliseconds) {}

    @Inject
    TestCalls(GuardedHttp http, FarmSecret secret, IngestConfig config, Clock clock) {
        this.http = http;
        this.secret = secret;
        this.config = config.webhook();
        this.clock = clock;
    }

    /** @param webhook has been checked */
    public CompletableFuture<Outcome> call(Webhook webhook) {
        Instant began = clock.instant();
        String id = "msg_test_" + UUID.randomUUID();
        WebhookCall.Payload nothing = new WebhookCall.Payload(TYPE, began, Map.of());
        return WebhookCall.of(webhook, secret.get(), id, nothing, began)
                .make(http, config.timeout())
                .handle((answer, failure) -> failure == null ? Answers.of(answer, began) : Answers.of(failure))
                .thenApply(result -> new Outcome(
                        result instanceof CallResult.Delivered,
                        result.text(),
                        id,
                        Duration.between(began, clock.instant()).toMillis()));
    }
}
