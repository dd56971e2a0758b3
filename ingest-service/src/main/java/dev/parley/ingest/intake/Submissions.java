package dev.parley.ingest.intake;

import dev.parley.contracts.ChunkPlan;
import dev.parley.contracts.CloudEvent;
import dev.parley.contracts.InvalidRequestException;
import dev.parley.contracts.JobEvent;
import dev.parley.contracts.JobId;
import dev.parley.contracts.JobState;
import dev.parley.contracts.ReadRequest;
import dev.parley.contracts.RenderPlan;
import dev.parley.contracts.RenderRequest;
import dev.parley.contracts.RequestFingerprint;
import dev.parley.contracts.SealedWebhook;
import dev.parley.ingest.CallTraces;
import dev.parley.ingest.access.Access;
import dev.parley.ingest.intake.IntakeMetrics.Source;
import dev.parley.ingest.jobs.HeldInputs;
import dev.parley.ingest.jobs.JobTable;
import dev.parley.ingest.jobs.ReusedId;
import dev.parley.ingest.quota.Quotas;
import dev.parley.ingest.secret.WebhookSeal;
import dev.parley.kit.admission.Admission;
import dev.parley.kit.admission.Admitted;
import dev.parley.kit.kafka.UnpublishableException;
import dev.parley.kit.trace.TraceSpan;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.jboss.logging.Logger;

/**
 * Takes requests, from whichever source they come: plans them, once, and promises a job when its {@code accepted} event,
 * which carries the plan, is safe.
 */
@ApplicationScoped
public class Submissions {
    private static final Logger LOG = Logger.getLogger(Submissions.class);

    private final EventPublisher publisher;
    private final Admission admission;
    private final WebhookSeal seal;
    private final JobTable table;
    private final IntakeMetrics metrics;
    private final Access access;
    private final Quotas quotas;
    private final HeldInputs held;
    private final CallTraces traces;
    private final Clock clock;
    private final Map<JobId, UnderWay> underWay = new ConcurrentHashMap<>();

    private record UnderWay(RequestFingerprint request, CompletableFuture<Submitted> submitted) {}

    @Inject
    Submissions(
            EventPublisher publisher,
            Admission admission,
            WebhookSeal seal,
            JobTable table,
            IntakeMetrics metrics,
            Access access,
            Quotas quotas,
            HeldInputs held,
            CallTraces traces,
            Clock clock) {
        this.traces = traces;
        this.held = held;
        this.access = access;
        this.quotas = quotas;
        this.clock = clock;
        this.publisher = publisher;
        this.admission = admission;
        this.seal = seal;
        this.table = table;
        this.metrics = metrics;
    }

    /**
     * Takes a request that came over HTTP. Blocks while it looks at inputs that it does not know yet.
     *
     * @return completes when the job is safe; fails with {@link BrokerUnavailableException} when Kafka does not take it
     * @throws InvalidRequestException with all that is wrong with the inputs, or with the fields in which the request
     *     differs from an earlier one of the same id or idempotency key; the future may fail with it as well
     * @throws dev.parley.kit.store.StoreException when the store cannot be asked
     */
    public CompletableFuture<Submitted> submit(ReadRequest asked) {
        ReadRequest owned = access.owned(asked);
        return submitOwned(owned);
    }

    /** As {@link #submit(ReadRequest)}, of a request that was made {@link Access#owned}; on a thread that is no call's. */
    public CompletableFuture<Submitted> submitOwned(ReadRequest owned) {
        return submit(identify(owned.request()), owned, Source.HTTP);
    }

    /** As {@link #submit(ReadRequest)}, for a job that repeats {@code retryOf}, which the caller sees. */
    CompletableFuture<Submitted> retry(JobId job, ReadRequest asked, JobId retryOf) {
        return submit(job, asked, Source.HTTP, retryOf);
    }

    /** As {@link #submit(ReadRequest)}, for the job that {@code asked} stands for. */
    CompletableFuture<Submitted> submit(JobId job, ReadRequest asked, Source via) {
        return submit(job, asked, via, null);
    }

    private CompletableFuture<Submitted> submit(JobId job, ReadRequest asked, Source via, JobId retryOf) {
        return traces.within(() -> submitTraced(job, asked, via, retryOf));
    }

