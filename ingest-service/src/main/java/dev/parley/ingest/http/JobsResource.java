package dev.parley.ingest.http;

import dev.parley.contracts.InvalidRequestException;
import dev.parley.contracts.JobId;
import dev.parley.contracts.JobState;
import dev.parley.contracts.JobView;
import dev.parley.contracts.Priority;
import dev.parley.contracts.ReadRequest;
import dev.parley.contracts.RenderPlan;
import dev.parley.contracts.RequestReader;
import dev.parley.ingest.Addresses;
import dev.parley.ingest.access.Access;
import dev.parley.ingest.deletion.Deletions;
import dev.parley.ingest.intake.BrokerUnavailableException;
import dev.parley.ingest.intake.Cancellations;
import dev.parley.ingest.intake.IntakeMetrics;
import dev.parley.ingest.intake.IntakeMetrics.Source;
import dev.parley.ingest.intake.Prioritizations;
import dev.parley.ingest.intake.Submissions;
import dev.parley.ingest.jobs.JobQuery;
import dev.parley.ingest.jobs.JobTable;
import dev.parley.ingest.jobs.RenderPace;
import dev.parley.ingest.watch.BrokerPulse;
import dev.parley.kit.admission.Admission;
import dev.parley.kit.admission.Admitted;
import io.smallrye.common.annotation.Blocking;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.Response.ResponseBuilder;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jboss.resteasy.reactive.RestHeader;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestQuery;
import org.jboss.resteasy.reactive.server.multipart.MultipartFormDataInput;

/** Jobs: ask for one or many, look at them, call one off, delete one. */
@Path("/v1/jobs")
@Blocking
public class JobsResource {
    private static final int MOST_OF_CHANGE = 1024;

    private final RequestReader reader = new RequestReader();
    private final RequestReader partsReader = reader.allowingParts();
    private final Submissions submissions;
    private final Cancellations cancellations;
    private final Prioritizations prioritizations;
    private final Deletions deletions;
    private final Batches batches;
    private final JobTable table;
    private final UploadedParts parts;
    private final IntakeMetrics metrics;
    private final BrokerPulse broker;
    private final Addresses addresses;
    private final Admission admission;
    private final RenderPace pace;
    private final Waiting waiting;
    private final Access access;
    private final Views views;

    /** @param next what {@code before} has to be for the next page; absent on the last one */
    record Page(List<JobView> jobs, JobId next) {}

    @Inject
    JobsResource(
            Submissions submissions,
            Cancellations cancellations,
            Prioritizations prioritizations,
            Deletions deletions,
            Batches batches,
            JobTable table,
            UploadedParts parts,
            IntakeMetrics metrics,
            BrokerPulse broker,
            Addresses addresses,
            Admission admission,
            RenderPace pace,
            Waiting waiting,
            Access access,
            Views views) {
        this.submissions = submissions;
        this.cancellations = cancellations;
        this.prioritizations = prioritizations;
        this.deletions = deletions;
        this.batches = batches;
        this.table = table;
        this.parts = parts;
        this.metrics = metrics;
        this.broker = broker;
        this.addresses = addresses;
        this.admission = admission;
        this.pace = pace;
        this.waiting = waiting;
        this.access = access;
        this.views = views;
    }

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    public CompletionStage<Response> submit(
            InputStream body,
            @RestHeader("Idempotency-Key") String key,
            @RestHeader("Prefer") String prefer,
            @RestHeader("Content-Length") String length,
            @RestQuery String dryRun,
            @RestQuery String strict)
            throws IOException {
        Bodies.checkLength(length, RequestReader.DEFAULT_MAX_BYTES);
        byte[] json = Bodies.json(body);
        boolean isStrict = Flag.isSet("strict", strict);
        return take(() -> reader.examine(json, isStrict), key, prefer, Flag.isSet("dryRun", dryRun));
    }

    @POST
    @Consumes(MediaType.MULTIPART_FORM_DATA)
    public CompletionStage<Response> submitWithFiles(
            MultipartFormDataInput form,
            @RestHeader("Idempotency-Key") String key,
            @RestHeader("Prefer") String prefer,
            @RestQuery String dryRun,
            @RestQuery String strict)
            throws IOException {
        UploadedParts.Form sent = UploadedParts.read(form);
        boolean isStrict = Flag.isSet("strict", strict);
        return take(
                () -> kept(partsReader.examine(sent.request(), isStrict), sent),
                key,
                prefer,
                Flag.isSet("dryRun", dryRun));
    }

    /** A request in each line; an answer to each, in the same order. */
    @POST
    @Consumes(Batches.MEDIA_TYPE)
    @Produces(Batches.MEDIA_TYPE)
    public byte[] submitMany(
            InputStream body,
            @RestHeader("Idempotency-Key") String key,
            @RestQuery String dryRun,
            @RestQuery String strict)
            throws IOException {
        if (Flag.isSet("dryRun", dryRun)) {
            throw InvalidRequestException.of("dryRun", "unsupported", "found true, expected one request at a time");
        }
        checkBroker();
        return batches.submit(body, key, Flag.isSet("strict", strict));
    }

    private ReadRequest kept(ReadRequest read, UploadedParts.Form sent) {
        return read.with(parts.keep(read.request(), sent));
    }

    private interface Reading {
        ReadRequest read();
    }

