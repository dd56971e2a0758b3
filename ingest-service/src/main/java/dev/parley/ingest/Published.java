package dev.parley.ingest;

import io.smallrye.reactive.messaging.kafka.Record;
import io.smallrye.reactive.messaging.kafka.api.OutgoingKafkaRecordMetadata;
import java.util.concurrent.CompletableFuture;
import java.util.function.UnaryOperator;
import org.eclipse.microprofile.reactive.messaging.Emitter;
import org.eclipse.microprofile.reactive.messaging.Message;

/** Sends records through a channel and tells when Kafka has them. */
public final class Published {
    /**
     * Completes when all replicas have the record; fails when they cannot have it, or at once when too much is under way.
     *
     * @param value null for a tombstone
     * @param metadata adds what the record needs beyond key and value
     */
    public static CompletableFuture<Void> to(
            Emitter<Record<String, String>> channel,
            String key,
            String value,
            UnaryOperator<OutgoingKafkaRecordMetadata.OutgoingKafkaRecordMetadataBuilder<String>> metadata) {
        CompletableFuture<Void> published = new CompletableFuture<>();
        Message<Record<String, String>> message = Message.of(
                        Record.of(key, value),
                        () -> {
                            published.complete(null);
                            return CompletableFuture.completedFuture(null);
                        },
                        failure -> {
                            published.completeExceptionally(failure);
                            return CompletableFuture.completedFuture(null);
                        })
                .addMetadata(metadata.apply(OutgoingKafkaRecordMetadata.<String>builder())
                        .build());
        try {
            channel.send(message);
        } catch (IllegalStateException e) { // the channel's buffer is full, or it is closed
            published.completeExceptionally(e);
        }
        return published;
    }

    private Published() {}
}
