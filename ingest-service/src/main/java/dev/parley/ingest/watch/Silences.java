package dev.parley.ingest.watch;

import dev.parley.contracts.JobId;
import dev.parley.contracts.JobState;
import dev.parley.contracts.JobStatus;
import dev.parley.contracts.Phase;
import dev.parley.ingest.Ticker;
import dev.parley.ingest.jobs.JobTable;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jboss.logging.Logger;

/**
 * Jobs at work whose worker has not been heard of for long, so that one that froze or died does not look like one that
 * renders. What is long depends on what is usual: a step of a large model takes a while. While Kafka does not answer,
 * nobody is heard, and nobody is said to be silent.
 */
@ApplicationScoped
public class Silences {
    private static final Logger LOG = Logger.getLogger(Silences.class);
    private static final Duration TURN = Duration.ofSeconds(3);
    private static final int TIMES_THE_LONGEST = 3;
    /** A model that is loaded, or decodes, reports no steps, and takes minutes if it is large. */
    private static final int TIMES_UNREPORTED = 10;

    private final JobTable table;
    private final BrokerPulse broker;
    private final Duration notice;
    private final Clock clock;
    private final Map<JobId, Heard> heard = new ConcurrentHashMap<>();
    private final Map<JobId, Instant> silent = new ConcurrentHashMap<>();

    /** @param longestPause of the attempt between two words */
    record Heard(Instant at, Duration longestPause) {
        Heard again(Instant now) {
            Duration pause = Duration.between(at, now);
            return new Heard(now, pause.compareTo(longestPause) > 0 ? pause : longestPause);
        }

        /**
         * Whether the worker should have said something by now.
         *
         * @param notice how long nobody worries
         */
        boolean isTooLongAgo(Duration notice, JobState.Progress progress, Instant listeningSince, Instant now) {
            boolean reports = progress == null || progress.phase() == Phase.RENDERING;
            Duration usual = longestPause.multipliedBy(TIMES_THE_LONGEST);
            Duration least = reports ? notice : notice.multipliedBy(TIMES_UNREPORTED);
            Instant from = at.isAfter(listeningSince) ? at : listeningSince;
            return Duration.between(from, now).compareTo(usual.compareTo(least) > 0 ? usual : least) >= 0;
        }
    }

    @Inject
    Silences(JobTable table, BrokerPulse broker, WatchdogConfig config, Clock clock, PrometheusRegistry registry) {
        this.notice = config.notice();
        this.table = table;
        this.broker = broker;
        this.clock = clock;
        GaugeWithCallback.builder()
                .name("parley_jobs_silent")
                .help("Running jobs whose worker has not been heard of for longer than usual")
                .callback(callback -> callback.call(silent.size()))
                .register(registry);
    }

    void onStart(@Observes StartupEvent event, Ticker ticker) {
        table.follow(this::follow);
        ticker.every(TURN, "silences", this::look);
    }

    /** When the job's worker was last heard of, if that is too long ago. */
    public Optional<Instant> since(JobState job) {
        return isAtWork(job) ? Optional.ofNullable(silent.get(job.jobId())) : Optional.empty();
    }

    private static boolean isAtWork(JobState job) {
        return job != null && job.status() == JobStatus.RUNNING;
    }

    private void follow(JobState before, JobState after) {
        if (!isAtWork(after)) {
            JobState known = after == null ? before : after;
            heard.remove(known.jobId());
            silent.remove(known.jobId());
        } else if (!isAtWork(before) || isWordOfTheWorker(before, after)) {
            boolean goesOn = isAtWork(before) && before.attempt() == after.attempt();
            heard.compute(
                    after.jobId(),
                    (job, last) -> goesOn && last != null
                            ? last.again(clock.instant())
                            : new Heard(table.isRead() ? clock.instant() : after.updatedAt(), Duration.ZERO));
            silent.remove(after.jobId());
        }
    }

    /** Rather than of a webhook's delivery. */
    private static boolean isWordOfTheWorker(JobState before, JobState after) {
        return before.attempt() != after.attempt()
                || before.committedFrames() != after.committedFrames()
                || !Objects.equals(before.worker(), after.worker())
                || !Objects.equals(before.progress(), after.progress());
    }

    private void look() {
        Optional<Instant> listening = broker.answersSince();
        table.index().active().forEach(job -> table.find(job).ifPresent(state -> look(state, listening)));
        silent.keySet().removeIf(job -> !table.index().active().contains(job));
    }

    private void look(JobState state, Optional<Instant> listening) {
        JobId job = state.jobId();
        Heard last = heard.get(job);
        boolean missing = isAtWork(state)
                && last != null
                && listening
                        .filter(since -> last.isTooLongAgo(notice, state.progress(), since, clock.instant()))
                        .isPresent();
        if (missing == silent.containsKey(job)) {
            return;
        }
        if (missing) {
            silent.put(job, last.at);
            LOG.warnf("worker silent  job=%s worker=%s attempt=%d", job, state.worker(), state.attempt());
        } else {
            silent.remove(job);
        }
        if (heard.get(job) == last) {
            table.watchers().tell(state);
        } else {
            silent.remove(job); // was heard of in the meantime
        }
    }
}
