package dev.parley.kit.trace;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.ContextKey;
import io.opentelemetry.context.propagation.TextMapGetter;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;

/**
 * Where a trace is, as W3C writes it: version, trace, span and flags in 55 characters. Of a caller's headers only this one is
 * taken: {@code tracestate} and {@code baggage} are theirs to fill, and would be kept with every job.
 */
public final class TraceContext {
    /** The header of HTTP calls and of records, and the CloudEvents attribute. */
    public static final String TRACEPARENT = "traceparent";

    private static final W3CTraceContextPropagator W3C = W3CTraceContextPropagator.getInstance();
    private static final TextMapGetter<String> ONLY_PARENT = new TextMapGetter<>() {
        @Override
        public Iterable<String> keys(String traceparent) {
            return List.of(TRACEPARENT);
        }

        @Override
        public String get(String traceparent, String key) {
            return TRACEPARENT.equals(key) ? traceparent : null;
        }
    };

    private static final ContextKey<Map<String, String>> KEYS = ContextKey.named("parley.log.keys");

    /** What log records of this thread are found by. */
    static Map<String, String> keys() {
        Map<String, String> keys = Context.current().get(KEYS);
        return keys == null ? Map.of() : keys;
    }

    static Context with(Context context, String key, String value) {
        Map<String, String> keys = new HashMap<>();
        if (context.get(KEYS) != null) {
            keys.putAll(context.get(KEYS));
        }
        keys.put(key, value);
        return context.with(KEYS, Map.copyOf(keys));
    }

    /** What {@code traceparent} names; the root where it is null or malformed, and while nobody collects traces. */
    static Context of(String traceparent) {
        return traceparent == null || !Tracing.isOn()
                ? Context.root()
                : W3C.extract(Context.root(), traceparent, ONLY_PARENT);
    }

    /** What work on this thread belongs to; null where it belongs to nothing. */
    public static String current() {
        return written(Context.current());
    }

    static String written(Context context) {
        String[] text = new String[1];
        W3C.inject(context, text, (written, key, value) -> {
            if (TRACEPARENT.equals(key)) {
                written[0] = value;
            }
        });
        return text[0];
    }

    /** As a record's header says; null where it does not. */
    public static String in(Headers headers) {
        return Optional.ofNullable(headers.lastHeader(TRACEPARENT))
                .map(Header::value)
                .map(value -> new String(value, US_ASCII))
                .orElse(null);
    }

    /** Says in a record's headers what work on this thread belongs to, unless they say something already. */
    public static void addTo(Headers headers) {
        addTo(headers, current());
    }

    static void addTo(Headers headers, String traceparent) {
        if (traceparent != null && headers.lastHeader(TRACEPARENT) == null) {
            headers.add(TRACEPARENT, traceparent.getBytes(US_ASCII));
        }
    }

    /** {@code work} as a part of what this thread is at, whichever thread does it. */
    public static Runnable carry(Runnable work) {
        return Context.current().wrap(work);
    }

    private TraceContext() {}
}
