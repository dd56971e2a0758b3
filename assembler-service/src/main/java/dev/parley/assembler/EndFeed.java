package dev.parley.assembler;

import dev.parley.contracts.CloudEvent;
import dev.parley.contracts.Json;
import dev.parley.contracts.ObjectKeys;
import dev.parley.kit.store.ObjectStore;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.jboss.logging.Logger;

/** Reads how jobs end and triggers the deletion of their state objects. */
@ApplicationScoped
class EndFeed {
    private static final Logger LOG = Logger.getLogger(EndFeed.class);

    private final HandOvers handOvers;

    @Inject
    EndFeed(
            ObjectStore store,
            AssemblerConfig config,
            @ConfigProperty(name = "parley.late.writes", defaultValue = "10m") Duration lateWrites,
            Clock clock) {
        this.handOvers = new HandOvers(
                job -> store.list(ObjectKeys.stateFolder(job)).forEach(store::delete),
                lateWrites,
                config.retryPause(),
                clock);
    }

    /** The record counts as done when nothing of its job can be left behind. */
    @Incoming("ends")
    CompletionStage<Void> take(Message<String> record) {
        Optional<CloudEvent> end =
                read(record.getPayload()).filter(event -> event.data().terminal());
        if (end.isEmpty()) {
            return record.ack();
        }
        return handOvers.ended(end.get().subject(), end.get().time(), record::ack);
    }

    private static Optional<CloudEvent> read(String json) {
        try {
            return Optional.ofNullable(json).map(text -> Json.read(text, CloudEvent.class));
        } catch (IllegalArgumentException e) {
            LOG.debugf("unreadable event skipped  reason=%s", e.getMessage());
            return Optional.empty();
        }
    }

    @PreDestroy
    void stop() {
        handOvers.stop();
    }
}
