package dev.parley.ingest;

import dev.parley.kit.DaemonThreads;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/** Does things again and again. What fails once is logged and tried again at the next turn. */
@ApplicationScoped
public class Ticker {
    private static final Logger LOG = Logger.getLogger(Ticker.class);

    // Four: a cluster that does not answer must not keep the webhooks waiting.
    private final ScheduledExecutorService threads = Executors.newScheduledThreadPool(4, DaemonThreads.named("ticker"));

    /** Runs {@code work} now and then {@code pause} after each time it ended. */
    public void every(Duration pause, String name, Runnable work) {
        threads.scheduleWithFixedDelay(
                () -> {
                    try {
                        work.run();
                    } catch (RuntimeException e) {
                        LOG.errorf(e, "turn failed  work=%s", name);
                    }
                },
                0,
                pause.toMillis(),
                TimeUnit.MILLISECONDS);
    }

    @PreDestroy
    void stop() {
        threads.shutdownNow();
    }
}
