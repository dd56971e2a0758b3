package dev.parley.hub;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Calls of a hub: who may see the token, where redirects may lead, what is tried again. */
final class HubHttp {
    private static final int MOST_REDIRECTS = 5;
    private static final Duration CONNECTING = Duration.ofSeconds(20);

    private final HubSettings settings;
    private final PullListener listener;
    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(CONNECTING)
            .followRedirects(HttpClient.Redirect.NEVER)
            .build();

    HubHttp(HubSettings settings, PullListener listener) {
        this.settings = settings;
        this.listener = listener;
    }

    /** What every request has. The token is for the hub only. */
    private Map<String, String> headers(URI uri) {
        Map<String, String> headers = new HashMap<>(Map.of("User-Agent", "parley", "Accept-Encoding", "identity"));
        settings.token().filter(token -> settings.isHub(uri)).ifPresent(token -> {
            headers.put("Authorization", "Bearer " + token);
        });
        return headers;
    }

    /**
     * Asks for bytes {@code [begin, end)}; whether they are what comes, the caller has to see.
     *
     * @throws java.net.SocketTimeoutException if the host says nothing for too long, also later while it is read
     */
    RangeAnswer range(URI uri, long begin, long end) throws IOException {
        if (!(uri.toURL().openConnection() instanceof HttpURLConnection connection)) {
            throw new IOException("%s is no address to fetch from".formatted(uri));
        }
        connection.setInstanceFollowRedirects(false);
        connection.setUseCaches(false);
        connection.setConnectTimeout((int) CONNECTING.toMillis());
        connection.setReadTimeout((int) settings.stall().toMillis());
        connection.setRequestProperty("Accept", "*/*");
        headers(uri).forEach(connection::setRequestProperty);
        connection.setRequestProperty("Range", "bytes=" + begin + "-" + (end - 1));
        return new RangeAnswer(connection, uri);
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
                asked = RetryPolicy.asked(answer.headers().firstValue("Retry-After"));
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
            HttpRequest.Builder request = HttpRequest.newBuilder(uri)
                    .method(method, HttpRequest.BodyPublishers.noBody())
                    .timeout(settings.stall());
            headers(uri).forEach(request::header);
            HttpResponse<byte[]> answer = patientFor(client.sendAsync(request.build(), any -> new BoundedBody()));
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
    static Optional<URI> redirect(HttpResponse<?> answer) throws HubException {
        return redirect(answer.statusCode(), answer.uri(), answer.headers().firstValue("Location"));
    }

    static Optional<URI> redirect(int status, URI from, Optional<String> location) throws HubException {
        if (status / 100 != 3 || location.isEmpty()) {
            return Optional.empty();
        }
        try {
            URI next = from.resolve(location.get());
            boolean lessSafe = "https".equals(from.getScheme()) && !"https".equals(next.getScheme());
            if (next.getHost() != null && !lessSafe && next.getScheme().matches("https?")) {
                return Optional.of(next);
            }
        } catch (IllegalArgumentException notAnAddress) {
            // told below
        }
        throw new HubException(
                HubException.Reason.UNREACHABLE,
                "%s redirects to %s, which is no address to fetch from".formatted(from, location.get()));
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
