package dev.parley.kit.admission;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.parley.contracts.InputRef;
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

/** Brings an input into the store, wherever it is, and answers its key there. */
@ApplicationScoped
class InputResolver {
    private static final int HTTP_OK = 200;

    private final Inputs inputs;
    private final GuardedHttp http;
    private final LimitsConfig limits;
    // Admission may look at a request twice (dry run, then for real); what a URL gave then should count a while.
    private final Cache<URI, String> fetched = Caffeine.newBuilder()
            .maximumSize(1_000)
            .expireAfterWrite(Duration.ofMinutes(1))
            .build();

    @Inject
    InputResolver(Inputs inputs, GuardedHttp http, LimitsConfig limits) {
        this.inputs = inputs;
        this.http = http;
        this.limits = limits;
    }

    /** @param path the field, for the violation if it cannot be had */
    String resolve(String path, String reference) {
        InputRef ref = InputRef.parse(reference);
        if (ref instanceof InputRef.Stored stored) {
            return stored.key();
        }
        if (ref instanceof InputRef.Data data) {
            return keep(path, data);
        }
        if (ref instanceof InputRef.Url url) {
            String known = fetched.getIfPresent(url.uri());
            if (known == null) {
                known = inputs.keep(fetch(path, url.uri()));
                fetched.put(url.uri(), known);
            }
            return known;
        }
        throw InvalidRequestException.of(
                path, "not-an-input", "found %s, which only a multipart call can bring".formatted(ref));
    }

    private String keep(String path, InputRef.Data data) {
        try {
            return inputs.keep(data.bytes());
        } catch (IllegalArgumentException e) {
            throw InvalidRequestException.of(path, "not-an-input", "the data: URI is no base64: " + e.getMessage());
        }
    }

    private byte[] fetch(String path, URI uri) {
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