    private CompletionStage<Response> take(Reading reading, String key, String prefer, boolean dryRun) {
        long began = System.nanoTime();
        checkBroker();
        try {
            ReadRequest request = IdempotencyKey.in(reading.read(), key);
            return dryRun
                    ? CompletableFuture.completedFuture(planned(submissions.plan(request)))
                    : Soon.awaited(submissions.submit(request)).thenCompose(submitted -> {
                        metrics.took(Source.HTTP, (System.nanoTime() - began) / 1e9);
                        return waiting.answer(
                                submitted.job(), prefer, job -> answered(addresses, submitted.fresh(), job));
                    });
        } catch (InvalidRequestException e) {
            metrics.rejected(Source.HTTP, e.violations());
            throw e;
        }
    }

    private Response planned(Admitted admitted) {
        RenderPlan plan = admitted.plan();
        Plan answer = Plan.of(admitted, admission.scene(plan), pace.seconds(plan));
        return Response.ok(answer, MediaType.APPLICATION_JSON_TYPE).build();
    }

    /** A job that was asked for, or that there was already. */
    static ResponseBuilder answered(Addresses addresses, boolean fresh, JobState job) {
        // As a header of its own: RESTEasy makes one of the two forms of a location() absolute, by whatever Host was
        // sent.
        return Response.status(fresh ? Response.Status.CREATED : Response.Status.OK)
                .header("Location", addresses.of(job.jobId()).toString())
                .type(MediaType.APPLICATION_JSON_TYPE)
                .entity(addresses.view(job));
    }

    @GET
    public Page list(
            @RestQuery String limit,
            @RestQuery List<String> status,
            @RestQuery String tenant,
            @RestQuery List<String> label,
            @RestQuery String text,
            @RestQuery String before) {
        JobQuery query = ListQuery.parse(limit, status, access.listed(tenant), label, text, before);
        if (query.before() != null
                && table.known(query.before()).filter(access::sees).isEmpty()) {
            throw InvalidRequestException.of(
                    "before", "no-such-job", "found %s, which is unknown to the farm".formatted(query.before()));
        }
        List<JobState> found = table.list(query.andOneMore());
        List<JobState> shown = found.subList(0, Math.min(found.size(), query.limit()));
        return new Page(
                shown.stream().map(views::of).toList(),
                found.size() > shown.size() ? shown.get(shown.size() - 1).jobId() : null);
    }

    @GET
    @Path("/{id}")
    public CompletionStage<Response> job(
            @RestPath String id, @RestHeader("Prefer") String prefer, @RestHeader("If-None-Match") String ifNoneMatch) {
        return waiting.answer(find(table, id), prefer, job -> tagged(views.of(job), ifNoneMatch));
    }

    private static ResponseBuilder tagged(JobView job, String ifNoneMatch) {
        return Etags.answer(Response.ok(job, MediaType.APPLICATION_JSON_TYPE), Etags.of(job), ifNoneMatch);
    }

    @POST
    @Path("/{id}/cancel")
    public CompletionStage<Response> cancel(@RestPath String id) {
        JobState job = find(table, id);
        if (job.status().terminal()) {
            throw ProblemException.ended(job);
        }
        checkBroker();
        return Soon.awaited(cancellations.cancel(job, "Canceled by request."))
                .thenApply(now -> Response.accepted(addresses.view(now))
                        .type(MediaType.APPLICATION_JSON_TYPE)
                        .build());
    }

    /** @param priority the only thing of a job that can be changed */
    record Change(Priority priority) {}

    /** Moves a job that waits. */
    @PATCH
    @Path("/{id}")
    @Consumes({"application/merge-patch+json", MediaType.APPLICATION_JSON})
    public CompletionStage<Response> change(@RestPath String id, InputStream body) throws IOException {
        Priority priority = Bodies.read(body, MOST_OF_CHANGE, Change.class).priority();
        if (priority == null) {
            throw InvalidRequestException.of("priority", "missing", "expected high, normal or low");
        }
        JobState job = find(table, id);
        if (!job.waitsForTicket() && job.priority() != priority) {
            throw ProblemException.waitsNoMore(job);
        }
        checkBroker();
        return Soon.awaited(prioritizations.prioritize(job, priority)).thenApply(now -> {
            if (now.priority() != priority) {
                throw ProblemException.waitsNoMore(now);
            }
            return Response.ok(addresses.view(now), MediaType.APPLICATION_JSON_TYPE)
                    .build();
        });
    }

    /** Deletes a job that has ended, and everything that the store has of it. */
    @DELETE
    @Path("/{id}")
    public CompletionStage<Response> delete(@RestPath String id) {
        Optional<JobState> deleted = JobId.parse(id).flatMap(table::deleted);
        if (deleted.isPresent()) {
            return Soon.awaited(deletions.await(deleted.get().jobId())).thenApply(JobsResource::deleted);
        }
        JobState job = find(table, id);
        if (!job.status().terminal()) {
            throw ProblemException.stillRuns(job);
        }
        checkBroker();
        return Soon.awaited(deletions.delete(job)).thenApply(JobsResource::deleted);
    }

    private static Response deleted(boolean gone) {
        return gone ? Response.noContent().build() : Response.accepted().build();
    }

    private void checkBroker() {
        if (broker.isAway()) {
            throw new BrokerUnavailableException("Kafka is unavailable", null);
        }
    }

    static JobState find(JobTable table, String id) {
        JobState job = JobId.parse(id).flatMap(table::known).orElseThrow(() -> ProblemException.noSuchJob(id));
        if (job.deletion() != null) {
            throw ProblemException.deleted(job);
        }
        return job;
    }
}
