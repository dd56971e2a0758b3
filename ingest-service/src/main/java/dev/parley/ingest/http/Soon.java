package dev.parley.ingest.http;

import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** What another thread will answer in a moment. */
final class Soon {
    private static final long PATIENCE_SECONDS = 2;

    /**
     * The same answer, waited for by this thread if it comes soon. An answer that comes while the thread of the call lets go
     * of it, because it is not there yet, may lose the call's context to that: the caller would see a 500.
     *
     * @param answer whose failure is left in it
     */
    static <T> CompletionStage<T> awaited(CompletionStage<T> answer) {
        try {
            answer.toCompletableFuture().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException | CancellationException | TimeoutException e) {
            return answer;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return answer;
    }

    private Soon() {}
}
