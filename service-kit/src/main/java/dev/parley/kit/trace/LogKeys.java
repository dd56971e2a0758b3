package dev.parley.kit.trace;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.quarkus.logging.LoggingFilter;
import java.util.logging.Filter;
import java.util.logging.LogRecord;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jboss.logmanager.ExtLogRecord;

/**
 * Gives every log record the keys that it is found by: those that our lines end with ({@code job=%s attempt=%d}), the job and
 * the window that its thread is at, and the trace. Formats that write records as JSON write them as {@code mdc}; lines of text
 * name them by {@code %X{traceId}}. Keys are taken from the format alone, so no value can bring one of its own.
 */
@LoggingFilter(name = "keys")
public final class LogKeys implements Filter {
    private static final String OURS = "dev.parley.";

    /** A key, where there is one, and the place of a value; or what stands for a character. */
    private static final Pattern PLACE =
            Pattern.compile("%[%n]|(?:(?<=\\s)(\\w+)=)?(%[-#+ 0,(]*\\d*(?:\\.\\d+)?[a-zA-Z])");

    @Override
    public boolean isLoggable(LogRecord record) {
        if (record instanceof ExtLogRecord ours) {
            TraceContext.keys().forEach(ours::putMdc);
            SpanContext trace = Span.current().getSpanContext();
            if (trace.isValid()) {
                ours.putMdc("traceId", trace.getTraceId());
                ours.putMdc("spanId", trace.getSpanId());
            }
            if (isFormatted(ours)) {
                addKeys(ours);
            }
        }
        return true;
    }

    private static boolean isFormatted(ExtLogRecord record) {
        return record.getFormatStyle() == ExtLogRecord.FormatStyle.PRINTF
                && record.getParameters() != null
                && record.getLoggerName() != null
                && record.getLoggerName().startsWith(OURS);
    }

    private static void addKeys(ExtLogRecord record) {
        Object[] values = record.getParameters();
        Matcher place = PLACE.matcher(record.getMessage());
        int next = 0;
        while (next < values.length && place.find()) {
            if (place.group(1) != null) {
                record.putMdc(place.group(1), String.valueOf(values[next]));
            }
            next += place.group(2) == null ? 0 : 1;
        }
    }
}
