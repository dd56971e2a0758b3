package dev.parley.ingest.http;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.parley.contracts.InvalidRequestException;
import dev.parley.contracts.JobId;
import dev.parley.contracts.JobState;
import dev.parley.contracts.Sha256;
import dev.parley.contracts.WireName;
import dev.parley.ingest.access.Access;
import dev.parley.ingest.jobs.JobTable;
import dev.parley.kit.admission.LimitsConfig;
import dev.parley.kit.admission.ScratchFiles;
import dev.parley.kit.mark.FarmMark;
import dev.parley.kit.mark.WatermarkConfig;
import dev.parley.kit.mark.WatermarkReport;
import dev.parley.kit.store.ObjectStore;
import dev.parley.provenance.CredentialReader;
import dev.parley.provenance.CredentialReport;
import dev.parley.watermark.MarkKey;
import io.smallrye.common.annotation.Blocking;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.MediaType;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jboss.resteasy.reactive.RestHeader;

/** Says what a video says of itself and whether that can be believed, and looks for a watermark; keeps nothing of it. */
@Path("/v1/detect")
@Blocking
@Singleton
public class DetectResource {
    private static final int AT_ONCE = 2;
    private static final int PATIENCE_SECONDS = 5;

    /** For reading frames of a video whose watermark is looked for. */
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final ScratchFiles scratch;
    private final LimitsConfig limits;
    private final JobTable table;
    private final Access access;
    private final WatermarkConfig watermark;
    private final MarkKey pattern;
    private final ObjectStore store;
    private final Semaphore free = new Semaphore(AT_ONCE);
    private volatile FarmMark known;

    /**
     * @param state {@code valid}, {@code broken}, {@code unchecked} or {@code absent}
     * @param problem what is wrong, or cannot be checked
     */
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    record ContentCredentials(
            String state,
            String problem,
            String signedBy,
            String generator,
            Instant created,
            Instant stamped,
            String stampedBy,
            String sourceType,
            Map<String, Object> details) {
        static ContentCredentials of(CredentialReport report) {
            return new ContentCredentials(
                    WireName.of(report.state()),
                    report.problem(),
                    report.signedBy(),
                    report.generator(),
                    report.created(),
                    report.stamped(),
                    report.stampedBy(),
                    report.sourceType(),
                    report.details());
        }
    }

    /** @param job the caller's job whose video it is, byte by byte; absent where it is none, or is not known any more */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Detected(ContentCredentials credentials, WatermarkReport watermark, String job) {}

    @Inject
    DetectResource(
            ScratchFiles scratch,
            LimitsConfig limits,
            JobTable table,
            Access access,
            WatermarkConfig watermark,
            ObjectStore store) {
        this.watermark = watermark;
        this.pattern = watermark.pattern();
        this.store = store;
        this.scratch = scratch;
        this.limits = limits;
        this.table = table;
        this.access = access;
    }

    /** @param body the video's bytes */
    @POST
    @Consumes(MediaType.WILDCARD)
    public Detected detect(
            InputStream body, @RestHeader("Content-Type") String type, @RestHeader("Content-Length") String length)
            throws IOException {
        Bodies.checkLength(length, limits.inputBytes());
        try (ScratchFiles.ScratchFile file = scratch.make()) {
            copy(UrlEncoded.refusedIn(body, type), file.path());
            return look(file.path());
        }
    }

    /** A few at a time; whose body arrives slowly keeps nobody else from it. */
    private Detected look(java.nio.file.Path file) throws IOException {
        if (!hasTurn()) {
            throw ProblemException.busy("%d videos are being looked at".formatted(AT_ONCE));
        }
        try {
            CredentialReport report = CredentialReader.read(file);
            return new Detected(
                    ContentCredentials.of(report),
                    watermark(file),
                    job(report, file).map(JobId::value).orElse(null));
        } finally {
            free.release();
        }
    }

    /** Made with the first mark that is found: before, the store need not be asked for its secret. */
    private FarmMark farm() {
        FarmMark farm = known;
        if (farm == null) {
            farm = FarmMark.of(watermark, store);
            known = farm;
        }
        return farm;
    }

    private WatermarkReport watermark(java.nio.file.Path file) {
        WatermarkReport found = WatermarkReport.of(file, limits.inputBytes(), pattern, PATIENCE);
        if (found.marks().isEmpty()) {
            return found;
        }
        FarmMark farm = farm();
        return found.withMarks(found.marks().stream()
                .map(mark -> mark.withJob(farm.job(mark.bits(), table.ids())
                        .flatMap(table::find)
                        .filter(access::sees)
                        .map(job -> job.jobId().value())
                        .orElse(null)))
                .toList());
    }

    /** The body is here already: better to wait a while than to have it sent again. */
    private boolean hasTurn() {
        try {
            return free.tryAcquire(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private void copy(InputStream in, java.nio.file.Path file) throws IOException {
        long left = limits.inputBytes();
        try (OutputStream out = Files.newOutputStream(file)) {
            byte[] part = new byte[1 << 16];
            for (int n = in.read(part); n >= 0; n = in.read(part)) {
                left -= n;
                if (left < 0) {
                    throw ProblemException.tooLarge(limits.inputBytes());
                }
                out.write(part, 0, n);
            }
        }
        if (left == limits.inputBytes()) {
            throw InvalidRequestException.of("", "missing", "found an empty body, expected a video");
        }
    }

    /** Anybody may sign that a video is of some job; its hash says whether it is. */
    private Optional<JobId> job(CredentialReport report, java.nio.file.Path file) throws IOException {
        if (!(report.details().get("job") instanceof String named)) {
            return Optional.empty();
        }
        Optional<JobState> known = JobId.parse(named).flatMap(table::find).filter(access::sees);
        if (known.isEmpty() || known.get().result() == null) {
            return Optional.empty();
        }
        return known.get().result().sha256().equals(Sha256.of(file))
                ? Optional.of(known.get().jobId())
                : Optional.empty();
    }
}
