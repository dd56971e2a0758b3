package dev.parley.contracts;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonAlias;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.soabase.recordbuilder.core.RecordBuilder;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * The webhook of a job and how its calls go. It is part of the job's state: a job cannot be done without its call being
 * due. The calls of a job are made one after the other, in the order of what happened.
 *
 * @param url as a {@link SealedWebhook} has it, and so is {@code sealed}
 * @param events what it is called about; empty for the ends of a job
 * @param attempts calls made so far
 * @param nextAttemptAt when to call (again); null when it should be called as soon as something has happened, or never
 * @param lastResult what the latest call came to, as {@code 204} or {@code connection refused}
 * @param notices what is still to be told, the oldest first
 * @param calls the latest calls, the oldest first
 */
@RecordBuilder
@RecordBuilder.Options(enableWither = false)
public record Callback(
        String url,
        @JsonAlias("secret") String sealed,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) List<WebhookEvent> events,
        Status status,
        int attempts,
        Instant nextAttemptAt,
        String lastResult,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) List<Notice> notices,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) List<Call> calls) {
    private static final int CALLS_KEPT = 20;

    public enum Status {
        /** Something is to be told, or will be: the job has not ended. */
        @JsonProperty("pending")
        PENDING,
        @JsonProperty("delivered")
        DELIVERED,
        /** Given up after the last attempt, or forbidden. */
        @JsonProperty("exhausted")
        EXHAUSTED,
        /** Nothing happened that the receiver asked for. */
        @JsonProperty("skipped")
        SKIPPED
    }

    /**
     * Something that the receiver is to be told.
     *
     * @param attempt of the job, where it is about one; else 0
     * @param at since when: when it happened, or when somebody asked for it to be told again
     * @param failed calls about it that failed
     */
    public record Notice(WebhookEvent event, int attempt, Instant at, int failed) {
        public Notice {
            requireNonNull(event, "event");
            requireNonNull(at, "at");
        }

        private Notice failedOnce() {
            return new Notice(event, attempt, at, failed + 1);
        }
    }

    /**
     * A call that was made, or that could not be.
     *
     * @param result as {@code 204} or {@code connection refused}
     * @param milliseconds until the receiver's answer, or until there was none
     */
    public record Call(WebhookEvent event, Instant at, String result, long milliseconds) {}

    public Callback {
        requireNonNull(url, "url");
        requireNonNull(status, "status");
        events = events == null ? List.of() : List.copyOf(events);
        notices = notices == null ? List.of() : List.copyOf(notices);
        calls = calls == null ? List.of() : List.copyOf(calls);
    }

    /** A webhook that is to be called about what happens from now on. */
    public static Callback pending(SealedWebhook webhook) {
        return CallbackBuilder.builder()
                .url(webhook.url())
                .sealed(webhook.sealed())
                .events(webhook.events())
                .status(Status.PENDING)
                .build();
    }

    /** The same delivery, with the webhook sealed anew. */
    public Callback with(SealedWebhook webhook) {
        return change().url(webhook.url()).sealed(webhook.sealed()).build();
    }

    /** Whether there is something to tell. */
    public boolean due() {
        return status == Status.PENDING && !notices.isEmpty();
    }

    /** What to tell next; only if something is {@link #due}. */
    public Notice next() {
        return notices.get(0);
    }

    /** After something happened to the job. */
    Callback happened(WebhookEvent event, int attempt, Instant at) {
        boolean wanted = events.isEmpty() ? event.terminal() : events.contains(event);
        if (status != Status.PENDING || !wanted) {
            return event.terminal() && status == Status.PENDING && notices.isEmpty() ? settled() : this;
        }
        return change().notices(and(notices, new Notice(event, attempt, at, 0))).build();
    }

    /** The receiver is to be told now of what is due, or else once more of the end of its job. */
    Callback again(WebhookEvent end, Instant at) {
        if (due() && nextAttemptAt == null) {
            return this;
        }
        return change().status(Status.PENDING)
                .nextAttemptAt(null)
                .notices(due() ? notices : List.of(new Notice(end, 0, at, 0)))
                .build();
    }

    /**
     * After a call that was taken.
     *
     * @param ended whether the job has
     */
    public Callback delivered(Call call, boolean ended) {
        Callback told = called(call).notices(rest()).build();
        return ended && told.notices.isEmpty()
                ? told.change().status(Status.DELIVERED).build()
                : told;
    }

    /** After a call that failed and is worth another at {@code next}. */
    public Callback retryAt(Instant next, Call call) {
        List<Notice> notices = new ArrayList<>(this.notices);
        notices.set(0, next().failedOnce());
        return called(call)
                .notices(notices)
                .nextAttemptAt(requireNonNull(next, "next"))
                .build();
    }

    /**
     * After the last call that is made about this; what happened later is told all the same.
     *
     * @param ended whether the job has
     */
    public Callback givenUp(Call call, boolean ended) {
        Callback after = called(call).notices(rest()).build();
        return ended && after.notices.isEmpty()
                ? after.change().status(Status.EXHAUSTED).build()
                : after;
    }

    /** After the last call that is made: the receiver wants none, or may not be called. */
    public Callback exhausted(Call call) {
        return called(call).status(Status.EXHAUSTED).notices(List.of()).build();
    }

    private Callback settled() {
        return change().status(attempts > 0 ? Status.DELIVERED : Status.SKIPPED).build();
    }

    private CallbackBuilder called(Call call) {
        List<Call> all = and(calls, call);
        return change().attempts(attempts + 1)
                .nextAttemptAt(null)
                .lastResult(call.result())
                .calls(all.subList(Math.max(0, all.size() - CALLS_KEPT), all.size()));
    }

    private List<Notice> rest() {
        return notices.subList(1, notices.size());
    }

    private static <T> List<T> and(List<T> list, T more) {
        List<T> all = new ArrayList<>(list);
        all.add(more);
        return all;
    }

    private CallbackBuilder change() {
        return CallbackBuilder.builder(this);
    }

    /** Without what is sealed: states are logged. */
    @Override
    public String toString() {
        return "Callback[url=%s, status=%s, attempts=%d, nextAttemptAt=%s, lastResult=%s, notices=%s]"
                .formatted(url, status, attempts, nextAttemptAt, lastResult, notices);
    }
}
