package dev.parley.client;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** HTTP calls to one farm, repeated where that may help. All of a farm's calls may be: idempotency keys see to it. */
final class FarmCalls {
    /** More than a page of 500 jobs. */
    private static final long LARGEST_ANSWER = 64L << 20;

    private final URI farm;
    private final ParleySettings settings;
    private final Retries.Time time;
    private final HttpClient client;

    FarmCalls(URI farm, ParleySettings settings, Retries.Time time) {
        this.farm = checked(farm);
        this.settings = settings;
        this.time = time;
        this.client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(settings.connect())
                // A farm redirects to its store only; we ask for the bytes, and take headers nowhere else.
                .followRedirects(HttpClient.Redirect.NEVER)
                .build();
    }

    private static URI checked(URI farm) {
        boolean http = "http".equalsIgnoreCase(farm.getScheme()) || "https".equalsIgnoreCase(farm.getScheme());
        if (!http || farm.getHost() == null || farm.getRawQuery() != null || farm.getRawFragment() != null) {
            throw new IllegalArgumentException(
                    "Expected a farm's address as http://localhost:8080, found %s".formatted(farm));
        }
        return farm.toString().endsWith("/") ? farm : URI.create(farm + "/");
    }

    URI farm() {
        return farm;
    }

    ParleySettings settings() {
        return settings;
    }

    Retries retries() {
        return new Retries(settings.patience(), time);
    }

    /** @param path below the farm's address, without a slash at its beginning */
    HttpRequest.Builder request(String path) {
        HttpRequest.Builder request = HttpRequest.newBuilder(farm.resolve(path)).header("Accept", "application/json");
        settings.headers().forEach(request::setHeader);
        return request;
    }

    /** The answer's body, if it is a good one. */
    JsonNode json(HttpRequest request, Duration within) throws InterruptedException {
        HttpResponse<byte[]> answer = send(request, within);
        JsonNode json = FarmJson.tree(answer.body());
        if (!json.isObject()) {
            throw new ParleyAnswerException(
                    "The server at %s answered %s with something else than a JSON object; is it a farm?"
                            .formatted(farm, name(request)),
                    null);
        }
        return json;
    }

    <T> T read(HttpRequest request, Duration within, Class<T> type) throws InterruptedException {
        return FarmJson.read(name(request), json(request, within), type);
    }

    /** The status of a good answer, whatever its body. */
    int status(HttpRequest request, Duration within) throws InterruptedException {
        return send(request, within).statusCode();
    }

    /** A good answer. */
    HttpResponse<byte[]> send(HttpRequest request, Duration within) throws InterruptedException {
        Retries retries = retries();
        while (true) {
            try {
                HttpResponse<byte[]> answer = once(request, within);
                if (answer.statusCode() / 100 == 2) {
                    return answer;
                }
                retryOrThrow(retries, request, answer);
            } catch (IOException broken) {
                retries.pause(fault(request, broken), Optional.empty());
            }
        }
    }

    /** Any answer, to one attempt. */
    HttpResponse<byte[]> once(HttpRequest request, Duration within) throws IOException, InterruptedException {
        return await(begin(request, any -> bounded()), within);
    }

    static BoundedBytes bounded() {
        return new BoundedBytes(LARGEST_ANSWER);
    }

    <T> CompletableFuture<HttpResponse<T>> begin(HttpRequest request, BodyHandler<T> handler) {
        return client.sendAsync(request, handler);
    }

    /** Pauses, or throws the problem that {@code answer} describes. */
    void retryOrThrow(Retries retries, HttpRequest request, HttpResponse<byte[]> answer) throws InterruptedException {
        ParleyProblemException problem = ParleyProblemException.of(name(request), answer.statusCode(), answer.body());
        if (!Retries.worthwhile(answer.statusCode())) {
            throw problem;
        }
        retries.pause(
                problem,
                retries.asked(answer.headers().firstValue("Retry-After").orElse(null)));
    }

    ParleyException fault(HttpRequest request, IOException broken) {
        return broken instanceof HttpTimeoutException
                ? new ParleyTimeoutException(
                        "%s of the farm at %s: %s".formatted(name(request), farm, broken.getMessage()), broken)
                : new ParleyUnreachableException(farm, name(request), broken);
    }

    /** The whole answer: the JDK's own timeout ends with its headers, and a body may stall. */
    private static <T> HttpResponse<T> await(CompletableFuture<HttpResponse<T>> answer, Duration within)
            throws IOException, InterruptedException {
        try {
            return answer.get(within.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw new HttpTimeoutException("no complete answer within " + within.toSeconds() + " seconds");
        } catch (ExecutionException e) {
            throw io(e.getCause());
        } finally {
            answer.cancel(true);
        }
    }

    /** What the JDK's client failed with. */
    static IOException io(Throwable cause) {
        if (cause instanceof IOException broken) {
            return broken;
        }
        if (cause instanceof RuntimeException fault) {
            throw fault;
        }
        return new IOException(cause);
    }

    static String name(HttpRequest request) {
        return request.method() + " " + request.uri().getPath();
    }
}
