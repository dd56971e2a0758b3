package dev.parley.ingest.described;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.parley.testkit.openapi.ApiDocument;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What came of a call.
 *
 * @param type without parameters; empty if there is none
 * @param allow the header {@code Allow}; empty if there is none
 * @param body empty for a stream of events, which is not read
 */
record Answer(int status, String type, String allow, byte[] body, Duration took) {
    /** Calls take milliseconds, a render's plan some hundred; this is for machines that do much else. */
    private static final Duration LONGEST = Duration.ofSeconds(20);

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String PROBLEM = "application/problem+json";
    private static final String EVENTS = "text/event-stream";
    private static final String LINES = "application/x-ndjson";
    private static final int OK = 200;
    private static final int ERRORS = 400;
    private static final int NO_METHOD = 405;
    private static final int OURS = 500;

    /** What is not as the document says. */
    List<String> faults(ApiDocument document, Call call) {
        List<String> faults = new ArrayList<>();
        if (took.compareTo(LONGEST) > 0) {
            faults.add("took %d ms".formatted(took.toMillis()));
        }
        if (call.ofTheOperation()) {
            isDescribed(document, call, faults);
        } else if (status != NO_METHOD || allow.isEmpty()) {
            faults.add("found %d and Allow '%s', expected 405 and the methods of the path".formatted(status, allow));
        }
        if (status >= ERRORS && !call.method().equals("HEAD")) {
            isProblem(document, faults);
        }
        return faults;
    }

    private void isDescribed(ApiDocument document, Call call, List<String> faults) {
        JsonNode described = call.operation().answers().get(status);
        if (described == null) {
            faults.add("found %d, which is not described; described are %s"
                    .formatted(status, call.operation().answers().keySet()));
            return;
        }
        if (status < ERRORS && !call.broken().isEmpty()) {
            faults.add("found %d, expected a refusal: %s".formatted(status, call.broken()));
        }
        JsonNode content = described.path("content");
        if (call.method().equals("HEAD") || content.isEmpty()) {
            if (body.length > 0) {
                faults.add("found a body of %d bytes, expected none".formatted(body.length));
            }
        } else if (!content.has(type)) {
            faults.add("found the type '%s', described are %s"
                    .formatted(
                            type,
                            content.properties().stream()
                                    .map(java.util.Map.Entry::getKey)
                                    .toList()));
        } else if (type.equals(LINES)) {
            JsonNode answers = document.root().at("/components/schemas/LineAnswer");
            text().lines().forEach(line -> fits(document, answers, line, faults));
        } else if (type.endsWith("json")) {
            fits(document, content.path(type).path("schema"), text(), faults);
        } else if (body.length == 0 && status == OK && !type.equals(EVENTS)) {
            faults.add("found an empty body");
        }
    }

    private static void fits(ApiDocument document, JsonNode schema, String text, List<String> faults) {
        Optional<JsonNode> value = parsed(text);
        if (value.isEmpty()) {
            faults.add("found what is no JSON: " + text);
        } else if (!schema.isMissingNode()) {
            document.faultsOfAnswer(schema, value.get()).forEach(fault -> faults.add("body: " + fault));
        }
    }

    private void isProblem(ApiDocument document, List<String> faults) {
        JsonNode problem = parsed(text()).orElse(JSON.missingNode());
        boolean complete = type.equals(PROBLEM)
                && problem.path("status").asInt() == status
                && problem.path("type").asText().matches("urn:parley:problem:[a-z-]+")
                && !problem.path("title").asText().isBlank()
                && !problem.path("detail").asText().isBlank();
        if (!complete) {
            faults.add("found '%s' %s, expected a problem of status %d".formatted(type, text(), status));
        }
        if (status >= OURS && status != 503) {
            faults.add("found %d, which is our fault".formatted(status));
        }
        JsonNode schema = document.root().at("/components/schemas/Problem");
        document.faultsOfAnswer(schema, problem).forEach(fault -> faults.add("problem: " + fault));
    }

    private static Optional<JsonNode> parsed(String text) {
        try {
            return Optional.of(JSON.readTree(text)).filter(value -> !value.isMissingNode());
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private String text() {
        return new String(body, StandardCharsets.UTF_8);
    }
}
