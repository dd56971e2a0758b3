package dev.parley.hub;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Calls of a hub: who may see the token, where redirects may lead, what is tried again. */
final class HubHttp {
    static {
        // The JDK's buffers of 16 KB cost a third more processor time for a large file. Whoever set it knows better.
        if (System.getProperty("jdk.httpclient.bufsize") == null) {
            System.setProperty("jdk.httpclient.bufsize", Integer.toString(1 << 16));
        }
    }

    private static final int MOST_REDIRECTS = 5;
    private static final Duration CONNECTING = Duration.ofSeconds(20);

    private final HubSettings settings;
    private final PullListener listener;
    // A connection for each part: one that they share would be as slow as one part.
    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(CONNECTING)
            .followRedirects(HttpClient.Redirect.NEVER)
            .build();

    HubHttp(HubSettings settings, PullListener listener) {
        this.settings = settings;
        this.listener = listener;
    }

    /** A request that shows the token to the hub only. */
    HttpRequest.Builder request(URI uri) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(uri).header("User-Agent", "parley").header("Accept-Encoding", "identity");
        if (settings.isHub(uri)) {
            settings.token().ifPresent(token -> request.header("Authorization", "Bearer " + token));
        }
        return request;
    }

    <T> CompletableFuture<HttpResponse<T>> send(HttpRequest request, BodyHandler<T> body) {
        return client.sendAsync(request, body);
    }

    /** The final answer of the hub, after retries: a success or a redirect to another host. */
    HttpResponse<byte[]> call(String method, URI uri) throws IOException, InterruptedException {
        for (int attempt = 1; ; attempt++) {
            Optional<Duration> asked = Optional.empty();
            String trouble;
            try {
                HttpResponse<byte[]> answer = follow(method, uri);
                if (!RetryPolicy.mayPass(answer.statusCode())) {
                    return HubRefusal.none(answer, settings);
                }
                trouble = "%s answers %d".formatted(uri.getHost(), answer.statusCode());
                asked = RetryPolicy.asked(answer.headers());
            } catch (HubException e) {
                throw e;
            } catch (IOException e) {
                trouble = "%s: %s".formatted(uri.getHost(), words(e));
            }
            if (attempt >= settings.retries().attempts()) {
                throw new HubException(
                        HubException.Reason.UNREACHABLE,
                        "The hub cannot be reached at %s: %s, %d times"
                                .formatted(settings.endpoint(), trouble, attempt));
            }
            pause(trouble, settings.retries().pause(attempt, asked));
        }
    }

    void pause(String trouble, Duration pause) throws InterruptedException {
        listener.note("%s; trying again in %d s".formatted(trouble, (pause.toMillis() + 999) / 1000));
        Thread.sleep(pause.toMillis());
    }

    /** Follows redirects within the hub; one that leads elsewhere is the answer. */
    private HttpResponse<byte[]> follow(String method, URI first) throws IOException, InterruptedException {
        URI uri = first;
        for (int redirects = 0; redirects <= MOST_REDIRECTS; redirects++) {
            HttpRequest request = request(uri)
                    .method(method, HttpRequest.BodyPublishers.noBody())
                    .timeout(settings.stall())
                    .build();
            HttpResponse<byte[]> answer = patientFor(client.sendAsync(request, any -> new BoundedBody()));
            Optional<URI> next = redirect(answer);
            if (next.isEmpty() || !settings.isHub(next.get())) {
                return answer;
            }
            uri = next.get();
        }
        throw new HubException(
                HubException.Reason.UNREACHABLE, "%s redirects more than %d times".formatted(first, MOST_REDIRECTS));
    }

    /**
     * Where an answer leads.
     *
     * @throws HubException if that is no place to go
     */
    Optional<URI> redirect(HttpResponse<?> answer) throws HubException {
        Optional<String> location = answer.headers().firstValue("Location");
        if (answer.statusCode() / 100 != 3 || location.isEmpty()) {
            return Optional.empty();
        }
        try {
            URI next = answer.uri().resolve(location.get());
            boolean lessSafe = "https".equals(answer.uri().getScheme()) && !"https".equals(next.getScheme());
            if (next.getHost() != null && !lessSafe && next.getScheme().matches("https?")) {
                return Optional.of(next);
            }
        } catch (IllegalArgumentException notAnAddress) {
            // told below
        }
        throw new HubException(
                HubException.Reason.UNREACHABLE,
                "%s redirects to %s, which is no address to fetch from".formatted(answer.uri(), location.get()));
    }

    private <T> HttpResponse<T> patientFor(CompletableFuture<HttpResponse<T>> answer)
            throws IOException, InterruptedException {
        try {
            return answer.get(2 * settings.stall().toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            throw new IOException(words(e.getCause()), e);
        } catch (TimeoutException e) {
            throw new IOException(
                    "no answer within %d s".formatted(2 * settings.stall().toSeconds()), e);
        } finally {
            answer.cancel(true);
        }
    }

    /** Java says nothing at all of some failures. */
    static String words(Throwable failure) {
        return failure.getMessage() == null ? failure.getClass().getSimpleName() : failure.getMessage();
    }
}
