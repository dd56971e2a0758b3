package dev.parley.ingest.http;

import dev.parley.contracts.Json;
import io.vertx.ext.web.Router;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

/** Answers for paths that nobody serves, after everybody was asked. */
@ApplicationScoped
class NothingHere {
    private static final String ANSWER = Json.write(Problem.of(404, "not-found", "Not Found", "Not found"));

    void last(@Observes Router router) {
        router.route().last().handler(context -> context.response()
                .setStatusCode(404)
                .putHeader("Content-Type", Problem.MEDIA_TYPE)
                .end(ANSWER));
    }
}
