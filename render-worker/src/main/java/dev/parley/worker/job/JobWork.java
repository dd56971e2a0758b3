package dev.parley.worker.job;

import dev.parley.contracts.DeadLetter;
import dev.parley.contracts.Fault;
import dev.parley.contracts.JobEvent;
import dev.parley.contracts.JobId;
import dev.parley.contracts.Json;
import dev.parley.contracts.RenderTicket;
import dev.parley.contracts.Topics;
import dev.parley.contracts.WireName;
import dev.parley.kit.store.End;
import dev.parley.kit.store.Ends;
import dev.parley.kit.store.StoreException;
import dev.parley.kit.trace.TraceContext;
import dev.parley.kit.trace.TraceSpan;
import dev.parley.worker.claim.Claim;
import dev.parley.worker.claim.ClaimedWork;
import dev.parley.worker.claim.Stop;
import dev.parley.worker.claim.Verdict;
import dev.parley.worker.render.DeviceFailedException;
import dev.parley.worker.telemetry.WorkerMetrics.Outcome;
import java.util.Optional;
import org.jboss.logging.Logger;

/** Turns a claimed ticket into committed chunks, and maps every failure to a verdict on the claim. */
public final class JobWork implements ClaimedWork {
    private static final Logger LOG = Logger.getLogger(JobWork.class);

    private final WorkerContext context;
    private final RunningJobs running;
    private final Ends ends;
    private final StateCleanup cleanup;
    private final TryBook tries;
    private final Paces paces = new Paces();

    public JobWork(WorkerContext context, RunningJobs running) {
        this.context = context;
        this.running = running;
        this.ends = new Ends(context.store());
        this.cleanup = new StateCleanup(context.store(), running);
        this.tries = new TryBook(context.store());
    }

    @Override
    public Verdict run(Claim claim) {
        RenderTicket ticket;
        try {
            ticket = Json.read(claim.text(), RenderTicket.class);
        } catch (IllegalArgumentException e) {
            return dropUnreadable(claim, e);
        }
        JobId job = ticket.plan().jobId();
        running.begin(job, claim.stop());
        TraceSpan span = span(claim, job).enter();
        try (span) {
            return run(claim, ticket);
        } finally {
            running.end(job, claim.stop());
        }
    }

    private TraceSpan span(Claim claim, JobId job) {
        return TraceSpan.process(
                        claim.topic(),
                        claim.partition(),
                        claim.offset(),
                        Topics.WORKERS,
                        claim.header(TraceContext.TRACEPARENT))
                .job(job)
                .with("parley.worker", context.settings().worker());
    }

    private Verdict run(Claim claim, RenderTicket ticket) {
        JobId job = ticket.plan().jobId();
        Attempt attempt = new Attempt(context, job, claim, paces);
        boolean begun = false;
        try {
            claim.stop().check();
            Optional<End> end = end(claim, job);
            begun = true;
            if (end.isPresent()) {
                return deadLetter(claim, ticket, end.get());
            }
            if (isLastDelivery(claim)) {
                // Kafka drops a record without a word if the worker that has it for the last time dies.
                LOG.infof("ticket published again  job=%s attempt=%d", job, claim.attempt());
                return giveBack(claim, job, Outcome.GIVEN_BACK);
            }
            attempt.run(ticket);
            LOG.infof("job rendered  job=%s attempt=%d", job, attempt.number());
            return ended(Outcome.DONE, Verdict.DONE);
        } catch (DuplicateTicketException e) {
            LOG.infof("ticket dropped  job=%s ticket=%s: %s", job, ticket.id(), e.getMessage());
            return ended(Outcome.DUPLICATE, Verdict.DONE);
        } catch (Throwable e) {
            // A failure in work that was asked to stop is a consequence of stopping it.
            Stop.Reason reason = claim.stop().reason();
            if (reason != null) {
                return stopped(claim, ticket, attempt, reason);
            }
            return begun || !(e instanceof StoreException)
                    ? failed(claim, ticket, attempt.number(), e)
                    : notBegun(claim, job, e);
        }
    }

    /** However long the store is away, it ends no job of which nothing was tried. */
    private Verdict notBegun(Claim claim, JobId job, Throwable e) {
        LOG.warnf("job released, not begun  job=%s attempt=%d: %s", job, claim.attempt(), e.getMessage());
        return giveBack(claim, job, Outcome.GIVEN_BACK);
    }

    private Optional<End> end(Claim claim, JobId job) throws Exception {
        return new InterruptibleRetry(context.settings().backoff(), claim.stop())
                .until("how " + job + " ended", () -> ends.find(job));
    }

    /** Only the ingest service writes tickets. A record of any other origin must not end the job whose id it bears. */
    private Verdict dropUnreadable(Claim claim, IllegalArgumentException e) {
        String message = "The record %s is not a ticket: %s".formatted(claim, e.getMessage());
        LOG.errorf("record dropped  fault=%s: %s", Fault.INTERNAL, message);
        context.metrics().failed(Fault.INTERNAL);
        return ended(Outcome.DEAD_LETTER, Verdict.GIVE_UP, () -> context.announcer()
                .deadLetter(new DeadLetter(
                        JobId.parse(claim.key()).orElse(null),
                        null,
                        Fault.INTERNAL,
                        message,
                        claim.attempt(),
                        context.clock().instant())));
    }

