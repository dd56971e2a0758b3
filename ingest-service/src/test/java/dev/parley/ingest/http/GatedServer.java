package dev.parley.ingest.http;

import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** A server with nothing but a gate, and an answer to whatever it lets in. */
final class GatedServer {
    private final Vertx vertx = Vertx.vertx();
    private final HttpServer server;

    /**
     * @param gate registers itself
     * @param answer to calls that are let in
     */
    GatedServer(Consumer<Filters> gate, Handler<RoutingContext> answer) throws Exception {
        Filters filters = new Filters();
        gate.accept(filters);
        Router router = Router.router(vertx);
        filters.getFilters().forEach(filter -> router.route().handler(filter.getHandler()));
        router.route().handler(answer);
        server = vertx.createHttpServer()
                .requestHandler(router)
                .listen(0, "127.0.0.1")
                .toCompletionStage()
                .toCompletableFuture()
                .get(1, TimeUnit.MINUTES);
    }

    HttpRequest.Builder call(String method, String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.actualPort() + path))
                .method(method, BodyPublishers.noBody());
    }

    HttpResponse<String> answer(String method, String path) throws Exception {
        return HttpClient.newHttpClient().send(call(method, path).build(), BodyHandlers.ofString());
    }

    void close() throws Exception {
        vertx.close().toCompletionStage().toCompletableFuture().get(1, TimeUnit.MINUTES);
    }
}
