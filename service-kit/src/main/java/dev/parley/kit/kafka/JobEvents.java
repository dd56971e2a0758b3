package dev.parley.kit.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.parley.contracts.CloudEvent;
import dev.parley.contracts.JobEvent;
import dev.parley.contracts.JobId;
import dev.parley.contracts.Json;
import dev.parley.kit.Instance;
import dev.parley.kit.trace.TraceContext;
import io.smallrye.reactive.messaging.kafka.api.OutgoingKafkaRecordMetadata;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.eclipse.microprofile.reactive.messaging.Channel;
import org.eclipse.microprofile.reactive.messaging.Emitter;

/** Tells the world what happened to a job. */
@ApplicationScoped
public class JobEvents {
    private final Emitter<String> out;
    private final String source;
    private final Clock clock;

    @Inject
    public JobEvents(@Channel("events-out") Emitter<String> out, Instance instance, Clock clock) {
        this.clock = clock;
        this.out = out;
        this.source = instance.source();
    }

    /** What {@link #emit(JobId, JobEvent)} would publish now, as a part of what this thread is at. */
    public CloudEvent now(JobId job, JobEvent event) {
        return CloudEvent.of(source, job, clock.instant(), event, TraceContext.current());
    }

    /** Publishes; completes when all replicas have the event, fails as {@link Published} does when they cannot have it. */
    public CompletableFuture<Void> emit(JobId job, JobEvent event) {
        return emit(now(job, event));
    }

    /** As {@link #emit(JobId, JobEvent)}. */
    public CompletableFuture<Void> emit(CloudEvent event) {
        OutgoingKafkaRecordMetadata<String> metadata = OutgoingKafkaRecordMetadata.<String>builder()
                .withKey(event.subject().value())
                .withHeaders(new RecordHeaders().add("content-type", CloudEvent.CONTENT_TYPE.getBytes(UTF_8)))
                .build();
        return Published.to(out, Json.write(event), metadata);
    }
}
