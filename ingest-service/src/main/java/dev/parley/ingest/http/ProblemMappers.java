package dev.parley.ingest.http;

import dev.parley.contracts.InvalidRequestException;
import dev.parley.contracts.Violation;
import dev.parley.ingest.intake.BrokerUnavailableException;
import dev.parley.ingest.quota.Quotas;
import dev.parley.kit.admission.BusyException;
import dev.parley.kit.store.StoreException;
import jakarta.inject.Inject;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.stream.Stream;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.common.headers.HeaderUtil;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;
import org.jboss.resteasy.reactive.server.core.multipart.MultipartParser;

/** Every failure of a call becomes a {@link Problem}; those of HTTP by {@link HttpProblems}. */
final class ProblemMappers {
    static final String RETRY_AFTER = "5";

    private static final Logger LOG = Logger.getLogger(ProblemMappers.class);

    @ServerExceptionMapper
    Response problem(ProblemException e) {
        Response.ResponseBuilder answer = e.problem().answer();
        e.headers().forEach(answer::header);
        return answer.build();
    }

    private final Quotas quotas;

    @Inject
    ProblemMappers(Quotas quotas) {
        this.quotas = quotas;
    }

    @ServerExceptionMapper
    Response nothingNew(NothingNewException e) {
        return Response.noContent().build();
    }

    @ServerExceptionMapper
    Response invalid(InvalidRequestException e) {
        if (e.violations().stream().allMatch(violation -> violation.code().startsWith(Quotas.CODE))) {
            return usedUp(e);
        }
        if (has(e, "too-large")) {
            return answer(413, "too-large", "The request is too large", e);
        }
        return has(e, "not-json")
                ? answer(400, "not-json", "The request is not JSON", e)
                : answer(422, "invalid-request", "The request cannot be rendered", e);
    }

    private Response usedUp(InvalidRequestException e) {
        long seconds =
                quotas.retryAfter(e.violations().stream().map(Violation::code).toList());
        return build(429, "quota-exceeded", "The tenant's quota is used up", e)
                .header("Retry-After", Long.toString(seconds))
                .build();
    }

    private static boolean has(InvalidRequestException e, String code) {
        return e.violations().stream()
                .anyMatch(violation ->
                        violation.path().isEmpty() && violation.code().equals(code));
    }

    private static Response answer(int status, String word, String title, InvalidRequestException e) {
        return build(status, word, title, e).build();
    }

    private static Response.ResponseBuilder build(int status, String word, String title, InvalidRequestException e) {
        List<Violation> violations = e.violations();
        String detail = violations.size() == 1
                ? violations.get(0).toString()
                : "The request has %d errors".formatted(violations.size());
        return Problem.of(status, word, title, detail, violations).answer();
    }

    @ServerExceptionMapper
    Response unavailable(BrokerUnavailableException e) {
        return away("kafka-away", "Kafka is not responding", e);
    }

    @ServerExceptionMapper
    Response unavailable(StoreException e) {
        return away("store-away", "The object store is not responding", e);
    }

    @ServerExceptionMapper
    Response busy(BusyException e) {
        return problem(ProblemException.busy("The farm is busy: " + e.getMessage()));
    }

    private static Response away(String word, String title, RuntimeException e) {
        LOG.debugf(e, "call failed  problem=%s", word);
        return Problem.of(
                        503,
                        word,
                        title,
                        "Nothing was accepted. Try again; use the same idempotency key if this was a job")
                .answer()
                .header("Retry-After", RETRY_AFTER)
                .build();
    }

    /** What callers sent ended early, or is no form; faults of our own disk are unchecked. */
    @ServerExceptionMapper
    Response malformed(IOException e) {
        LOG.debugf("call aborted  cause=%s", e.getMessage());
        return malformed();
    }

    /** RESTEasy's word for parts without proper headers. */
    @ServerExceptionMapper
    Response malformed(MultipartParser.MalformedMessageException e) {
        return malformed();
    }

    private static Response malformed() {
        return Problem.of(
                        400,
                        "malformed",
                        "Malformed request",
                        "The body is truncated or does not match its content type")
                .answer()
                .build();
    }

    @ServerExceptionMapper
    Response wrapped(CompletionException e) {
        return of(e);
    }

    /** The problem of a request that failed by itself, as one of many. */
    Problem one(RuntimeException e) {
        return (Problem) of(e).getEntity();
    }

    private Response of(RuntimeException e) {
        Throwable cause = e instanceof CompletionException && e.getCause() != null ? e.getCause() : e;
        if (cause instanceof ProblemException problem) {
            return problem(problem);
        }
        if (cause instanceof BrokerUnavailableException away) {
            return unavailable(away);
        }
        if (cause instanceof InvalidRequestException invalid) {
            return invalid(invalid);
        }
        if (cause instanceof StoreException away) {
            return unavailable(away);
        }
        if (cause instanceof BusyException busy) {
            return busy(busy);
        }
        return bug(e);
    }

    @ServerExceptionMapper
    Response bug(Throwable e) {
        if (isUnreadableHeader(e)) {
            return malformed();
        }
        LOG.error("call failed", e);
        return Problem.of(
                        500, "internal", "Something is wrong with Parley", "This is not your fault; the log says more")
                .answer()
                .build();
    }

    /** RESTEasy reads beyond the end of a header, of a call or of a part, that ends with {@code boundary=} or the like. */
    private static boolean isUnreadableHeader(Throwable e) {
        return e instanceof IndexOutOfBoundsException
                && Stream.of(e.getStackTrace())
                        .anyMatch(frame -> frame.getClassName().equals(HeaderUtil.class.getName()));
    }
}
