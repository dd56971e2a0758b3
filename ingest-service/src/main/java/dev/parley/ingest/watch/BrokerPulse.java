package dev.parley.ingest.watch;

import dev.parley.ingest.Ticker;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.jboss.logging.Logger;

/** Whether Kafka answers, and since when. */
@ApplicationScoped
public class BrokerPulse {
    private static final Logger LOG = Logger.getLogger(BrokerPulse.class);
    private static final Duration TURN = Duration.ofSeconds(3);
    private static final long PATIENCE_SECONDS = 5;

    private final Admin admin;
    private final Clock clock;
    private volatile Instant answersSince;
    private volatile boolean felt;

    @Inject
    BrokerPulse(Admin admin, Clock clock) {
        this.clock = clock;
        this.admin = admin;
    }

    void onStart(@Observes StartupEvent event, Ticker ticker) {
        ticker.every(TURN, "broker pulse", this::feel);
    }

    /** Nothing while it does not answer. */
    public Optional<Instant> answersSince() {
        return Optional.ofNullable(answersSince);
    }

    /** Whether it is known to be away, so that calls need not wait to find out. */
    public boolean isAway() {
        return felt && answersSince == null;
    }

    private void feel() {
        try {
            admin.describeCluster().nodes().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
            if (answersSince == null) {
                answersSince = clock.instant();
                LOG.info("broker answers");
            }
        } catch (ExecutionException | TimeoutException e) {
            if (answersSince != null) {
                answersSince = null;
                LOG.warnf("broker is not responding  cause=%s", e);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        felt = true;
    }
}
