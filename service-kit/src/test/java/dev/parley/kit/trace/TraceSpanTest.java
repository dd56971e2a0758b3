package dev.parley.kit.trace;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.contracts.JobId;
import dev.parley.contracts.WebUrl;
import dev.parley.kit.telemetry.Exemplar;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.Labels;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TraceSpanTest {
    private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
    private static final String CALLER = "00-" + TRACE + "-00f067aa0ba902b7-01";
    private static final JobId JOB = JobId.create(Instant.EPOCH);

    private RecordedSpans recorded;

    @BeforeEach
    void record() {
        recorded = RecordedSpans.start();
    }

    @AfterEach
    void stop() {
        recorded.close();
    }

    @Test
    void goesOnTheTraceOfACaller() {
        TraceSpan.server("POST", "/v1/jobs", CALLER).close();
        assertThat(recorded.last().getTraceId()).isEqualTo(TRACE);
        assertThat(recorded.last().getParentSpanId()).isEqualTo("00f067aa0ba902b7");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "x",
                "00-00000000000000000000000000000000-00f067aa0ba902b7-01",
                "00-4bf92f3577b34da6a3ce929d0e0e4736-0000000000000000-01",
                "00-4BF92F3577B34DA6A3CE929D0E0E4736-00f067aa0ba902b7-01",
                "ff-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
                "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01-more",
                "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01\r\nx: y",
                "00-\u0664bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"
            })
    void beginsATraceOfItsOwnWhereTheCallersIsNone(String hostile) {
        TraceSpan.server("POST", "/v1/jobs", hostile).close();
        assertThat(recorded.last().getParentSpanContext().isValid()).isFalse();
        assertThat(recorded.last().getTraceId()).isNotEqualTo(TRACE).matches("[0-9a-f]{32}");
    }

    @Test
    void isContinuedByWhoeverReadsTheRecord() {
        Headers headers = new RecordHeaders();
        TraceSpan sending = TraceSpan.send("parley.renders", JOB, CALLER).enter();
        try (sending) {
            TraceContext.addTo(headers);
            TraceContext.addTo(headers);
            assertThat(headers.toArray()).hasSize(1);
        }
        SpanData sent = recorded.last();
        TraceSpan.process("parley.renders", 3, 7, "render-workers", TraceContext.in(headers))
                .job(JOB)
                .close();
        SpanData processed = recorded.last();
        assertThat(processed.getTraceId()).isEqualTo(TRACE);
        assertThat(processed.getParentSpanId()).isEqualTo(sent.getSpanId());
        assertThat(processed.getName()).isEqualTo("process parley.renders");
        assertThat(text(processed, "messaging.destination.partition.id")).isEqualTo("3");
        assertThat(text(processed, "parley.job.id")).isEqualTo(JOB.value());
        assertThat(TraceContext.current()).isNull();
    }

    @Test
    void aRecordOfWhichThereIsATraceAlreadyKeepsIt() {
        Headers headers = new RecordHeaders().add("traceparent", CALLER.getBytes(UTF_8));
        TraceSpan other = TraceSpan.of("other").enter();
        try (other) {
            TraceContext.addTo(headers);
        }
        assertThat(TraceContext.in(headers)).isEqualTo(CALLER);
    }

    @Test
    void workOnAnotherThreadBelongsToIt() {
        TraceSpan span = TraceSpan.of("window").enter();
        try (span) {
            CompletableFuture.runAsync(
                            TraceContext.carry(() -> TraceSpan.of("chunk").close()))
                    .join();
        }
        assertThat(recorded.all()).extracting(SpanData::getName).containsExactly("chunk", "window");
        assertThat(recorded.all().get(0).getParentSpanId())
                .isEqualTo(recorded.all().get(1).getSpanId());
    }

    @Test
    void exemplarsOfMetricsNameIt() {
        Histogram histogram =
                Histogram.builder().name("test_seconds").help("Test").register(new PrometheusRegistry());
        TraceSpan span = TraceSpan.server("POST", "/v1/jobs", CALLER).enter();
        try (span) {
            histogram.observeWithExemplar(1, Exemplar.of(JOB));
        }
        Labels exemplar =
                histogram.collect().getDataPoints().get(0).getExemplars().get(0).getLabels();
        assertThat(exemplar.get("job_id")).isEqualTo(JOB.value());
        assertThat(exemplar.get("trace_id")).isEqualTo(TRACE);
    }

    @Test
    void tellsNoSecretOfWhomItCalls() {
        TraceSpan.client("POST", WebUrl.parse("https://example.org:8443/hook?token=abc"), CALLER)
                .failed("unreachable", "no answer of https://example.org/hook?token=abc")
                .close();
        assertThat(text(recorded.last(), "server.address")).isEqualTo("example.org");
        assertThat(recorded.last().toString()).doesNotContain("abc").contains("unreachable");
    }

    @Test
    void nothingIsSaidWhileNobodyCollectsTraces() {
        recorded.close();
        Headers headers = new RecordHeaders();
        try (TraceSpan span = TraceSpan.server("POST", "/v1/jobs", CALLER).enter()) {
            TraceContext.addTo(headers);
            assertThat(span.traceparent()).isNull();
        }
        assertThat(headers.toArray()).isEmpty();
    }

    private static String text(SpanData span, String key) {
        return span.getAttributes().get(AttributeKey.stringKey(key));
    }
}
