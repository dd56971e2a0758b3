package dev.parley.ingest.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.ingest.disk.Disk;
import dev.parley.ingest.jobs.JobTable;
import dev.parley.ingest.jobs.Tables;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.ext.web.Router;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UnreadGateTest {
    @TempDir
    static Path folder;

    private final Disk disk = new Disk(folder);
    private final JobTable table = Tables.unread(disk);
    private final Vertx vertx = Vertx.vertx();
    private HttpServer server;

    @BeforeEach
    void listen() throws Exception {
        Filters filters = new Filters();
        new UnreadGate(table).register(filters);
        Router router = Router.router(vertx);
        filters.getFilters().forEach(filter -> router.route().handler(filter.getHandler()));
        // As the API says of a job that the table does not have.
        router.route().handler(call -> call.response().setStatusCode(404).end());
        server = vertx.createHttpServer()
                .requestHandler(router)
                .listen(0, "127.0.0.1")
                .toCompletionStage()
                .toCompletableFuture()
                .get(1, TimeUnit.MINUTES);
    }

    @AfterEach
    void close() throws Exception {
        vertx.close().toCompletionStage().toCompletableFuture().get(1, TimeUnit.MINUTES);
        disk.close();
    }

    @Test
    void noJobIsDeniedBeforeTheJobsHaveBeenRead() throws Exception {
        for (String path : new String[] {"/v1/jobs", "/v1/jobs/0", "/v1/jobs/0/video", "/v1/farm", "/v1/./jobs/0"}) {
            HttpResponse<String> answer = get(path);
            assertThat(answer.statusCode()).as(path).isEqualTo(503);
            assertThat(answer.headers().firstValue("Retry-After")).as(path).hasValue("1");
            assertThat(answer.body()).as(path).contains("urn:parley:problem:starting");
        }
        assertThat(get("/v1/presets").statusCode()).as("of no job").isEqualTo(404);
        assertThat(get("/q/health/live").statusCode()).isEqualTo(404);

        Tables.read(table);

        assertThat(get("/v1/jobs/0").statusCode()).isEqualTo(404);
    }

    private HttpResponse<String> get(String path) throws Exception {
        URI uri = URI.create("http://127.0.0.1:" + server.actualPort() + path);
        return HttpClient.newHttpClient().send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString());
    }
}
