package dev.parley.ingest.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.ingest.disk.Disk;
import dev.parley.ingest.jobs.JobTable;
import dev.parley.ingest.jobs.Tables;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UnreadGateTest {
    @TempDir
    static Path folder;

    private final Disk disk = new Disk(folder);
    private final JobTable table = Tables.unread(disk);
    private GatedServer server;

    @BeforeEach
    void listen() throws Exception {
        // As the API says of a job that the table does not have.
        server = new GatedServer(
                new UnreadGate(table)::register,
                call -> call.response().setStatusCode(404).end());
    }

    @AfterEach
    void close() throws Exception {
        server.close();
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
        return server.answer("GET", path);
    }
}
