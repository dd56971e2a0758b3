package dev.parley.ingest;

import dev.parley.kit.Backoff;
import dev.parley.kit.kafka.UnpublishableException;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/**
 * Publishes again and again what Kafka does not take, with growing pauses: a broker that is away comes back. What it can
 * never take is given up at once.
 */
@ApplicationScoped
public class UntilPublished {
    private static final Logger LOG = Logger.getLogger(UntilPublished.class);

    private final Backoff backoff;
    private volatile boolean stopping;

    public UntilPublished() {
        this(Backoff.FOREVER);
    }

    UntilPublished(Backoff backoff) {
        this.backoff = backoff;
    }

    /**
     * @param what is published and of which job, for the log
     * @param publication begins to publish; called once for each time it is tried
     * @return completes when Kafka has it; fails with {@link UnpublishableException}, or with an
     *     {@link IllegalStateException} when the service stops before
     */
    public CompletableFuture<Void> publish(String what, Supplier<CompletableFuture<Void>> publication) {
        return publish(what, publication, backoff.first());
    }

    private CompletableFuture<Void> publish(
            String what, Supplier<CompletableFuture<Void>> publication, Duration pause) {
        return publication
                .get()
                .handle((done, failure) -> failure)
                .thenCompose(failure -> failure == null
                        ? CompletableFuture.completedFuture(null)
                        : again(what, publication, pause, cause(failure)));
    }

    private CompletableFuture<Void> again(
            String what, Supplier<CompletableFuture<Void>> publication, Duration pause, Throwable failure) {
        if (failure instanceof UnpublishableException) {
            LOG.errorf("not published, given up  what=%s cause=%s", what, failure.getMessage());
            return CompletableFuture.failedFuture(failure);
        }
        if (stopping) {
            return CompletableFuture.failedFuture(
                    new IllegalStateException("The service stops before Kafka took " + what, failure));
        }
        LOG.warnf("not published, trying again in %s  what=%s cause=%s", pause, what, failure);
        Executor later = CompletableFuture.delayedExecutor(pause.toMillis(), TimeUnit.MILLISECONDS);
        return CompletableFuture.runAsync(() -> {}, later)
                .thenCompose(now -> publish(what, publication, backoff.after(pause)));
    }

    private static Throwable cause(Throwable failure) {
        return failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
    }

    @PreDestroy
    void stop() {
        stopping = true;
    }
}
