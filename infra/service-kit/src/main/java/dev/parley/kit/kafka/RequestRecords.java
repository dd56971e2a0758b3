package dev.parley.kit.kafka;

import com.fasterxml.jackson.databind.JsonNode;
import dev.parley.contracts.JobId;
import dev.parley.contracts.Json;
import dev.parley.contracts.RenderRequest;
import dev.parley.contracts.RequestDefaults;
import dev.parley.contracts.WebUrl;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;

/** What everybody who reads {@code parley.requests} must see alike in a record. */
public final class RequestRecords {
    /** Header of a record whose request was admitted before it was published, by the ingest service. */
    public static final String ADMITTED = "parley-admitted";

    /** A label or a key that is longer is nobody's. */
    private static final int LONGEST = 1_000;

    /**
     * The job that a record asks for; the same for every reader, at every delivery.
     *
     * @param request null where the record cannot be read at all
     * @param key the record's, or null
     */
    public static JobId jobId(RenderRequest request, String key, String topic, int partition, long offset) {
        if (request != null && request.jobId() != null) {
            return new JobId(request.jobId());
        }
        return JobId.parse(key).orElseGet(() -> {
            if (request != null && request.idempotencyKey() != null) {
                String tenant = request.tenant() == null ? RequestDefaults.TENANT : request.tenant();
                return JobId.ofIdempotencyKey(tenant, request.idempotencyKey());
            }
            return JobId.ofRecord(topic, partition, offset);
        });
    }

    /**
     * What of an invalid request says whose it is: its ids, labels and webhook as far as they are sound. Its sender is told
     * of the rejection under these; null where there is nothing.
     */
    public static RenderRequest remains(byte[] value) {
        JsonNode root;
        try {
            root = value == null || value.length == 0 ? null : Json.mapper().readTree(value);
        } catch (IOException e) {
            return null;
        }
        if (root == null || !root.isObject()) {
            return null;
        }
        return new RenderRequest(
                RenderRequest.SCHEMA_VERSION,
                JobId.parse(text(root, "jobId")).map(JobId::value).orElse(null),
                text(root, "idempotencyKey"),
                text(root, "tenant"),
                labels(root.path("labels")),
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                webhook(root.path("webhook")));
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
            if (sound && labels.size() < 100) {
                labels.put(label.getKey(), label.getValue().textValue());
            }
        });
        return labels;
    }

    private static RenderRequest.Webhook webhook(JsonNode sent) {
        String url = text(sent, "url");
        if (url == null) {
            return null;
        }
        try {
            WebUrl.parse(url);
            return new RenderRequest.Webhook(url, text(sent, "secret"));
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    private RequestRecords() {}
}
