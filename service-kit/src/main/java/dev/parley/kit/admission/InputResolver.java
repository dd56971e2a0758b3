package dev.parley.kit.admission;

import dev.parley.contracts.InputRef;
import dev.parley.contracts.InvalidRequestException;
import dev.parley.contracts.WebUrl;
import dev.parley.kit.http.AddressGuard;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.SocketTimeoutException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** Brings inputs into storage, wherever they are, and returns their keys there. */
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
        private final Map<WebUrl, String> fetched = new HashMap<>();
        private final Set<String> resolved = new HashSet<>();

        /** @param path the field, for the violation if it cannot be had */
        String resolve(String path, String reference) {
            String key = find(path, reference);
            resolved.add(key);
            return key;
        }

        /** The keys of all that was resolved. */
        Set<String> resolved() {
            return Set.copyOf(resolved);
        }

        private String find(String path, String reference) {
            InputRef ref = InputRef.parse(reference);
            if (ref instanceof InputRef.Stored stored) {
                return stored.key();
            }
            if (ref instanceof InputRef.Data data) {
                return keep(path, data);
            }
            if (ref instanceof InputRef.Url remote) {
                return fetched.computeIfAbsent(remote.url(), url -> fetch(path, url));
            }
            throw InvalidRequestException.of(
                    path, "not-an-input", "found %s, which is only possible in a multipart request".formatted(ref));
        }
    }

    private String keep(String path, InputRef.Data data) {
        try (InputStream in = data.open()) {
            return inputs.keep(in).key();
        } catch (Inputs.TooLargeException e) {
            throw InvalidRequestException.of(path, "too-large", e.getMessage());
        } catch (IOException e) {
            throw InvalidRequestException.of(
                    path, "not-an-input", "the data: URI cannot be decoded: " + e.getMessage());
        }
    }

    private String fetch(String path, WebUrl url) {
        try (InputStream in = urls.open(path, url)) {
            return inputs.keep(in).key();
        } catch (Inputs.TooLargeException e) {
            throw InvalidRequestException.of(path, "too-large", "%s: %s".formatted(shown(url), e.getMessage()));
        } catch (AddressGuard.RefusedException e) {
            throw InvalidRequestException.of(path, "address-refused", e.getMessage());
        } catch (IOException e) {
            throw InvalidRequestException.of(
                    path, "input-unreachable", "cannot fetch %s: %s".formatted(shown(url), reason(e)));
        }
    }

    private static String reason(IOException e) {
        if (e instanceof SocketTimeoutException) {
            return "timed out waiting for data";
        }
        return e instanceof InterruptedIOException ? "it took too long" : e.getMessage();
    }

    /** Without its query, where signatures are. */
    static String shown(WebUrl url) {
        String text = url.toString();
        int query = text.indexOf('?');
        return query < 0 ? text : text.substring(0, query) + "?...";
    }
}
