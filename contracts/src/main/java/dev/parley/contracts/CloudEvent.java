package dev.parley.contracts;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.databind.annotation.JsonTypeIdResolver;
import java.time.Instant;
import java.util.UUID;

/**
 * A {@link JobEvent} in its envelope: CloudEvents 1.0, structured JSON.
 *
 * @param id unique per event; the same id means the same event
 * @param source the service and its instance, as {@code /render-worker/w1}
 * @param subject the job
 * @param traceparent where the job's trace was, as W3C Trace Context writes it (CloudEvents' extension for distributed
 *     tracing); null on farms that collect none
 */
public record CloudEvent(
        String specversion,
        String id,
        String source,
        String type,
        JobId subject,
        Instant time,
        String datacontenttype,
        String traceparent,
        @JsonTypeInfo(use = JsonTypeInfo.Id.CUSTOM, include = JsonTypeInfo.As.EXTERNAL_PROPERTY, property = "type")
                @JsonTypeIdResolver(EventType.class)
                JobEvent data) {
    public static final String TYPE_PREFIX = "dev.parley.job.";
    /** The record header {@code content-type}: by it a client that knows the Kafka binding takes a record for an event. */
    public static final String CONTENT_TYPE = "application/cloudevents+json; charset=UTF-8";

    public CloudEvent {
        requireNonNull(id, "id");
        requireNonNull(subject, "subject");
        requireNonNull(time, "time");
        requireNonNull(data, "data");
    }

    /** An event of a job that is not traced. */
    public static CloudEvent of(String source, JobId job, Instant now, JobEvent event) {
        return of(source, job, now, event, null);
    }

    /** @param traceparent null of a job that is not traced */
    public static CloudEvent of(String source, JobId job, Instant now, JobEvent event, String traceparent) {
        return new CloudEvent(
                "1.0",
                UUID.randomUUID().toString(),
                source,
                TYPE_PREFIX + event.name(),
                job,
                now,
                "application/json",
                traceparent,
                event);
    }
}
