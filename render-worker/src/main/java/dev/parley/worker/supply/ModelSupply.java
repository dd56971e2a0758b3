package dev.parley.worker.supply;

import dev.parley.hub.ModelBundle;
import dev.parley.hub.ModelPull;
import dev.parley.hub.PullListener;
import dev.parley.hub.PullMeter;
import dev.parley.hub.PullPlan;
import dev.parley.kit.Backoff;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Optional;
import org.jboss.logging.Logger;

/**
 * Brings the models that the settings ask for: those that are there and complete cost a look at their sizes. Several workers
 * that share a folder bring each file once. What cannot be had is asked for again, less and less often.
 */
@ApplicationScoped
public class ModelSupply {
    private static final Logger LOG = Logger.getLogger(ModelSupply.class);
    private static final Backoff PATIENT =
            new Backoff(ChronoUnit.FOREVER.getDuration(), Duration.ofSeconds(5), Duration.ofMinutes(5));
    private static final Duration OFTEN = Duration.ofSeconds(1);
    private static final Duration LOGGED = Duration.ofSeconds(30);

    private final SupplyConfig config;
    private final Backoff backoff;
    private volatile String state; // null: nothing is missing, as far as is known
    private volatile PullMeter meter; // null: nothing is being brought

    @Inject
    ModelSupply(SupplyConfig config) {
        this(config, PATIENT);
    }

    ModelSupply(SupplyConfig config, Backoff backoff) {
        this.config = config;
        this.backoff = backoff;
        this.state = config.names().isEmpty() ? null : "not yet asked for";
    }

    /** Whether the settings ask for any. */
    public boolean isAsked() {
        return !config.names().isEmpty();
    }

    /** What is missing, how far it is, or why it cannot be had; empty once all is there. */
    public Optional<String> missing() {
        return Optional.ofNullable(state);
    }

    /** Returns when all is there, however long that takes. */
    public void bring() {
        if (isAsked()) {
            backoff.until("models are there", () -> {
                attempt();
                return null;
            });
        }
    }

    private void attempt() throws IOException, InterruptedException {
        String names = String.join(", ", config.names());
        try {
            state = "pulling %s: asking the hub".formatted(names);
            News news = new News(names);
            ModelPull pull = new ModelPull(config.catalog(), config.hub(), config.models(), news);
            PullPlan plan = pull.plan(config.names(), false);
            LOG.infof(
                    "models pulled  models=%s folder=%s bytes=%d missing=%d",
                    names, config.models(), plan.bytes(), plan.bytesToFetch());
            meter = new PullMeter(plan);
            news.tell();
            pull.run(plan);
            LOG.infof(
                    "models there  models=%s folders=%s",
                    names,
                    plan.bundles().stream().map(ModelBundle::folder).distinct().toList());
            state = null;
        } catch (IOException | RuntimeException e) {
            String why = e.getMessage() == null ? e.toString() : e.getMessage();
            state = "cannot pull %s, will try again: %s".formatted(names, why);
            LOG.warnf("models not pulled, will try again  models=%s: %s", names, why);
            throw e;
        }
    }

    /** Keeps {@link #state} as it is, and the log informed. */
    private final class News implements PullListener {
        private final String names;
        private long logged = System.nanoTime();

        News(String names) {
            this.names = names;
        }

        @Override
        public void bytes(long count) {
            meter.add(count);
            if (meter.measure(OFTEN)) {
                tell();
            }
        }

        @Override
        public void done(PullPlan.PlannedFile file) {
            meter.done(file);
            tell();
        }

        @Override
        public void note(String what) {
            state = "pulling %s: %s".formatted(names, what);
            LOG.infof("models pulled  models=%s: %s", names, what);
        }

        synchronized void tell() {
            state = "pulling %s: %s".formatted(names, progress());
            if (System.nanoTime() - logged > LOGGED.toNanos()) {
                logged = System.nanoTime();
                LOG.info(state);
            }
        }

        private String progress() {
            return String.format(
                    Locale.ROOT,
                    "%.1f of %.1f GB%s",
                    meter.there() / 1e9,
                    meter.total() / 1e9,
                    meter.left()
                            .map(left -> ", %d min left".formatted((left.toSeconds() + 59) / 60))
                            .orElse(""));
        }
    }
}
