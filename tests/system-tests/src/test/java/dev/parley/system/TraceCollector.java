package dev.parley.system;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.Span;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import java.util.zip.GZIPInputStream;

/** Takes traces as OpenTelemetry's protocol brings them over HTTP, and the calls of webhooks. */
final class TraceCollector implements AutoCloseable {
    private final HttpServer server;
    private final Queue<Heard> spans = new ConcurrentLinkedQueue<>();
    private final Map<String, String> hooks = new ConcurrentHashMap<>();

    /** @param parent empty of the first */
    record Heard(
            String service,
            String instance,
            String name,
            String kind,
            String trace,
            String id,
            String parent,
            Map<String, String> attributes,
            List<String> events) {
        static Heard of(Map<String, String> resource, Span span) {
            return new Heard(
                    resource.get("service.name"),
                    resource.get("service.instance.id"),
                    span.getName(),
                    span.getKind().name().replace("SPAN_KIND_", ""),
                    HexFormat.of().formatHex(span.getTraceId().toByteArray()),
                    HexFormat.of().formatHex(span.getSpanId().toByteArray()),
                    HexFormat.of().formatHex(span.getParentSpanId().toByteArray()),
                    TraceCollector.attributes(span.getAttributesList()),
                    span.getEventsList().stream().map(Span.Event::getName).toList());
        }
    }

    private TraceCollector(HttpServer server) {
        this.server = server;
    }

    static TraceCollector start() throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        TraceCollector collector = new TraceCollector(server);
        server.createContext("/v1/traces", collector::take);
        server.createContext("/hook/", collector::hook);
        server.setExecutor(Executors.newCachedThreadPool());
        server.start();
        return collector;
    }

    /** What a service has to know; it need not wait for a full batch. */
    Map<String, String> settings() {
        return Map.of("OTEL_EXPORTER_OTLP_ENDPOINT", url(""), "OTEL_BSP_SCHEDULE_DELAY", "100");
    }

    String url(String path) {
        return "http://127.0.0.1:%d%s".formatted(server.getAddress().getPort(), path);
    }

    /** Of one trace, in the order of their ends. */
    List<Heard> trace(String trace) {
        return spans.stream().filter(span -> span.trace.equals(trace)).toList();
    }

    List<Heard> ofJob(String job) {
        return spans.stream()
                .filter(span -> job.equals(span.attributes.get("parley.job.id")))
                .toList();
    }

    /** The header {@code traceparent} of the call of {@code /hook/NAME}; null before it came. */
    String hook(String name) {
        return hooks.get("/hook/" + name);
    }

    private void take(HttpExchange call) throws IOException {
        boolean zipped = "gzip".equals(call.getRequestHeaders().getFirst("Content-Encoding"));
        var body = zipped ? new GZIPInputStream(call.getRequestBody()) : call.getRequestBody();
        for (ResourceSpans sent : ExportTraceServiceRequest.parseFrom(body).getResourceSpansList()) {
            Map<String, String> resource = attributes(sent.getResource().getAttributesList());
            sent.getScopeSpansList().stream()
                    .flatMap(scope -> scope.getSpansList().stream())
                    .forEach(span -> spans.add(Heard.of(resource, span)));
        }
        answer(call);
    }

    private void hook(HttpExchange call) throws IOException {
        String traceparent = call.getRequestHeaders().getFirst("traceparent");
        hooks.put(call.getRequestURI().getPath(), traceparent == null ? "none" : traceparent);
        answer(call);
    }

    private static void answer(HttpExchange call) throws IOException {
        call.sendResponseHeaders(200, -1);
        call.close();
    }

    private static Map<String, String> attributes(List<KeyValue> sent) {
        return sent.stream().collect(Collectors.toMap(KeyValue::getKey, pair -> text(pair.getValue())));
    }

    private static String text(AnyValue value) {
        return value.hasIntValue() ? Long.toString(value.getIntValue()) : value.getStringValue();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
