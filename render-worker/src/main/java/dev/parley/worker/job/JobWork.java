package dev.parley.worker.job;

import dev.parley.contracts.DeadLetter;
import dev.parley.contracts.Fault;
import dev.parley.contracts.InvalidRequestException;
import dev.parley.contracts.JobEvent;
import dev.parley.contracts.JobId;
import dev.parley.contracts.ObjectKeys;
import dev.parley.contracts.RenderPlan;
import dev.parley.contracts.RenderRequest;
import dev.parley.contracts.RequestReader;
import dev.parley.kit.kafka.RequestRecords;
import dev.parley.kit.store.StoreException;
import dev.parley.worker.claim.Claim;
import dev.parley.worker.claim.ClaimedWork;
import dev.parley.worker.claim.Stop;
import dev.parley.worker.claim.Verdict;
import dev.parley.worker.telemetry.WorkerMetrics.Outcome;
import dev.parley.worker.telemetry.WorkerMetrics.Stage;
import java.util.Optional;
import java.util.function.BiFunction;
import org.jboss.logging.Logger;

/** Turns a claimed request into committed chunks, and whatever goes wrong into what shall become of the claim. */
public final class JobWork implements ClaimedWork {
    private static final Logger LOG = Logger.getLogger(JobWork.class);

    private final Workshop shop;
    private final Cancellations cancellations;
    private final RequestReader reader;
    private final BiFunction<JobId, RenderRequest, RenderPlan> admission;
    private final Ends ends;
    private final Leftovers leftovers;

    /** @param admission makes a plan of a request, or throws {@link InvalidRequestException} */
    public JobWork(
            Workshop shop,
            Cancellations cancellations,
            RequestReader reader,
            BiFunction<JobId, RenderRequest, RenderPlan> admission) {
        this.shop = shop;
        this.cancellations = cancellations;
        this.reader = reader;
        this.admission = admission;
        this.ends = new Ends(shop.store());
        this.leftovers = new Leftovers(shop.store(), cancellations);
    }

    @Override
    public Verdict run(Claim claim) {
        RenderRequest request;
        try {
            request = reader.read(claim.value());
        } catch (InvalidRequestException e) {
            return rejectUnreadable(claim, e);
        }
        JobId job = jobId(claim, request);
        cancellations.begin(job, claim.stop());
        try {
            return run(claim, job, request);
        } finally {
            cancellations.end(job, claim.stop());
        }
    }

    private static JobId jobId(Claim claim, RenderRequest request) {
        return RequestRecords.jobId(request, claim.key(), claim.topic(), claim.partition(), claim.offset());
    }

    private Verdict run(Claim claim, JobId job, RenderRequest request) {
        try {
            claim.stop().check();
            Optional<End> end = end(claim, job);
            if (end.isPresent()) {
                return bury(claim, job, end.get());
            }
            new Attempt(shop, job, claim).run(() -> admit(job, request));
            LOG.infof("job rendered  job=%s attempt=%d", job, claim.attempt());
            return ended(Outcome.DONE, Verdict.DONE);
        } catch (InvalidRequestException e) {
            return reject(claim, job, request, e);
        } catch (Throwable e) {
            // Whatever goes wrong in work that has to stop comes of stopping it.
            Stop.Reason reason = claim.stop().reason();
            return reason == null ? failed(claim, job, e) : stopped(claim, job, reason);
        }
    }

    private Optional<End> end(Claim claim, JobId job) throws Exception {
        return new Patient(shop.settings().patience(), claim.stop())
                .until("how " + job + " ended", () -> ends.find(job));
    }

    private RenderPlan admit(JobId job, RenderRequest request) {
        try {
            return shop.metrics().timed(Stage.ADMIT, () -> admission.apply(job, request));
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException("Admission throws nothing checked", e);
        }
    }

    private Verdict rejectUnreadable(Claim claim, InvalidRequestException fault) {
        RenderRequest remains = RequestRecords.remains(claim.value());
        JobId job = jobId(claim, remains);
        try {
            // Whoever reuses an id must not end the job that has it.
            if (shop.store().stat(ObjectKeys.plan(job)).isPresent()) {
                LOG.infof("request rejected, its id is another's  job=%s: %s", job, fault.getMessage());
                return ended(Outcome.REJECTED, Verdict.DONE);
            }
        } catch (StoreException e) {
            return failed(claim, job, e);
        }
        return reject(claim, job, remains, fault);
    }

