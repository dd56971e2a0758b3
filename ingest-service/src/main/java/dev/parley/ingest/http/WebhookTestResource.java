package dev.parley.ingest.http;

import dev.parley.contracts.RenderRequest.Webhook;
import dev.parley.contracts.WebhookRules;
import dev.parley.ingest.callback.TestCalls;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.InputStream;
import java.time.Clock;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Semaphore;

/** Tries a receiver before there is a job. */
@Path("/v1/webhooks/test")
@Singleton
public class WebhookTestResource {
    private static final int MOST_BYTES = 8 * 1024;
    private static final int AT_ONCE = 4;
    private static final int PER_MINUTE = 60;

    private final TestCalls calls;
    private final Semaphore free = new Semaphore(AT_ONCE);
    private final CallRate rate;

    @Inject
    WebhookTestResource(TestCalls calls, Clock clock) {
        this.calls = calls;
        this.rate = new CallRate("webhook-tests", PER_MINUTE, clock);
    }

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    public CompletionStage<Response> test(InputStream body) throws IOException {
        Webhook webhook = WebhookRules.checked(Bodies.read(body, MOST_BYTES, Webhook.class));
        CallRate.Turn turn = rate.take();
        if (!turn.allowed()) {
            throw ProblemException.tooMany("A farm makes %d test calls a minute".formatted(PER_MINUTE), turn.headers());
        }
        if (!free.tryAcquire()) {
            throw ProblemException.busy("%d test calls are being made".formatted(AT_ONCE));
        }
        return calls.call(webhook)
                .whenComplete((outcome, failure) -> free.release())
                .thenApply(outcome -> {
                    Response.ResponseBuilder answer = Response.ok(outcome, MediaType.APPLICATION_JSON_TYPE);
                    turn.headers().forEach(answer::header);
                    return answer.build();
                });
    }
}
