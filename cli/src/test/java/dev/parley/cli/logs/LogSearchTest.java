package dev.parley.cli.logs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogSearchTest {
    private static final String JOB = "01a22a28-29cf-7fd6-9f52-39809a1d127f";

    @TempDir
    Path dataDir;

    private LogSearch search;

    @BeforeEach
    void search() throws IOException {
        Files.createDirectories(dataDir.resolve("logs"));
        search = new LogSearch(FarmLogs.in(dataDir), JOB);
    }

    @Test
    void tellsInOrderOfTimeWhateverProcessAndFarmItWas() throws IOException {
        write("render-worker-1.log.1", "2026-11-30 01:00:00.000 INFO  job claimed  job=" + JOB + " attempt=1\n");
        write(
                "render-worker-1.log",
                "READY port=1\n2026-11-30 02:00:02.000 INFO  job claimed  job=" + JOB
                        + " attempt=2\n2026-11-30 02:00:03.000 INFO  job claimed  job=another\n");
        write("broker.log", "2026-11-30T02:00:01.500 [thread] WARN record of " + JOB + " is late\n");
        assertThat(search.more())
                .extracting(LogEntry::process)
                .containsExactly("render-worker-1", "broker", "render-worker-1");
    }

    @Test
    void readsRecordsThatAreJson() throws IOException {
        String json = "{\"timestamp\":\"2026-11-30T02:00:0%d.000Z\",\"message\":\"m\",\"mdc\":{\"job\":\"%s\"}}\n";
        write("render-worker-1.log", json.formatted(1, JOB) + json.formatted(3, "another") + json.formatted(4, JOB));
        write("ingest-service.log", "2026-11-30 02:00:02.000 INFO  plain  job=" + JOB + "\n");
        assertThat(search.more())
                .extracting(LogEntry::process)
                .containsExactly("render-worker-1", "ingest-service", "render-worker-1");
    }

    @Test
    void whatWasThrownBelongsToTheLineThatSaysSo() throws IOException {
        String thrown = "2026-11-30 02:00:00.000 ERROR job failed  job=%s\njava.io.IOException: no\n\tat a.B.c\n";
        write("assembler-service.log", thrown.formatted(JOB) + thrown.formatted("another"));
        assertThat(search.more()).singleElement().satisfies(entry -> assertThat(entry.lines())
                .containsExactly(
                        "2026-11-30 02:00:00.000 ERROR job failed  job=" + JOB,
                        "java.io.IOException: no",
                        "\tat a.B.c"));
    }

    @Test
    void goesOnWhereItEnded() throws IOException {
        write("ingest-service.log", "2026-11-30 02:00:00.000 ERROR job failed  job=" + JOB + "\n2026-11-30 02:00");
        assertThat(search.more()).hasSize(1);
        assertThat(search.more()).isEmpty();
        write("ingest-service.log", ":00.500 INFO  half a line about " + JOB + "\n");
        assertThat(lines()).containsExactly("2026-11-30 02:00:00.500 INFO  half a line about " + JOB);
        write("ingest-service.log", "\tat what.was.thrown\n");
        assertThat(lines()).containsExactly("\tat what.was.thrown");
    }

    @Test
    void aFarmThatIsStartedAgainIsHeardOnce() throws IOException {
        write("ingest-service.log", "2026-11-30 02:00:00.000 INFO  first  job=" + JOB + "\n");
        assertThat(search.more()).hasSize(1);
        Path log = dataDir.resolve("logs/ingest-service.log");
        Files.move(log, log.resolveSibling("ingest-service.log.1"));
        write("ingest-service.log", "2026-11-30 02:01:00.000 INFO  then  job=" + JOB + "\n");
        assertThat(lines()).containsExactly("2026-11-30 02:01:00.000 INFO  then  job=" + JOB);
    }

    @Test
    void endlessLinesAndNoTextAreNoReasonToFail() throws IOException {
        Path log = dataDir.resolve("logs/store.log");
        byte[] noise = new byte[300_000];
        noise[150_000] = '\n';
        for (int i = 0; i < 100_000; i++) {
            noise[i] = (byte) 0xff;
        }
        Files.write(log, noise);
        write("store.log", "\n2026-11-30 02:00:00.000 WARN  " + JOB + "\n");
        assertThat(lines()).containsExactly("2026-11-30 02:00:00.000 WARN  " + JOB);
    }

    @Test
    void whereNoFarmHasRunThereIsNothing() throws IOException {
        assertThat(new LogSearch(FarmLogs.in(dataDir.resolve("nowhere")), JOB).more())
                .isEmpty();
    }

    private List<String> lines() throws IOException {
        return search.more().stream().flatMap(entry -> entry.lines().stream()).toList();
    }

    private void write(String log, String text) throws IOException {
        Files.writeString(
                dataDir.resolve("logs").resolve(log), text, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }
}
