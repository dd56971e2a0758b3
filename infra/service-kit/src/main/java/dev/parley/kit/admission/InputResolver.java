package dev.parley.kit.admission;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.parley.contracts.InputRef;
import dev.parley.contracts.InvalidRequestException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.net.URI;
import java.time.Duration;

/** Brings an input onto the shelf, wherever it is, and answers its key there. */
@ApplicationScoped
class InputResolver {
    private final Inputs inputs;
    private final UrlInputs urls;
    // Admission may look at a request twice (dry run, then for real); what a URL gave then should count a while.
    private final Cache<URI, String> fetched = Caffeine.newBuilder()
            .maximumSize(1_000)
            .expireAfterWrite(Duration.ofMinutes(1))
            .build();

    @Inject
    InputResolver(Inputs inputs, UrlInputs urls) {
        this.inputs = inputs;
        this.urls = urls;
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
                known = inputs.keep(urls.fetch(path, url.uri()));
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
}
