package dev.parley.ingest.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.contracts.JobState;
import dev.parley.ingest.UntilPublished;
import dev.parley.ingest.jobs.States;
import dev.parley.kit.Instance;
import dev.parley.kit.kafka.JobEvents;
import io.smallrye.reactive.messaging.kafka.Record;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.eclipse.microprofile.reactive.messaging.Emitter;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.junit.jupiter.api.Test;

class CancellationsTest {
    private final List<String> sent = new ArrayList<>();

    /** A worker that has heard of it drops the ticket, and then nobody would end the job. */
    @Test
    void workersHearNothingOfACancellationThatKafkaDidNotTake() {
        JobState job = States.accepted(States.NOON);
        Clock clock = Clock.systemUTC();
        UntilPublished untilPublished = new UntilPublished();
        JobEvents events = new JobEvents(
                new Channel<>("events", false), new Instance("ingest-service", Optional.of("test")), clock);
        Cancellations cancellations = new Cancellations(
                new Channel<Record<String, String>>("commands", true),
                new EventPublisher(events, untilPublished),
                untilPublished,
                null, // asked for what is seen of an event that was taken
                clock);
        assertThatThrownBy(() -> cancellations.cancel(job, "Enough.").join())
                .isInstanceOf(CompletionException.class)
                .hasCauseInstanceOf(BrokerUnavailableException.class);
        assertThat(sent).containsExactly("events");
    }

    /** Of Kafka that takes all of its records, or none. */
    private final class Channel<T> implements Emitter<T> {
        private final String name;
        private final boolean takes;

        Channel(String name, boolean takes) {
            this.name = name;
            this.takes = takes;
        }

        @Override
        public <M extends Message<? extends T>> void send(M message) {
            sent.add(name);
            if (takes) {
                message.ack();
            } else {
                message.nack(new IllegalStateException("as if nobody was there"));
            }
        }

        @Override
        public CompletionStage<Void> send(T payload) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void complete() {}

        @Override
        public void error(Exception failure) {}

        @Override
        public boolean isCancelled() {
            return false;
        }

        @Override
        public boolean hasRequests() {
            return true;
        }
    }
}
