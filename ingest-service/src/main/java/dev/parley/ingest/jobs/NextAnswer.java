package dev.parley.ingest.jobs;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/**
 * A question that is asked once at a time, however many want to know. No answer is older than the wish for it: whoever comes
 * while the question is under way shares the next one. Safe for use by many threads.
 */
final class NextAnswer<T> {
    private final Supplier<? extends CompletionStage<T>> question;
    private CompletableFuture<T> next = new CompletableFuture<>();
    private boolean underWay;
    private boolean wanted;

    /** @param question must not block; it may fail, by throwing, too */
    NextAnswer(Supplier<? extends CompletionStage<T>> question) {
        this.question = question;
    }

    /** Completes as a question does that began after this call did. */
    CompletableFuture<T> ask() {
        CompletableFuture<T> answer;
        synchronized (this) {
            if (underWay) {
                wanted = true;
                return next.copy();
            }
            underWay = true;
            answer = takeNext();
        }
        begin(answer);
        return answer.copy();
    }

    private CompletableFuture<T> takeNext() {
        CompletableFuture<T> taken = next;
        next = new CompletableFuture<>();
        wanted = false;
        return taken;
    }

    private void begin(CompletableFuture<T> answer) {
        asked().whenComplete((said, failure) -> {
            CompletableFuture<T> following;
            synchronized (this) {
                underWay = wanted;
                following = wanted ? takeNext() : null;
            }
            if (following != null) {
                begin(following);
            }
            if (failure == null) {
                answer.complete(said);
            } else {
                answer.completeExceptionally(failure);
            }
        });
    }

    private CompletionStage<T> asked() {
        try {
            return question.get();
        } catch (RuntimeException e) {
            return CompletableFuture.failedFuture(e);
        }
    }
}
