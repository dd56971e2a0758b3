package dev.parley.client;

import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodySubscriber;
import java.net.http.HttpResponse.BodySubscribers;
import java.net.http.HttpResponse.ResponseInfo;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** One connection to a stream of server-sent events. The HTTP client's threads bring them, the caller's takes them. */
final class EventConnection implements AutoCloseable {
    /** What a connection brings. */
    sealed interface News {}

    /** @param message null for a comment or part of an event: somebody is there */
    record Heard(EventLines.Message message) implements News {}

    /** The end: an answer (of a stream that was one, 200 and empty), or a fault. */
    record Ended(HttpResponse<byte[]> answer, Throwable fault) implements News {}

    private final BlockingQueue<News> news = new LinkedBlockingQueue<>();
    private final CompletableFuture<HttpResponse<byte[]>> answer;

    EventConnection(FarmCalls calls, HttpRequest request) {
        answer = calls.begin(request, this::subscriber);
        answer.whenComplete((good, bad) -> news.add(new Ended(good, bad)));
    }

    private BodySubscriber<byte[]> subscriber(ResponseInfo info) {
        if (info.statusCode() != 200) {
            return FarmCalls.bounded();
        }
        return BodySubscribers.fromLineSubscriber(new Lines(), lines -> new byte[0], StandardCharsets.UTF_8, null);
    }

    /** Null after {@code atMost}. */
    News next(Duration atMost) throws InterruptedException {
        return news.poll(atMost.toNanos(), TimeUnit.NANOSECONDS);
    }

    @Override
    public void close() {
        answer.cancel(true);
    }

    /** Farms send a job's present state and skip what a slow reader missed, so the queue stays short. */
    private final class Lines implements Flow.Subscriber<String> {
        private final EventLines events = new EventLines();
        private Flow.Subscription subscription;

        @Override
        public void onSubscribe(Flow.Subscription given) {
            subscription = given;
            given.request(1);
        }

        @Override
        public void onNext(String line) {
            try {
                news.add(new Heard(events.line(line).orElse(null)));
                subscription.request(1);
            } catch (ParleyAnswerException unreadable) {
                subscription.cancel();
                news.add(new Ended(null, unreadable));
            }
        }

        @Override
        public void onError(Throwable broken) {
            // The answer completes with it.
        }

        @Override
        public void onComplete() {
            // The answer completes.
        }
    }
}
