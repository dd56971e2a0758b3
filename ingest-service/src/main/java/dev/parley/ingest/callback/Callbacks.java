package dev.parley.ingest.callback;

import dev.parley.contracts.Callback;
import dev.parley.contracts.JobId;
import dev.parley.contracts.JobState;
import dev.parley.contracts.WebUrl;
import dev.parley.ingest.Addresses;
import dev.parley.ingest.IngestConfig;
import dev.parley.ingest.Ticker;
import dev.parley.ingest.jobs.JobTable;
import dev.parley.ingest.jobs.Ownership;
import dev.parley.ingest.jobs.StateWriter;
import dev.parley.ingest.secret.WebhookSeal;
import dev.parley.kit.http.GuardedHttp;
import dev.parley.kit.trace.TraceSpan;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.Iterator;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/**
 * Calls the webhooks of jobs about what their receivers asked for, at least once each, until they are delivered or given up;
 * the calls of one job in the order of what happened, those of all jobs the longest due first. The state of a delivery is
 * part of the job's state, so the job's next owner continues where this instance stopped.
 */
@ApplicationScoped
class Callbacks {
    private static final Logger LOG = Logger.getLogger(Callbacks.class);
    private static final Duration TURN = Duration.ofMillis(250);
    private static final CallResult UNANSWERED =
            new CallResult.Failed("not called, the receiver does not answer", "unreachable", Duration.ZERO);

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
    private final Receivers receivers;
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
        this.receivers = new Receivers(this.config.perReceiver());
    }

    void onStart(@Observes StartupEvent event, Ticker ticker) {
        ticker.every(TURN, "webhooks", this::callThoseDue);
    }

    private void callThoseDue() {
        Instant now = clock.instant();
        Iterator<JobState> due = table.index().uncalled().stream()
                // What is only expected so far cannot be noted yet, and the call would be made twice.
                .flatMap(job -> table.folded(job).stream())
                .filter(state -> isDue(state, now))
                .sorted(Comparator.comparing(state -> state.callback().next().at()))
                .iterator();
        while (due.hasNext() && underWay.size() < config.concurrency()) {
            callUnlessItRests(due.next(), now);
        }
    }

    private boolean isDue(JobState state, Instant now) {
        Callback callback = state.callback();
        return callback.due()
                && (callback.nextAttemptAt() == null
                        || !callback.nextAttemptAt().isAfter(now))
                && ownership.owns(state.jobId())
                && !underWay.contains(state.jobId());
    }

    private void callUnlessItRests(JobState state, Instant now) {
        Callback callback = state.callback();
        if (!underWay.add(state.jobId())) {
            return;
        }
        if (receivers.begin(callback.url(), now)) {
            call(state, now);
        } else if (receivers.isUnwell(callback.url()) && retries.isTooLate(callback.next(), now)) {
            note(state, UNANSWERED, Duration.ZERO).whenComplete((noted, bug) -> done(state, bug));
        } else {
            underWay.remove(state.jobId());
        }
    }

    private void call(JobState state, Instant began) {
        TraceSpan span = TraceSpan.client("POST", WebUrl.parse(state.callback().url()), state.traceparent())
                .job(state.jobId())
                .with("parley.event", state.callback().next().event().word())
                .with("http.request.resend_count", state.callback().next().failed());
        // The store may be asked for the secret, which blocks.
        CompletableFuture.supplyAsync(() -> send(state, span.traceparent()), Infrastructure.getDefaultExecutor())
                .thenCompose(answer -> answer)
                .orTimeout(config.timeout().toMillis() * 2, TimeUnit.MILLISECONDS)
                .handle((answer, failure) ->
                        failure == null ? Answers.of(answer, clock.instant()) : Answers.of(failure))
                .thenCompose(result -> {
                    Instant now = clock.instant();
                    receivers.end(state.callback().url(), result, now);
                    metrics.called(result);
                    end(span, result);
                    return note(state, result, Duration.between(began, now));
                })
                .whenComplete((noted, bug) -> done(state, bug));
    }

    private static void end(TraceSpan span, CallResult result) {
        if (!(result instanceof CallResult.Delivered)) {
            span.failed(result.word(), result.text());
        }
        span.close();
    }

    private void done(JobState state, Throwable bug) {
        underWay.remove(state.jobId());
        if (bug != null) {
            LOG.errorf(bug, "webhook not noted  job=%s", state.jobId());
        }
    }

    private CompletableFuture<GuardedHttp.Answer> send(JobState state, String traceparent) {
        Callback callback = state.callback();
        return WebhookCall.of(
                        state,
                        callback.next(),
                        seal.open(state.jobId(), callback.url(), callback.sealed()),
                        addresses.view(state),
                        secret.get(),
                        clock.instant())
                .traced(traceparent)
                .make(http, config.timeout());
    }

    /** @param told as it was when the call was made */
    private CompletableFuture<Void> note(JobState told, CallResult result, Duration took) {
        JobId job = told.jobId();
        if (!ownership.owns(job)) {
            // Its new owner calls again and notes that: at least once, not exactly.
            return CompletableFuture.completedFuture(null);
        }
        Callback.Notice notice = told.callback().next();
        boolean noted = writer.change(job, known -> after(known.orElseThrow(), notice, result, took));
        return noted ? writer.publish(job) : CompletableFuture.completedFuture(null);
    }

    private JobState after(JobState state, Callback.Notice told, CallResult result, Duration took) {
        if (state.callback() == null
                || !state.callback().due()
                || !state.callback().next().equals(told)) {
            return state;
        }
        Instant now = clock.instant();
        Callback news = retries.after(
                state.callback(),
                result,
                took,
                state.status().terminal(),
                now,
                ThreadLocalRandom.current().nextDouble());
        boolean last = !news.due() || news.next().failed() == 0;
        if (last) {
            metrics.settled(state.jobId(), told, now);
        }
        if (last && !(result instanceof CallResult.Delivered)) {
            metrics.exhausted();
            LOG.warnf(
                    "webhook given up  job=%s event=%s calls=%d result=%s",
                    state.jobId(), told.event().word(), told.failed() + 1, result.text());
        }
        return state.withCallback(news, now);
    }
}
