package dev.parley.kit.kafka;

import dev.parley.kit.trace.TraceContext;
import io.smallrye.reactive.messaging.kafka.api.OutgoingKafkaRecordMetadata;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.eclipse.microprofile.reactive.messaging.Emitter;
import org.eclipse.microprofile.reactive.messaging.Message;

/** Sends records through a channel and tells when Kafka has them. */
public final class Published {
    /** A record whose key is the job's id and that needs nothing else. */
    public static CompletableFuture<Void> to(Emitter<String> channel, String key, String value) {
        return to(
                channel,
                value,
                OutgoingKafkaRecordMetadata.<String>builder().withKey(key).build());
    }

    /**
     * Completes when all replicas have the record; fails when they cannot have it, or at once when too much is under way.
     * The failure is an {@link UnpublishableException} where it would be the same another time.
     *
     * @param metadata the record's key and headers; what this thread is at is added to them, for traces
     */
    public static <T> CompletableFuture<Void> to(
            Emitter<T> channel, T payload, OutgoingKafkaRecordMetadata<String> metadata) {
        CompletableFuture<Void> published = new CompletableFuture<>();
        Message<T> message = Message.of(
                        payload,
                        () -> done(published.complete(null)),
                        failure -> done(published.completeExceptionally(UnpublishableException.orSame(failure))))
                .addMetadata(traced(metadata));
        try {
            channel.send(message);
        } catch (IllegalStateException e) { // the channel's buffer is full, or it is closed
            published.completeExceptionally(e);
        }
        return published;
    }

    private static OutgoingKafkaRecordMetadata<String> traced(OutgoingKafkaRecordMetadata<String> metadata) {
        if (TraceContext.current() == null) {
            return metadata;
        }
        Headers headers =
                metadata.getHeaders() == null ? new RecordHeaders() : new RecordHeaders(metadata.getHeaders());
        TraceContext.addTo(headers);
        return OutgoingKafkaRecordMetadata.from(metadata).withHeaders(headers).build();
    }

    /** The channel wants to know when we have taken note, which is now. */
    private static CompletionStage<Void> done(boolean noted) {
        return CompletableFuture.completedFuture(null);
    }

    private Published() {}
}
