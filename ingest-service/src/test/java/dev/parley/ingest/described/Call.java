package dev.parley.ingest.described;

import dev.parley.testkit.openapi.Operation;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/**
 * One call of an operation.
 *
 * @param target path and query, percent-encoded
 * @param body what is sent; none is {@code null}
 * @param broken what of the call breaks the description, so that it must not succeed; empty if nothing is known to
 */
record Call(
        Operation operation,
        String method,
        String target,
        List<Map.Entry<String, String>> headers,
        byte[] body,
        List<String> broken) {

    private static final int SHOWN = 600;

    boolean ofTheOperation() {
        return method.equals(operation.method());
    }

    /** As somebody who looks into it wants to see it. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder(method + " " + target);
        headers.forEach(header -> text.append("\n    ").append(header.getKey() + ": " + header.getValue()));
        if (body != null) {
            String shown = new String(body, StandardCharsets.ISO_8859_1).replaceAll("[^\\x20-\\x7e]", "?");
            text.append("\n    (%d bytes) ".formatted(body.length))
                    .append(shown.length() <= SHOWN ? shown : shown.substring(0, SHOWN) + "...");
        }
        return text.toString();
    }
}
