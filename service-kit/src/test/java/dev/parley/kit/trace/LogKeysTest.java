package dev.parley.kit.trace;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.contracts.JobId;
import java.time.Instant;
import java.util.Map;
import java.util.logging.Level;
import org.jboss.logmanager.ExtLogRecord;
import org.jboss.logmanager.ExtLogRecord.FormatStyle;
import org.junit.jupiter.api.Test;

class LogKeysTest {
    private static final JobId JOB = JobId.create(Instant.EPOCH);

    private static Map<String, String> keys(String logger, String format, Object... values) {
        ExtLogRecord record = new ExtLogRecord(Level.INFO, format, FormatStyle.PRINTF, LogKeysTest.class.getName());
        record.setLoggerName(logger);
        record.setParameters(values);
        assertThat(new LogKeys().isLoggable(record)).isTrue();
        return record.getMdcCopy();
    }

    @Test
    void takesTheKeysThatALineEndsWith() {
        assertThat(keys(
                        "dev.parley.worker.job.Attempt",
                        "job claimed  job=%s attempt=%d frames=%.1f: %s",
                        JOB,
                        2,
                        1.5,
                        "x"))
                .containsExactlyInAnyOrderEntriesOf(Map.of("job", JOB.value(), "attempt", "2", "frames", "1.5"));
    }

    @Test
    void takesNoKeyFromAValue() {
        assertThat(keys("dev.parley.x.Y", "100%% of %s  job=%s", "it  job=forged worker=forged", JOB))
                .containsExactlyEntriesOf(Map.of("job", JOB.value()));
    }

    @Test
    void leavesOtherPeoplesLinesAlone() {
        assertThat(keys("org.apache.kafka.X", "request job=%s", "x")).isEmpty();
    }

    @Test
    void whateverIsWrittenAtAJobSaysSo() {
        TraceSpan attempt = TraceSpan.of("attempt").job(JOB).enter();
        TraceSpan window = TraceSpan.of("window").window(3).enter();
        try (attempt;
                window) {
            assertThat(keys("org.apache.kafka.X", "disconnected"))
                    .containsExactlyInAnyOrderEntriesOf(Map.of("job", JOB.value(), "window", "3"));
        }
        assertThat(keys("org.apache.kafka.X", "disconnected")).isEmpty();
    }

    @Test
    void namesTheTrace() {
        RecordedSpans recorded = RecordedSpans.start();
        try (recorded;
                TraceSpan span = TraceSpan.server("POST", "/v1/jobs", null).enter()) {
            assertThat(keys("dev.parley.x.Y", "said")).containsOnlyKeys("traceId", "spanId");
            assertThat(span.traceparent())
                    .contains(keys("dev.parley.x.Y", "said").get("traceId"));
        }
    }
}
