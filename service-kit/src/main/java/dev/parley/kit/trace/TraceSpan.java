package dev.parley.kit.trace;

import dev.parley.contracts.JobId;
import dev.parley.contracts.Redaction;
import dev.parley.contracts.WebUrl;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import java.time.Instant;
import java.util.function.Supplier;
import org.apache.kafka.common.header.Headers;

/**
 * Something that takes time, in a trace; named, and described, by OpenTelemetry's conventions for HTTP and messaging where they
 * have a word. What happens on a thread between {@link #enter} and {@link #close}, both called there, belongs to it; one that
 * is not entered may be closed by any thread. Costs next to nothing while nobody collects traces.
 */
public final class TraceSpan implements AutoCloseable {
    private static final String KAFKA = "kafka";

    private final Span span;
    private Context context;
    private Scope entered; // null until it is

    private TraceSpan(SpanBuilder builder, Context parent) {
        this.span = builder.setParent(parent).startSpan();
        this.context = parent.with(span);
    }

    /** A part of what this thread is at. */
    public static TraceSpan of(String name) {
        return new TraceSpan(Tracing.tracer().spanBuilder(name), Context.current());
    }

    /** Work for one of many that came at once: a trace of its own, with a link to where {@code call} is. */
    public static TraceSpan oneOf(String name, TraceSpan call) {
        SpanBuilder builder = Tracing.tracer().spanBuilder(name).addLink(call.span.getSpanContext());
        return new TraceSpan(builder, Context.root());
    }

    /** What has gone on since {@code began}, and ends when it is closed. */
    public static TraceSpan since(Instant began, String name, String traceparent) {
        return new TraceSpan(Tracing.tracer().spanBuilder(name).setStartTimestamp(began), TraceContext.of(traceparent));
    }

    /** A call that is being answered. @param route as {@code /v1/jobs/{id}/retry} */
    public static TraceSpan server(String method, String route, String traceparent) {
        SpanBuilder builder = Tracing.tracer()
                .spanBuilder(method + " " + route)
                .setSpanKind(SpanKind.SERVER)
                .setAttribute("http.request.method", method)
                .setAttribute("http.route", route);
        return new TraceSpan(builder, TraceContext.of(traceparent));
    }

    /** A call that is being made. Nothing of {@code url} but scheme, host and port is told: the rest may open a door. */
    public static TraceSpan client(String method, WebUrl url, String traceparent) {
        SpanBuilder builder = Tracing.tracer()
                .spanBuilder(method)
                .setSpanKind(SpanKind.CLIENT)
                .setAttribute("http.request.method", method)
                .setAttribute("url.scheme", url.uri().getScheme())
                .setAttribute("server.address", url.host())
                .setAttribute("server.port", url.port());
        return new TraceSpan(builder, TraceContext.of(traceparent));
    }

    /** A record that is being published, as a part of what {@code traceparent} names. */
    public static TraceSpan send(String topic, JobId job, String traceparent) {
        return send(topic, job, TraceContext.of(traceparent));
    }

    /** A record that is being published, as a part of what this thread is at. */
    public static TraceSpan send(String topic, JobId job) {
        return send(topic, job, Context.current());
    }

    private static TraceSpan send(String topic, JobId job, Context parent) {
        return new TraceSpan(message("send", topic).setSpanKind(SpanKind.PRODUCER), parent)
                .job(job)
                .with("messaging.kafka.message.key", job.value());
    }

    /** A record that is being worked on. @param traceparent of its headers */
    public static TraceSpan process(String topic, int partition, long offset, String group, String traceparent) {
        SpanBuilder builder = message("process", topic)
                .setSpanKind(SpanKind.CONSUMER)
                .setAttribute("messaging.destination.partition.id", Integer.toString(partition))
                .setAttribute("messaging.kafka.offset", offset)
                .setAttribute("messaging.consumer.group.name", group);
        return new TraceSpan(builder, TraceContext.of(traceparent));
    }

    private static SpanBuilder message(String operation, String topic) {
        return Tracing.tracer()
                .spanBuilder(operation + " " + topic)
                .setAttribute("messaging.system", KAFKA)
                .setAttribute("messaging.destination.name", topic)
                .setAttribute("messaging.operation.name", operation)
                .setAttribute("messaging.operation.type", operation);
    }

    /** Says of which job it is; before it is entered, so that log records of its thread say so as well. */
    public TraceSpan job(JobId job) {
        context = TraceContext.with(context, "job", job.value());
        return with("parley.job.id", job.value());
    }

    /** Says of which window it is, as {@link #job} does of which job. */
    public TraceSpan window(int index) {
        context = TraceContext.with(context, "window", Integer.toString(index));
        return with("parley.window", index);
    }

    public TraceSpan with(String key, String value) {
        span.setAttribute(key, value);
        return this;
    }

    public TraceSpan with(String key, long value) {
        span.setAttribute(key, value);
        return this;
    }

    /** Says of the span that this thread is in what became of it. */
    public static void note(String key, String value) {
        Span.current().setAttribute(key, value);
    }

    /** As {@link #note(String, String)}. */
    public static void note(String key, long value) {
        Span.current().setAttribute(key, value);
    }

    /** Says that something happened now in the span that this thread is in. */
    public static void event(String name, String key, long value) {
        Span current = Span.current();
        if (current.isRecording()) {
            current.addEvent(name, Attributes.builder().put(key, value).build());
        }
    }

    /** Says that what this thread is in came to nothing. @param type low in cardinality: a kind of fault, a status */
    public static void currentFailed(String type, String message) {
        failed(Span.current(), type, message);
    }

    /** As {@link #currentFailed}, of this one. */
    public TraceSpan failed(String type, String message) {
        failed(span, type, message);
        return this;
    }

    private static void failed(Span span, String type, String message) {
        span.setAttribute("error.type", type);
        span.setStatus(StatusCode.ERROR, message == null ? "" : Redaction.of(message));
    }

    /** What goes on from here belongs to it, until it is closed. */
    public TraceSpan enter() {
        entered = context.makeCurrent();
        return this;
    }

    /** {@code work} as a part of it, on whichever thread. */
    public <T> T within(Supplier<T> work) {
        return context.wrapSupplier(work).get();
    }

    /** Where it is, for whoever continues the trace; null while nobody collects traces. */
    public String traceparent() {
        return TraceContext.written(context);
    }

    /** Says in a record's headers that it is a part of it. */
    public void addTo(Headers headers) {
        TraceContext.addTo(headers, traceparent());
    }

    @Override
    public void close() {
        if (entered != null) {
            entered.close();
        }
        span.end();
    }
}
