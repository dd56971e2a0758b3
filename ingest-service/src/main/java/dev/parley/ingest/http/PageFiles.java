package dev.parley.ingest.http;

import dev.parley.contracts.Sha256;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * How browsers keep the page's files: they ask each time and are told whether it is still the same, so that nobody runs half of
 * an old page after an upgrade. Files whose address contains their version are kept for good. The time of a file in a jar says
 * nothing, since builds are reproducible; its bytes do.
 */
@ApplicationScoped
class PageFiles {
    /** After the check of who calls. */
    private static final int PRIORITY = 100;

    private static final String ROOT = "META-INF/resources";
    private static final String VERSIONED = "/webjars/";
    private static final Set<HttpMethod> READING = Set.of(HttpMethod.GET, HttpMethod.HEAD);

    private final Map<String, String> tags = new ConcurrentHashMap<>();

    void register(@Observes Filters filters) {
        filters.register(this::describe, PRIORITY);
    }

    private void describe(RoutingContext call) {
        Optional<String> tag =
                READING.contains(call.request().method()) ? tag(call.normalizedPath()) : Optional.empty();
        if (tag.isEmpty()) {
            call.next();
            return;
        }
        boolean versioned = call.normalizedPath().startsWith(VERSIONED);
        call.response()
                .putHeader("ETag", tag.get())
                .putHeader("Cache-Control", versioned ? "public, max-age=31536000, immutable" : "no-cache");
        if (tag.get().equals(call.request().getHeader("If-None-Match"))) {
            call.response().setStatusCode(304).end();
        } else {
            call.next();
        }
    }

    private Optional<String> tag(String path) {
        String file = path.equals("/") ? "/index.html" : path;
        boolean isFile = file.startsWith("/") && file.lastIndexOf('.') > file.lastIndexOf('/');
        if (!isFile || file.startsWith("/v1/") || file.startsWith("/q/")) {
            return Optional.empty();
        }
        String known = tags.get(file);
        return known != null ? Optional.of(known) : hash(file);
    }

    /** Of a file that there is; of others nothing is remembered, for there is no end of them. */
    private Optional<String> hash(String file) {
        try (InputStream in = Thread.currentThread().getContextClassLoader().getResourceAsStream(ROOT + file)) {
            if (in == null) {
                return Optional.empty();
            }
            String tag = "\"" + Sha256.of(in.readAllBytes()).substring(0, 32) + "\"";
            tags.put(file, tag);
            return Optional.of(tag);
        } catch (IOException e) {
            return Optional.empty();
        }
    }
}