    private CompletableFuture<Submitted> submitTraced(JobId job, ReadRequest asked, Source via, JobId retryOf) {
        UnderWay mine = new UnderWay(RequestFingerprint.of(asked.request()), new CompletableFuture<>());
        UnderWay earlier = underWay.putIfAbsent(job, mine);
        if (earlier != null) {
            return earlier.request.equals(mine.request)
                    ? earlier.submitted.thenApply(first -> repeated(first.job(), via))
                    : earlier.submitted
                            .handle((done, failure) -> job)
                            .thenComposeAsync(
                                    again -> submit(again, asked, via, retryOf), Infrastructure.getDefaultExecutor());
        }
        try {
            // Looked up only now: a submission in progress enters the table before it leaves this map.
            boolean byKey = Sender.of(asked.request()).isByKey(job);
            table.deleted(job).ifPresent(deleted -> {
                access.checkOwner(asked.request(), deleted);
                ReusedId.refuseDeleted(deleted, byKey);
            });
            Optional<JobState> known = answered(job);
            if (known.isPresent()) {
                access.checkOwner(asked.request(), known.get());
                ReusedId.check(mine.request, known.get(), byKey);
                underWay.remove(job);
                mine.submitted.complete(repeated(known.get(), via));
            } else {
                CloudEvent accepted = accepted(job, asked, mine.request, retryOf);
                publisher.emit(accepted).whenComplete((safe, failure) -> end(mine, accepted, failure, via));
            }
        } catch (RuntimeException e) {
            end(job);
            mine.submitted.completeExceptionally(e);
            throw e;
        }
        return mine.submitted;
    }

    /** What would come of a request, without asking for it. Throws as {@link #submit} does. */
    public Admitted plan(ReadRequest request) {
        ReadRequest asked = access.owned(request);
        quotas.checkPriority(
                Sender.of(asked.request()).tenantOrDefault(), asked.request().priority());
        Admitted admitted = admission.examine(identify(asked.request()), asked);
        return admitted.with(admitted.plan().warning(asked.warnings()));
    }

    /** The job, if its request was answered: one of which only a worker has spoken was promised to nobody. */
    private Optional<JobState> answered(JobId job) {
        return table.find(job)
                .filter(state -> state.speakers() != null || state.status().terminal());
    }

    private JobId identify(RenderRequest asked) {
        return Sender.of(asked).named().orElseGet(() -> JobId.create(clock.instant()));
    }

    private CloudEvent accepted(JobId job, ReadRequest asked, RequestFingerprint fingerprint, JobId retryOf) {
        SealedWebhook webhook = seal.seal(job, asked.request().webhook());
        String tenant = Sender.of(asked.request()).tenantOrDefault();
        quotas.checkPriority(tenant, asked.request().priority());
        quotas.check(tenant);
        Admitted admitted;
        try (TraceSpan plan = TraceSpan.of("plan").job(job).enter()) {
            admitted = examine(job, asked);
            plan.with("parley.windows", admitted.plan().chunks().count());
            quotas.reserve(job, tenant, admitted.plan().chunks().frames() / (double) ChunkPlan.FRAMES_PER_SECOND);
            admission.keep(job, admitted.transcript());
        }
        RenderPlan plan = admitted.plan().warning(asked.warnings());
        return publisher.now(job, JobEvent.Accepted.of(plan, webhook, fingerprint, retryOf, admitted.inputs()));
    }

    /** The inputs are held, and were all there when they were. */
    private Admitted examine(JobId job, ReadRequest asked) {
        while (true) {
            long before = held.deleted();
            Admitted admitted = admission.examine(job, asked);
            if (held.hold(job, admitted.inputs()) == before) {
                return admitted;
            }
        }
    }

    private Submitted repeated(JobState known, Source via) {
        metrics.repeated(via);
        return new Submitted(known, false);
    }

    private void end(JobId job) {
        quotas.release(job);
        held.release(job);
        underWay.remove(job);
    }

    private void end(UnderWay mine, CloudEvent accepted, Throwable failure, Source via) {
        JobId job = accepted.subject();
        if (failure == null) {
            // The very event: what is shown until it comes back is what will be shown after.
            JobState state = JobState.first(accepted);
            table.expect(state);
            metrics.accepted(via);
            end(job);
            mine.submitted.complete(new Submitted(table.find(job).orElse(state), true));
        } else {
            LOG.debugf("job not taken  job=%s cause=%s", job, failure);
            end(job);
            mine.submitted.completeExceptionally(
                    failure instanceof UnpublishableException
                            ? InvalidRequestException.of(
                                    "", "too-large", "the plan is too large for this farm's topics")
                            : new BrokerUnavailableException("Kafka did not take the job", failure));
        }
    }
}
