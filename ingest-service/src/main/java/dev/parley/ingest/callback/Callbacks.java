package dev.parley.ingest.callback;

import dev.parley.contracts.JobId;
import dev.parley.contracts.JobState;
import dev.parley.contracts.JobState.Callback;
import dev.parley.contracts.WebUrl;
import dev.parley.ingest.Addresses;
import dev.parley.ingest.IngestConfig;
import dev.parley.ingest.Ticker;
import dev.parley.ingest.jobs.JobTable;
import dev.parley.ingest.jobs.Ownership;
import dev.parley.ingest.jobs.StateWriter;
import dev.parley.ingest.secret.WebhookSeal;
import dev.parley.kit.http.GuardedHttp;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/**
 * Calls the webhooks of ended jobs, at least once each, until they are delivered or given up. The state of a delivery is part
 * of the job's state, so the job's next owner continues where this instance stopped.
 */
@ApplicationScoped
class Callbacks {
    private static final Logger LOG = Logger.getLogger(Callbacks.class);
    private static final Duration TURN = Duration.ofMillis(250);

    private final JobTable table;
    private final Ownership ownership;
    private final StateWriter writer;
    private final GuardedHttp http;
    private final FarmSecret secret;
    private final Addresses addresses;
    private final WebhookSeal seal;
    private final CallbackMetrics metrics;
    private final IngestConfig.Webhook config;
    private final RetryPlan retries;
    private final Clock clock;
    private final Set<JobId> underWay = ConcurrentHashMap.newKeySet();

    @Inject
    Callbacks(
            JobTable table,
            Ownership ownership,
            StateWriter writer,
            GuardedHttp http,
            FarmSecret secret,
            Addresses addresses,
            WebhookSeal seal,
            CallbackMetrics metrics,
            IngestConfig config,
            Clock clock) {
        this.clock = clock;
        this.table = table;
        this.ownership = ownership;
        this.writer = writer;
        this.http = http;
        this.secret = secret;
        this.addresses = addresses;
        this.seal = seal;
        this.metrics = metrics;
        this.config = config.webhook();
        this.retries = new RetryPlan(this.config.pauses(), this.config.giveUp());
    }

    void onStart(@Observes StartupEvent event, Ticker ticker) {
        ticker.every(TURN, "webhooks", this::callThoseDue);
    }

    private void callThoseDue() {
        Instant now = clock.instant();
        for (JobId job : table.index().uncalled()) {
            if (underWay.size() >= config.concurrency()) {
                return;
            }
            table.find(job).filter(state -> isDue(state, now)).ifPresent(this::call);
        }
    }

    private boolean isDue(JobState state, Instant now) {
        Callback callback = state.callback();
        return state.status().terminal()
                && callback.status() == Callback.Status.PENDING
                && (callback.nextAttemptAt() == null
                        || !callback.nextAttemptAt().isAfter(now))
                && ownership.owns(state.jobId());
    }

    private void call(JobState state) {
        if (!underWay.add(state.jobId())) {
            return;
        }
        // The store may be asked for the secret, which blocks.
        CompletableFuture.supplyAsync(() -> send(state), Infrastructure.getDefaultExecutor())
                .thenCompose(answer -> answer)
                .orTimeout(config.timeout().toMillis() * 2, TimeUnit.MILLISECONDS)
                .handle((answer, failure) ->
                        failure == null ? Answers.of(answer, clock.instant()) : Answers.of(failure))
                .thenCompose(result -> note(state.jobId(), result))
                .whenComplete((noted, bug) -> {
                    underWay.remove(state.jobId());
                    if (bug != null) {
                        LOG.errorf(bug, "webhook not noted  job=%s", state.jobId());
                    }
                });
    }

    private CompletableFuture<GuardedHttp.Answer> send(JobState state) {
        Callback callback = state.callback();
        WebhookCall call = WebhookCall.of(
                state,
                seal.open(state.jobId(), callback.url(), callback.sealed()),
                addresses.view(state),
                secret.get(),
                clock.instant());
        return http.post(WebUrl.parse(call.url()), call.headers(), call.body(), config.timeout());
    }

    private CompletableFuture<Void> note(JobId job, CallResult result) {
        metrics.called(result);
        if (!ownership.owns(job)) {
            // Its new owner calls again and notes that: at least once, not exactly.
            return CompletableFuture.completedFuture(null);
        }
        Instant now = clock.instant();
        boolean noted = writer.change(job, known -> after(known, result, now));
        return noted ? writer.publish(job) : CompletableFuture.completedFuture(null);
    }

    private JobState after(Optional<JobState> known, CallResult result, Instant now) {
        JobState state = known.orElseThrow();
        Callback news = retries.after(
                state.callback(),
                result,
                state.endedAt(),
                now,
                ThreadLocalRandom.current().nextDouble());
        if (news.status() == Callback.Status.EXHAUSTED) {
            metrics.exhausted();
            LOG.warnf("webhook given up  job=%s attempts=%d result=%s", state.jobId(), news.attempts(), result.text());
        }
        return state.withCallback(news, now);
    }
}
