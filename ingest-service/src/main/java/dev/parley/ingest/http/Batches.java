package dev.parley.ingest.http;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.parley.contracts.InvalidRequestException;
import dev.parley.contracts.JobView;
import dev.parley.contracts.Json;
import dev.parley.contracts.ReadRequest;
import dev.parley.contracts.RequestReader;
import dev.parley.ingest.Addresses;
import dev.parley.ingest.CallTraces;
import dev.parley.ingest.access.Access;
import dev.parley.ingest.intake.IntakeMetrics;
import dev.parley.ingest.intake.IntakeMetrics.Source;
import dev.parley.ingest.intake.Submissions;
import dev.parley.ingest.intake.Submitted;
import dev.parley.ingest.quota.Quotas;
import dev.parley.kit.DaemonThreads;
import dev.parley.kit.trace.TraceSpan;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;

/** Many requests in one call, one in each line (NDJSON). Each is taken or refused by itself. */
@ApplicationScoped
class Batches {
    static final String MEDIA_TYPE = "application/x-ndjson";

    static final int MOST_LINES = 1_000;

    /** More are refused, to be sent again: each keeps the thread of its call. */
    static final int AT_ONCE = 4;

    /** A line may have a megabyte, and its inputs may have to be fetched. */
    private static final int LINES_OF_EACH = 8;

    private static final int LINES_AT_ONCE = 16;

    private final Semaphore free = new Semaphore(AT_ONCE);
    /** Of their own: a batch waits for its lines, so these must not wait for threads that other batches have. */
    private final ExecutorService threads =
            Executors.newFixedThreadPool(LINES_AT_ONCE, DaemonThreads.named("line of a batch"));

    private final RequestReader reader = new RequestReader();
    private final ProblemMappers problems;
    private final Submissions submissions;
    private final IntakeMetrics metrics;
    private final Addresses addresses;
    private final Access access;
    private final CallTraces traces;

    /**
     * What became of the request in a line.
     *
     * @param line from 1; lines without a request count but have no answer
     * @param status as if it had been the only one
     * @param job null where there is none
     * @param problem why there is none
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record LineAnswer(int line, int status, JobView job, Problem problem) {}

    @Inject
    Batches(
            Submissions submissions,
            IntakeMetrics metrics,
            Addresses addresses,
            Access access,
            Quotas quotas,
            CallTraces traces) {
        this.traces = traces;
        this.problems = new ProblemMappers(quotas);
        this.submissions = submissions;
        this.metrics = metrics;
        this.addresses = addresses;
        this.access = access;
    }

    @PreDestroy
    void stop() {
        threads.shutdownNow();
    }

    /**
     * Takes all requests; the answers are in the order of the lines.
     *
     * @param key null, or what a slash and the line's number follow as the key of every request without one
     * @throws IOException when reading fails; what was read until then is taken
     * @throws ProblemException when as many batches are being taken as may be
     */
    byte[] submit(InputStream body, String key, boolean strict) throws IOException {
        if (!free.tryAcquire()) {
            throw ProblemException.busy("%d batches are being taken".formatted(AT_ONCE));
        }
        List<CompletableFuture<LineAnswer>> answers = new ArrayList<>();
        try {
            take(body, key, strict, answers);
        } finally {
            // Even of a caller who broke off: what they sent is under way.
            CompletableFuture.allOf(answers.toArray(CompletableFuture[]::new))
                    .handle((done, failure) -> null)
                    .join();
            free.release();
        }
        ByteArrayOutputStream written = new ByteArrayOutputStream();
        for (CompletableFuture<LineAnswer> answer : answers) {
            written.write(Json.write(answer.join()).getBytes(StandardCharsets.UTF_8));
            written.write('\n');
        }
        return written.toByteArray();
    }

    private void take(InputStream body, String key, boolean strict, List<CompletableFuture<LineAnswer>> answers)
            throws IOException {
        Access.LineNotes notes = access.lineNotes();
        Semaphore ahead = new Semaphore(LINES_OF_EACH);
        try (Lines lines = new Lines(new BufferedInputStream(body, 1 << 16))) {
            for (Lines.Line line = lines.next(); line != null; line = lines.next()) {
                if (answers.size() == MOST_LINES) {
                    answers.add(noted(CompletableFuture.completedFuture(tooMany(line)), notes));
                    break;
                }
                answers.add(noted(answer(line, key, strict, ahead), notes));
            }
        }
    }