    private Verdict stopped(Claim claim, RenderTicket ticket, Attempt ended, Stop.Reason reason) {
        JobId job = ticket.plan().jobId();
        int attempt = ended.number();
        LOG.infof("job stopped  job=%s attempt=%d reason=%s", job, attempt, reason);
        if (reason == Stop.Reason.CANCELLED) {
            context.metrics().cancelled(job, claim.stop().since());
        }
        if (reason != Stop.Reason.TIMED_OUT) {
            ended.end();
        }
        if (reason != Stop.Reason.SHUTDOWN && reason != Stop.Reason.TIMED_OUT) {
            cleanup.deleteIfEnded(job);
        }
        return switch (reason) {
            // The cancellation has been announced already.
            case CANCELLED -> ended(Outcome.CANCELLED, Verdict.DONE);
            case LOST -> giveBack(claim, job, Outcome.LOST);
            case SHUTDOWN -> giveBack(claim, job, Outcome.GIVEN_BACK);
            case YIELD ->
                ended(Outcome.YIELDED, Verdict.DONE, () -> context.announcer()
                        .event(
                                job,
                                new JobEvent.Yielded(
                                        context.settings().worker(), attempt, ticket.id(), ticket.plan())));
            case TIMED_OUT ->
                failed(
                        claim,
                        ticket,
                        attempt,
                        new FaultException(Fault.TIMEOUT, "Of %s, %s".formatted(job, ended.exceeded())));
        };
    }

    /** After its last delivery a record is gone, but neither this worker's shutdown nor a lost claim nor an outage ends the job. */
    private Verdict giveBack(Claim claim, JobId job, Outcome outcome) {
        if (!isLastDelivery(claim)) {
            return ended(outcome, Verdict.GIVE_BACK);
        }
        return ended(outcome, Verdict.DONE, () -> context.announcer().again(job, claim));
    }

    private boolean isLastDelivery(Claim claim) {
        return claim.deliveries() >= context.settings().deliveryLimit();
    }

    private Verdict failed(Claim claim, RenderTicket ticket, int attempt, Throwable thrown) {
        JobId job = ticket.plan().jobId();
        Fault fault = FaultException.of(thrown);
        TraceSpan.currentFailed(WireName.label(fault), thrown.getMessage());
        context.metrics().failed(fault);
        if (thrown instanceof DeviceFailedException) {
            context.deviceFailed().accept(thrown.getMessage());
        }
        boolean again = leavesAnother(claim, job, fault, thrown);
        String message = fault == Fault.INTERNAL && !(thrown instanceof FaultException)
                ? thrown.toString()
                : String.valueOf(thrown.getMessage());
        LOG.logf(
                again ? Logger.Level.WARN : Logger.Level.ERROR,
                fault == Fault.INTERNAL ? thrown : null,
                "%s  job=%s attempt=%d fault=%s: %s",
                again ? "job released" : "job given up",
                job,
                attempt,
                fault,
                message);
        if (again) {
            return giveBack(claim, job, Outcome.GIVEN_BACK);
        }
        End end = End.of(fault, message, attempt, context.clock().instant());
        return deadLetter(claim, ticket, ends.decide(job, end));
    }

    private boolean leavesAnother(Claim claim, JobId job, Fault fault, Throwable thrown) {
        if (thrown instanceof PoisonException) {
            return false;
        }
        try {
            Tries failed = tries.of(job).failed();
            tries.write(job, failed);
            return failed.leaveAnother(fault, context.settings().deliveryLimit());
        } catch (StoreException e) {
            LOG.warnf("failed attempt not noted  job=%s: %s", job, e.getMessage());
            return fault.worthAnotherAttempt() && !isLastDelivery(claim);
        }
    }

    private Verdict deadLetter(Claim claim, RenderTicket ticket, End end) {
        JobId job = ticket.plan().jobId();
        if (end.told()) {
            LOG.infof("job had already been given up  job=%s attempt=%d", job, claim.attempt());
            return Verdict.GIVE_UP;
        }
        return ended(Outcome.DEAD_LETTER, Verdict.GIVE_UP, () -> {
            context.announcer()
                    .deadLetter(new DeadLetter(
                            job,
                            Json.write(ticket.plan().settings()),
                            end.fault(),
                            end.message(),
                            end.attempts(),
                            end.at()));
            context.announcer().event(job, new JobEvent.Failed(end.fault(), end.message(), end.attempts()));
            ends.told(job, end);
        });
    }

    /** @param news announces what must be known before the claim may end; if that fails, the claim is given back */
    private Verdict ended(Outcome outcome, Verdict verdict, Runnable news) {
        try {
            news.run();
        } catch (FaultException e) {
            LOG.errorf("cannot announce the end of a job, releasing it: %s", e.getMessage());
            context.metrics().failed(e.fault());
            return ended(Outcome.GIVEN_BACK, Verdict.GIVE_BACK);
        }
        return ended(outcome, verdict);
    }

    private Verdict ended(Outcome outcome, Verdict verdict) {
        TraceSpan.note("parley.outcome", WireName.label(outcome));
        context.metrics().ended(outcome);
        return verdict;
    }
}
