package dev.parley.ingest.jobs;

import static dev.parley.ingest.jobs.States.NOON;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.contracts.Fault;
import dev.parley.contracts.JobEvent;
import dev.parley.contracts.JobState;
import dev.parley.ingest.disk.Disk;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JobMetricsTest {
    private final PrometheusRegistry registry = new PrometheusRegistry();

    @TempDir
    static Path folder;

    private final Disk disk = new Disk(folder);
    private final JobTable table = new JobTable(10, disk);
    private final JobMetrics metrics = new JobMetrics(registry, table.index());

    @AfterEach
    void close() {
        disk.close();
    }

    @Test
    void aJobIsMeasuredFromAcceptedToItsEnd() throws IOException {
        JobState accepted = States.accepted(NOON);
        JobState claimed = States.after(accepted, NOON.plusSeconds(3), new JobEvent.Claimed("w1", 1, 0));
        JobState failed = States.after(claimed, NOON.plusSeconds(10), new JobEvent.Failed(Fault.INTERNAL, "no", 1));
        metrics.changed(null, accepted);
        metrics.changed(accepted, claimed);
        metrics.changed(claimed, failed);

        assertThat(scrape())
                .contains("parley_queue_wait_seconds_sum 3.0")
                .contains("parley_job_seconds_sum{status=\"failed\"} 10.0")
                .contains("parley_jobs_ended_total{fault=\"internal\",status=\"failed\"} 1.0");
    }

    @Test
    void theFirstSecondsOfVideoAreMeasuredOnceAndNameTheirJob() throws IOException {
        JobState accepted = States.accepted(NOON);
        JobState claimed = States.after(accepted, NOON.plusSeconds(3), new JobEvent.Claimed("w1", 1, 0));
        JobState first = States.after(claimed, NOON.plusSeconds(7), new JobEvent.Chunk(1, 0, 2, 81, 100));
        JobState second = States.after(first, NOON.plusSeconds(9), new JobEvent.Chunk(1, 1, 2, 100, 100));
        metrics.changed(accepted, claimed);
        metrics.changed(claimed, first);
        metrics.changed(first, second);

        assertThat(scrape()).contains("parley_time_to_first_segment_seconds_sum 7.0");
        HistogramSnapshot found =
                (HistogramSnapshot) registry.scrape("parley_time_to_first_segment_seconds"::equals).stream()
                        .findFirst()
                        .orElseThrow();
        assertThat(found.getDataPoints().get(0).getExemplars()).singleElement().satisfies(exemplar -> assertThat(
                        exemplar.getLabels().get("job_id"))
                .isEqualTo(accepted.jobId().toString()));
    }

    @Test
    void theQueueIsShown() throws IOException {
        table.put(States.accepted(NOON));
        table.put(States.accepted(NOON.plusSeconds(30)));

        assertThat(scrape()).contains("parley_queue_depth 2.0").contains("parley_jobs{status=\"accepted\"} 2.0");
    }

    private String scrape() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        PrometheusTextFormatWriter.create().write(out, registry.scrape());
        return out.toString(StandardCharsets.UTF_8);
    }
}
