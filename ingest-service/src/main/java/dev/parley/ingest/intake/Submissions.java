package dev.parley.ingest.intake;

import dev.parley.contracts.CloudEvent;
import dev.parley.contracts.JobEvent;
import dev.parley.contracts.JobId;
import dev.parley.contracts.JobState;
import dev.parley.contracts.Json;
import dev.parley.contracts.RenderPlan;
import dev.parley.contracts.RenderRequest;
import dev.parley.contracts.RequestDefaults;
import dev.parley.ingest.intake.IntakeMetrics.Door;
import dev.parley.ingest.jobs.JobTable;
import dev.parley.kit.Instance;
import dev.parley.kit.admission.Admission;
import dev.parley.kit.kafka.Published;
import dev.parley.kit.kafka.RequestRecords;
import io.smallrye.reactive.messaging.kafka.Record;
import io.smallrye.reactive.messaging.kafka.api.OutgoingKafkaRecordMetadata;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.eclipse.microprofile.reactive.messaging.Channel;
import org.eclipse.microprofile.reactive.messaging.Emitter;
import org.jboss.logging.Logger;

/**
 * Takes requests over HTTP. A job is promised only when both its request and its {@code accepted} event are safe; the
 * request goes first, so that no job is shown that nobody will ever render.
 */
@ApplicationScoped
public class Submissions {
    private static final Logger LOG = Logger.getLogger(Submissions.class);
    private static final List<RecordHeader> ADMITTED =
            List.of(new RecordHeader(RequestRecords.ADMITTED, "1".getBytes(StandardCharsets.UTF_8)));

    private final Emitter<Record<String, String>> requests;
    private final Announcements announcements;
    private final Admission admission;
    private final JobTable table;
    private final IntakeMetrics metrics;
    private final String source;
    private final Clock clock = Clock.systemUTC();
    private final Map<JobId, CompletableFuture<Submitted>> underWay = new ConcurrentHashMap<>();

    @Inject
    Submissions(
            @Channel("requests-out") Emitter<Record<String, String>> requests,
            Announcements announcements,
            Admission admission,
            JobTable table,
            IntakeMetrics metrics,
            Instance instance) {
        this.requests = requests;
        this.announcements = announcements;
        this.admission = admission;
        this.table = table;
        this.metrics = metrics;
        this.source = instance.source();
    }

    /**
     * Blocks while it looks at inputs that it does not know yet.
     *
     * @return completes when the job is safe; fails with {@link UnavailableException} when Kafka does not take it
     * @throws dev.parley.contracts.InvalidRequestException with all that is wrong with the inputs
     * @throws dev.parley.kit.store.StoreException when the store cannot be asked
     */
    public CompletableFuture<Submitted> submit(RenderRequest asked) {
        JobId job = identify(asked);
        CompletableFuture<Submitted> mine = new CompletableFuture<>();
        CompletableFuture<Submitted> earlier = underWay.putIfAbsent(job, mine);
        if (earlier != null) {
            return earlier.thenApply(this::repeated);
        }
        // Looked up only now: whoever was under way is in the table before it gives up its place.
        Optional<JobState> known = table.find(job).filter(Submissions::isAnswered);
        if (known.isPresent()) {
            underWay.remove(job);
            mine.complete(new Submitted(known.get(), false));
            return mine.thenApply(this::repeated);
        }
        try {
            AdmittedRequest request = new AdmittedRequest(asked, admission.admit(job, asked));
            publish(request).whenComplete((state, failure) -> end(mine, request, failure));
        } catch (RuntimeException e) {
            underWay.remove(job);
            mine.completeExceptionally(e);
            throw e;
        }
        return mine;
    }

    /** What would come of a request, without asking for it. Throws as {@link #submit} does. */
    public RenderPlan plan(RenderRequest asked) {
        return admission.admit(identify(asked), asked);
    }

    private JobId identify(RenderRequest asked) {
        if (asked.jobId() != null) {
            return new JobId(asked.jobId());
        }
        if (asked.idempotencyKey() != null) {
            String tenant = asked.tenant() == null ? RequestDefaults.TENANT : asked.tenant();
            return JobId.ofIdempotencyKey(tenant, asked.idempotencyKey());
        }
        return JobId.create(clock.instant());
    }

    /** A job of which only its worker has spoken was never promised to anybody: it is accepted once more, and properly. */
    static boolean isAnswered(JobState state) {
        return state.speakers() != null || state.status().terminal();
    }

    private Submitted repeated(Submitted earlier) {
        metrics.repeated(Door.HTTP);
        return earlier.again();
    }

    private CompletableFuture<Void> publish(AdmittedRequest request) {
        JobId job = request.job();
        return Published.to(
                        requests,
                        Record.of(job.value(), Json.write(request.stored())),
                        OutgoingKafkaRecordMetadata.<String>builder()
                                .withHeaders(ADMITTED)
                                .build())
                .thenCompose(safe -> announcements
                        .emit(job, request.accepted())
                        .whenComplete((done, failure) -> announceLater(job, request.accepted(), failure)));
    }

    /** The request is out and will be rendered, so the event must follow, even if its sender is told to come again. */
    private void announceLater(JobId job, JobEvent.Accepted accepted, Throwable failure) {
        if (failure != null) {
            announcements.emitForSure(job, accepted);
        }
    }

    private void end(CompletableFuture<Submitted> mine, AdmittedRequest request, Throwable failure) {
        JobId job = request.job();
        if (failure == null) {
            JobState state = JobState.first(CloudEvent.of(source, job, clock.instant(), request.accepted()));
            table.expect(state);
            metrics.accepted(Door.HTTP);
            underWay.remove(job);
            mine.complete(new Submitted(table.find(job).orElse(state), true));
        } else {
            LOG.debugf("job not taken  job=%s cause=%s", job, failure);
            underWay.remove(job);
            mine.completeExceptionally(new UnavailableException("Kafka did not take the job", failure));
        }
    }
}
