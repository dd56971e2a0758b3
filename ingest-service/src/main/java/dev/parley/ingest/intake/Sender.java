package dev.parley.ingest.intake;

import com.fasterxml.jackson.databind.JsonNode;
import dev.parley.contracts.JobId;
import dev.parley.contracts.Json;
import dev.parley.contracts.RenderRequest;
import dev.parley.contracts.RenderRequest.Webhook;
import dev.parley.contracts.RequestDefaults;
import dev.parley.contracts.WebUrl;
import dev.parley.contracts.WebhookEvent;
import java.io.IOException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.StreamSupport;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * What a request says of whose it is: what it will be answered under. Each may be null, but the labels.
 */
record Sender(String jobId, String idempotencyKey, String tenant, Map<String, String> labels, Webhook webhook) {
    /** A label or a key that is longer is nobody's. */
    private static final int LONGEST = 1_000;

    private static final int MOST_LABELS = 100;
    private static final Sender NOBODY = new Sender(null, null, null, Map.of(), null);

    static Sender of(RenderRequest request) {
        Map<String, String> labels = request.labels() == null ? Map.of() : request.labels();
        return new Sender(request.jobId(), request.idempotencyKey(), request.tenant(), labels, request.webhook());
    }

    /** What is left of an invalid request: its ids, labels and webhook as far as they are sound. */
    static Sender remains(byte[] value) {
        JsonNode root;
        try {
            root = value.length == 0 ? null : Json.mapper().readTree(value);
        } catch (IOException e) {
            return NOBODY;
        }
        if (root == null || !root.isObject()) {
            return NOBODY;
        }
        return new Sender(
                JobId.parse(text(root, "jobId")).map(JobId::value).orElse(null),
                text(root, "idempotencyKey"),
                text(root, "tenant"),
                labels(root.path("labels")),
                webhook(root.path("webhook")));
    }

    /** The job that the request names, by its id or its idempotency key. */
    Optional<JobId> named() {
        if (jobId != null) {
            return Optional.of(new JobId(jobId));
        }
        return Optional.ofNullable(idempotencyKey).map(key -> JobId.ofIdempotencyKey(tenantOrDefault(), key));
    }

    String tenantOrDefault() {
        return tenant == null ? RequestDefaults.TENANT : tenant;
    }

    /** Whether {@code job} is the one that the idempotency key stands for. */
    boolean isByKey(JobId job) {
        return jobId == null && named().filter(job::equals).isPresent();
    }

    /** The job that a record asks for; the same at every delivery. */
    JobId job(ConsumerRecord<String, ?> record) {
        Optional<JobId> key = jobId == null ? JobId.parse(record.key()) : Optional.empty();
        return key.or(this::named).orElseGet(() -> place(record));
    }

    /** The id that nobody but this record has. */
    static JobId place(ConsumerRecord<?, ?> record) {
        return JobId.ofRecord(record.topic(), record.partition(), record.offset());
    }

    private static String text(JsonNode node, String field) {
        String text = node.path(field).textValue();
        return text == null || text.isEmpty() || text.length() > LONGEST ? null : text;
    }

    private static Map<String, String> labels(JsonNode sent) {
        Map<String, String> labels = new LinkedHashMap<>();
        sent.properties().forEach(label -> {
            boolean sound = label.getValue().isTextual()
                    && label.getKey().length() + label.getValue().textValue().length() <= LONGEST;
            if (sound && labels.size() < MOST_LABELS) {
                labels.put(label.getKey(), label.getValue().textValue());
            }
        });
        return labels;
    }

    private static Webhook webhook(JsonNode sent) {
        String url = text(sent, "url");
        if (url == null) {
            return null;
        }
        try {
            WebUrl.parse(url);
            return new Webhook(url, text(sent, "secret"), events(sent.path("events")));
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    /** Those of the words that are known; null where there are none. */
    private static List<WebhookEvent> events(JsonNode sent) {
        List<WebhookEvent> events = Arrays.stream(WebhookEvent.values())
                .filter(event -> StreamSupport.stream(sent.spliterator(), false)
                        .anyMatch(word -> event.word().equals(word.textValue())))
                .toList();
        return events.isEmpty() ? null : events;
    }
}
