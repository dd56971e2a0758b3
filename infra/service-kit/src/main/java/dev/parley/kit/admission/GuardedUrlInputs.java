package dev.parley.kit.admission;

import dev.parley.contracts.InvalidRequestException;
import dev.parley.kit.http.AddressGuard;
import dev.parley.kit.http.GuardedHttp;
import io.vertx.core.http.HttpMethod;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Fetches inputs, from where the guard lets us go and no more than the limits allow. */
@ApplicationScoped
class GuardedUrlInputs implements UrlInputs {
    private static final int HTTP_OK = 200;

    private final GuardedHttp http;
    private final LimitsConfig limits;

    @Inject
    GuardedUrlInputs(GuardedHttp http, LimitsConfig limits) {
        this.http = http;
        this.limits = limits;
    }

    @Override
    public byte[] fetch(String path, URI uri) {
        Duration patience = limits.fetchTimeout();
        try {
            GuardedHttp.Answer answer = http.call(HttpMethod.GET, uri, Map.of(), null, limits.inputBytes(), patience)
                    .toCompletionStage()
                    .toCompletableFuture()
                    .get(patience.toMillis() * 2, TimeUnit.MILLISECONDS);
            if (answer.status() == HTTP_OK) {
                return answer.body();
            }
            throw unreachable(path, uri, "it answered %d, expected 200".formatted(answer.status()));
        } catch (ExecutionException e) {
            if (e.getCause() instanceof AddressGuard.RefusedException) {
                throw InvalidRequestException.of(
                        path, "address-refused", e.getCause().getMessage());
            }
            throw unreachable(path, uri, e.getCause().getMessage());
        } catch (TimeoutException | CancellationException e) {
            throw unreachable(path, uri, "no answer within " + patience);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw unreachable(path, uri, "interrupted");
        }
    }

    private static InvalidRequestException unreachable(String path, URI uri, String why) {
        return InvalidRequestException.of(path, "input-unreachable", "cannot fetch %s: %s".formatted(uri, why));
    }
}
