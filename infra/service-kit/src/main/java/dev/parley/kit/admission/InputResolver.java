package dev.parley.kit.admission;

import dev.parley.contracts.InputRef;
import dev.parley.contracts.InvalidRequestException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.net.URI;
import java.util.HashMap;
import java.util.Map;

/** Brings inputs onto the shelf, wherever they are, and answers their keys there. */
@ApplicationScoped
class InputResolver {
    private final Inputs inputs;
    private final UrlInputs urls;

    @Inject
    InputResolver(Inputs inputs, UrlInputs urls) {
        this.inputs = inputs;
        this.urls = urls;
    }

    /** Resolves the inputs of one request; for one thread. */
    ForOneRequest forOneRequest() {
        return new ForOneRequest();
    }

    /**
     * What a URL gave is known here and forgotten with the request: the next request may find something else there, and
     * another tenant must never get what this one was given.
     */
    final class ForOneRequest {
        private final Map<URI, String> fetched = new HashMap<>();

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
                return fetched.computeIfAbsent(url.uri(), uri -> inputs.keep(urls.fetch(path, uri)));
            }
            throw InvalidRequestException.of(
                    path, "not-an-input", "found %s, which only a multipart call can bring".formatted(ref));
        }
    }

    private String keep(String path, InputRef.Data data) {
        try {
            return inputs.keep(data.bytes());
        } catch (IllegalArgumentException e) {
            throw InvalidRequestException.of(path, "not-an-input", "the data: URI is no base64: " + e.getMessage());
        }
    }
}