    /** @param sender says who sent it; null if nothing does */
    private Verdict reject(Claim claim, JobId job, RenderRequest sender, InvalidRequestException fault) {
        LOG.infof("job rejected  job=%s attempt=%d: %s", job, claim.attempt(), fault.getMessage());
        return ended(Outcome.REJECTED, Verdict.DONE, () -> shop.announcer()
                .event(
                        job,
                        new JobEvent.Rejected(
                                fault.violations(),
                                sender == null ? null : sender.labels(),
                                sender == null ? null : sender.webhook())));
    }

    private Verdict stopped(Claim claim, JobId job, Stop.Reason reason) {
        LOG.infof("job stopped  job=%s attempt=%d reason=%s", job, claim.attempt(), reason);
        if (reason == Stop.Reason.CANCELLED || reason == Stop.Reason.LOST) {
            leftovers.deleteIfEnded(job);
        }
        return switch (reason) {
            // Whoever cancelled it has said so: it needs no end from here.
            case CANCELLED -> ended(Outcome.CANCELLED, Verdict.DONE);
            case LOST -> giveBack(claim, job, Outcome.LOST);
            case SHUTDOWN -> giveBack(claim, job, Outcome.GIVEN_BACK);
            case TIMED_OUT ->
                failed(
                        claim,
                        job,
                        new FaultException(
                                Fault.TIMEOUT,
                                "A window of %s took longer than %s"
                                        .formatted(job, shop.watchdog().timeout())));
        };
    }

    /** After its last delivery a record is gone for good, and neither this worker's end nor a lost claim is the job's. */
    private Verdict giveBack(Claim claim, JobId job, Outcome outcome) {
        if (claim.deliveries() < shop.settings().deliveryLimit()) {
            return ended(outcome, Verdict.GIVE_BACK);
        }
        return ended(outcome, Verdict.DONE, () -> shop.announcer().again(job, claim));
    }

    private Verdict failed(Claim claim, JobId job, Throwable thrown) {
        Fault fault = FaultException.of(thrown);
        shop.metrics().failed(fault);
        boolean again = fault.worthAnotherAttempt()
                && claim.deliveries() < shop.settings().deliveryLimit();
        String message = fault == Fault.BUG && !(thrown instanceof FaultException)
                ? thrown.toString()
                : String.valueOf(thrown.getMessage());
        LOG.logf(
                again ? Logger.Level.WARN : Logger.Level.ERROR,
                fault == Fault.BUG ? thrown : null,
                "%s  job=%s attempt=%d fault=%s: %s",
                again ? "job given back" : "job given up",
                job,
                claim.attempt(),
                fault,
                message);
        if (again) {
            return ended(Outcome.GIVEN_BACK, Verdict.GIVE_BACK);
        }
        End end = new End(fault, message, claim.attempt(), shop.clock().instant(), false);
        return bury(claim, job, ends.decide(job, end));
    }

    private Verdict bury(Claim claim, JobId job, End end) {
        if (end.told()) {
            LOG.infof("job was given up before  job=%s attempt=%d", job, claim.attempt());
            return Verdict.GIVE_UP;
        }
        return ended(Outcome.DEAD_LETTER, Verdict.GIVE_UP, () -> {
            shop.announcer()
                    .deadLetter(
                            new DeadLetter(job, claim.text(), end.fault(), end.message(), end.attempts(), end.at()));
            shop.announcer().event(job, new JobEvent.Failed(end.fault(), end.message(), end.attempts()));
            ends.told(job, end);
        });
    }

    /** @param news what must be known before the claim may end; if it cannot be said, the claim is given back */
    private Verdict ended(Outcome outcome, Verdict verdict, Runnable news) {
        try {
            news.run();
        } catch (FaultException e) {
            LOG.errorf("cannot say how a job ended, giving it back: %s", e.getMessage());
            shop.metrics().failed(e.fault());
            return ended(Outcome.GIVEN_BACK, Verdict.GIVE_BACK);
        }
        return ended(outcome, verdict);
    }

    private Verdict ended(Outcome outcome, Verdict verdict) {
        shop.metrics().ended(outcome);
        return verdict;
    }
}
