package dev.parley.ingest.watch;

import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import org.jboss.logging.Logger;

/** Whether a neighbor answers, and since when. Thread-safe. */
final class Pulse {
    private static final Logger LOG = Logger.getLogger(Pulse.class);

    private final String neighbor;
    private final Clock clock;
    private volatile Instant answersSince;
    private volatile boolean felt;

    /** Asks the neighbor anything, with little patience. */
    interface Question {
        void ask() throws Exception;
    }

    Pulse(String neighbor, Clock clock) {
        this.neighbor = neighbor;
        this.clock = clock;
    }

    /** Nothing before it answered, and while it does not. */
    Optional<Instant> answersSince() {
        return Optional.ofNullable(answersSince);
    }

    /** Whether it was asked and did not answer. */
    boolean isAway() {
        return felt && answersSince == null;
    }

    void feel(Question question) {
        try {
            question.ask();
            if (answersSince == null) {
                answersSince = clock.instant();
                LOG.infof("%s answers", neighbor);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return;
        } catch (Exception e) {
            if (!isAway()) {
                LOG.warnf("%s is not responding  cause=%s", neighbor, e);
            }
            answersSince = null;
        }
        felt = true;
    }
}
