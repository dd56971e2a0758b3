package dev.parley.ingest.http;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.parley.contracts.InvalidRequestException;
import dev.parley.contracts.JobView;
import dev.parley.contracts.Json;
import dev.parley.contracts.ReadRequest;
import dev.parley.contracts.RequestReader;
import dev.parley.ingest.Addresses;
import dev.parley.ingest.access.Access;
import dev.parley.ingest.intake.IntakeMetrics;
import dev.parley.ingest.intake.IntakeMetrics.Source;
import dev.parley.ingest.intake.Submissions;
import dev.parley.ingest.intake.Submitted;
import dev.parley.ingest.quota.Quotas;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Semaphore;

/** Many requests in one call, one in each line (NDJSON). Each is taken or refused by itself. */
@ApplicationScoped
class Batches {
    static final String MEDIA_TYPE = "application/x-ndjson";

    static final int MOST_LINES = 1_000;

    /** A line may have a megabyte, and its inputs may have to be fetched. */
    private static final int AT_ONCE = 16;

    private final RequestReader reader = new RequestReader();
    private final ProblemMappers problems;
    private final Submissions submissions;
    private final IntakeMetrics metrics;
    private final Addresses addresses;
    private final Access access;

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
    Batches(Submissions submissions, IntakeMetrics metrics, Addresses addresses, Access access, Quotas quotas) {
        this.problems = new ProblemMappers(quotas);
        this.submissions = submissions;
        this.metrics = metrics;
        this.addresses = addresses;
        this.access = access;
    }

    /**
     * Takes all requests; the answers are in the order of the lines.
     *
     * @param key null, or what a slash and the line's number follow as the key of every request without one
     * @throws IOException when reading fails; what was read until then is taken
     */
    byte[] submit(InputStream body, String key, boolean strict) throws IOException {
        List<CompletableFuture<LineAnswer>> answers = new ArrayList<>();
        Semaphore free = new Semaphore(AT_ONCE);
        try (Lines lines = new Lines(new BufferedInputStream(body, 1 << 16))) {
            for (Lines.Line line = lines.next(); line != null; line = lines.next()) {
                if (answers.size() == MOST_LINES) {
                    answers.add(CompletableFuture.completedFuture(tooMany(line)));
                    break;
                }
                answers.add(answer(line, key, strict, free));
            }
        }
        ByteArrayOutputStream written = new ByteArrayOutputStream();
        for (CompletableFuture<LineAnswer> one : answers) {
            LineAnswer answer = one.join();
            access.noteLine(
                    answer.line(), answer.job() == null ? null : answer.job().jobId(), answer.status());
            written.write(Json.write(answer).getBytes(StandardCharsets.UTF_8));
            written.write('\n');
        }
        return written.toByteArray();
    }

    private CompletableFuture<LineAnswer> answer(Lines.Line line, String key, boolean strict, Semaphore free) {
        long began = System.nanoTime();
        ReadRequest request;
        try {
            request = access.owned(read(line, key, strict));
        } catch (RuntimeException e) {
            return CompletableFuture.completedFuture(refused(line, e));
        }
        free.acquireUninterruptibly();
        return CompletableFuture.supplyAsync(
                        () -> submissions.submitOwned(request), Infrastructure.getDefaultExecutor())
                .whenComplete((submitted, failure) -> free.release())
                .thenCompose(submitted -> submitted)
                .handle((submitted, failure) -> {
                    metrics.took(Source.HTTP, (System.nanoTime() - began) / 1e9);
                    return failure == null ? taken(line, submitted) : refused(line, failure);
                });
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
