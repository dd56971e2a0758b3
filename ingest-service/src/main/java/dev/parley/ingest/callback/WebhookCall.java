package dev.parley.ingest.callback;

import com.standardwebhooks.exceptions.EmptyWebhookSecretException;
import com.standardwebhooks.exceptions.WebhookSigningException;
import dev.parley.contracts.Callback.Notice;
import dev.parley.contracts.CloudEvent;
import dev.parley.contracts.JobId;
import dev.parley.contracts.JobState;
import dev.parley.contracts.JobView;
import dev.parley.contracts.Json;
import dev.parley.contracts.RenderRequest.Webhook;
import dev.parley.contracts.WebUrl;
import dev.parley.kit.http.GuardedHttp;
import dev.parley.kit.trace.TraceContext;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;

/**
 * One call, ready to be made. Its id says what it tells, so a receiver that has seen it may ignore it; time and signatures
 * are of this call.
 */
record WebhookCall(String url, Map<String, String> headers, byte[] body) {
    /**
     * The body.
     *
     * @param type what happened
     * @param timestamp when it happened
     * @param data what it is about: the job as it is known when the call is made
     */
    record Payload(String type, Instant timestamp, Object data) {}

    /**
     * @param webhook of the job, opened
     * @param view the job as the receiver sees it
     * @param farmSecrets sign where the request brought no secret
     * @throws IllegalArgumentException if a secret is unfit to sign with
     */
    static WebhookCall of(
            JobState job, Notice notice, Webhook webhook, JobView view, List<String> farmSecrets, Instant now) {
        Instant happened = notice.event().terminal() ? job.endedAt() : notice.at();
        Payload payload = new Payload(CloudEvent.TYPE_PREFIX + notice.event().word(), happened, view);
        return of(webhook, farmSecrets, id(job.jobId(), notice), payload, now);
    }

    /**
     * @param webhook opened
     * @param farmSecrets sign where the webhook brought no secret
     * @throws IllegalArgumentException if a secret is unfit to sign with
     */
    static WebhookCall of(Webhook webhook, List<String> farmSecrets, String id, Payload payload, Instant now) {
        List<String> secrets = webhook.secret() == null ? farmSecrets : webhook.secrets();
        String body = Json.write(payload);
        return new WebhookCall(
                webhook.url(),
                Map.of(
                        "content-type",
                        "application/json",
                        "webhook-id",
                        id,
                        "webhook-timestamp",
                        Long.toString(now.getEpochSecond()),
                        "webhook-signature",
                        secrets.stream()
                                .map(secret -> signature(secret, id, now, body))
                                .collect(Collectors.joining(" "))),
                body.getBytes(StandardCharsets.UTF_8));
    }

    /** The same call, as a part of the job's trace. @param traceparent null where it is not traced */
    WebhookCall traced(String traceparent) {
        if (traceparent == null) {
            return this;
        }
        Map<String, String> more = new HashMap<>(headers);
        more.put(TraceContext.TRACEPARENT, traceparent);
        return new WebhookCall(url, more, body);
    }

    /** @param timeout for the whole call, until the answer's headers are there */
    CompletableFuture<GuardedHttp.Answer> make(GuardedHttp http, Duration timeout) {
        return http.post(WebUrl.parse(url), headers, body, timeout);
    }

    /** A job ends once, so its end needs no more than the job's id; it may be claimed several times. */
    private static String id(JobId job, Notice notice) {
        String id = "msg_" + job;
        if (notice.event().terminal()) {
            return id;
        }
        String attempt = notice.attempt() == 0 ? "" : "_" + notice.attempt();
        return id + "_" + notice.event().word() + attempt;
    }

    private static String signature(String secret, String id, Instant now, String body) {
        try {
            return new com.standardwebhooks.Webhook(secret).sign(id, now.getEpochSecond(), body);
        } catch (WebhookSigningException | EmptyWebhookSecretException e) {
            throw new IllegalArgumentException("Cannot sign with the webhook's secret", e);
        }
    }
}