    private static CompletableFuture<LineAnswer> noted(CompletableFuture<LineAnswer> answer, Access.LineNotes notes) {
        return answer.thenApply(done -> {
            notes.add(done.line(), done.job() == null ? null : done.job().jobId(), done.status());
            return done;
        });
    }

    private CompletableFuture<LineAnswer> answer(Lines.Line line, String key, boolean strict, Semaphore ahead) {
        long began = System.nanoTime();
        ReadRequest request;
        try {
            request = access.owned(read(line, key, strict));
        } catch (RuntimeException e) {
            return CompletableFuture.completedFuture(refused(line, e));
        }
        ahead.acquireUninterruptibly();
        Optional<TraceSpan> call = traces.current();
        return CompletableFuture.supplyAsync(() -> submit(request, call), threads)
                .whenComplete((submitted, failure) -> ahead.release())
                .thenCompose(submitted -> submitted)
                .handle((submitted, failure) -> {
                    metrics.took(Source.HTTP, (System.nanoTime() - began) / 1e9);
                    return failure == null ? taken(line, submitted) : refused(line, failure);
                });
    }

    /** A trace of thousands of jobs would be of no use. */
    private CompletableFuture<Submitted> submit(ReadRequest request, Optional<TraceSpan> call) {
        if (call.isEmpty()) {
            return submissions.submitOwned(request);
        }
        TraceSpan one = TraceSpan.oneOf("submit", call.get()).enter();
        try (one) {
            return submissions.submitOwned(request);
        }
    }

    private ReadRequest read(Lines.Line line, String key, boolean strict) {
        if (line.json() == null) {
            throw ProblemException.tooLarge(RequestReader.DEFAULT_MAX_BYTES);
        }
        ReadRequest read = reader.examine(line.json(), strict);
        return key == null || read.request().idempotencyKey() != null
                ? read
                : IdempotencyKey.in(read, key + "/" + line.number());
    }

    private LineAnswer taken(Lines.Line line, Submitted submitted) {
        return new LineAnswer(line.number(), submitted.fresh() ? 201 : 200, addresses.view(submitted.job()), null);
    }

    private LineAnswer refused(Lines.Line line, Throwable failure) {
        Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
        if (cause instanceof InvalidRequestException invalid) {
            metrics.rejected(Source.HTTP, invalid.violations());
        }
        Problem problem = problems.one(
                cause instanceof RuntimeException known
                        ? known
                        : new IllegalStateException("A line was not taken", cause));
        return new LineAnswer(line.number(), problem.status(), null, problem);
    }

    private static LineAnswer tooMany(Lines.Line line) {
        Problem problem = Problem.of(
                413,
                "too-many-lines",
                "Too many requests",
                "Expected at most %d; this line and all after it were not read".formatted(MOST_LINES));
        return new LineAnswer(line.number(), problem.status(), null, problem);
    }

    /** The lines of a body, each as bytes; never more than one too long line's worth of them is held. */
    private static final class Lines implements AutoCloseable {
        private final InputStream in;
        private int number;

        /** @param json null where the line is too long */
        record Line(int number, byte[] json) {}

        Lines(InputStream in) {
            this.in = in;
        }

        /** The next line that is not blank; null after the last one. */
        Line next() throws IOException {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            boolean tooLong = false;
            while (true) {
                int read = in.read();
                if (read == '\n' || read < 0) {
                    number++;
                    if (tooLong || !bytes.toString(StandardCharsets.UTF_8).isBlank()) {
                        return new Line(number, tooLong ? null : bytes.toByteArray());
                    }
                    if (read < 0) {
                        return null;
                    }
                    bytes.reset();
                } else if (bytes.size() == RequestReader.DEFAULT_MAX_BYTES) {
                    tooLong = true;
                } else {
                    bytes.write(read);
                }
            }
        }

        @Override
        public void close() throws IOException {
            in.close();
        }
    }
}
