package dev.parley.ingest.callback;

import com.standardwebhooks.exceptions.EmptyWebhookSecretException;
import com.standardwebhooks.exceptions.WebhookSigningException;
import dev.parley.contracts.CloudEvent;
import dev.parley.contracts.JobId;
import dev.parley.contracts.JobState;
import dev.parley.contracts.JobView;
import dev.parley.contracts.Json;
import dev.parley.contracts.RenderRequest.Webhook;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;

/**
 * One call, ready to be made. Its id is the job's, so a receiver that has seen it may ignore it; time and signature are of
 * this call.
 */
record WebhookCall(String url, Map<String, String> headers, byte[] body) {
    /** The body: what happened, and the job. */
    record Payload(String type, Instant timestamp, JobView data) {}

    /**
     * @param webhook of the job, opened
     * @param view the job as the receiver sees it
     * @param farmSecret signs where the request brought no secret
     * @throws IllegalArgumentException if the secret is unfit to sign with
     */
    static WebhookCall of(JobState ended, Webhook webhook, JobView view, String farmSecret, Instant now) {
        String secret = webhook.secret() == null ? farmSecret : webhook.secret();
        String body =
                Json.write(new Payload(CloudEvent.TYPE_PREFIX + ended.status().word(), ended.endedAt(), view));
        String id = id(ended.jobId());
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
                        sign(secret, id, now, body)),
                body.getBytes(StandardCharsets.UTF_8));
    }

    static String id(JobId job) {
        return "msg_" + job;
    }

    private static String sign(String secret, String id, Instant now, String body) {
        try {
            return new com.standardwebhooks.Webhook(secret).sign(id, now.getEpochSecond(), body);
        } catch (WebhookSigningException | EmptyWebhookSecretException e) {
            throw new IllegalArgumentException("Cannot sign with the webhook's secret", e);
        }
    }
}
