package dev.parley.client;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/** The farm answered that it will not: its problem document (RFC 9457, {@code application/problem+json}). */
public final class ParleyProblemException extends ParleyException {
    private static final String TYPE = "urn:parley:problem:";
    private static final int LONGEST = 500;

    private final int status;
    private final String type;
    private final String title;
    private final String detail;
    private final transient List<Notice> violations;

    private ParleyProblemException(String message, int status, JsonNode problem, List<Notice> violations) {
        super(message, null);
        this.status = status;
        this.type = problem.path("type").asText("about:blank");
        this.title = problem.path("title").asText("");
        this.detail = problem.path("detail").asText("");
        this.violations = List.copyOf(violations);
    }

    /** @param body of the answer, whatever it is: people get to read something */
    static ParleyProblemException of(String call, int status, byte[] body) {
        JsonNode problem = FarmJson.tree(body);
        List<Notice> violations = new ArrayList<>();
        problem.path("violations").forEach(violation -> violations.add(Notice.of(violation)));
        return new ParleyProblemException(message(call, status, problem, violations), status, problem, violations);
    }

    private static String message(String call, int status, JsonNode problem, List<Notice> violations) {
        StringBuilder message = new StringBuilder("The farm answered %s with %d".formatted(call, status));
        if (violations.isEmpty()) {
            append(message, ", ", problem.path("title").asText(""));
            append(message, ": ", problem.path("detail").asText(""));
        }
        for (int i = 0; i < violations.size(); i++) {
            append(message, i == 0 ? ": " : "; ", violations.get(i).toString());
        }
        return message.length() <= LONGEST ? message.toString() : message.substring(0, LONGEST) + "...";
    }

    private static void append(StringBuilder message, String before, String text) {
        if (!text.isEmpty()) {
            message.append(before).append(text);
        }
    }

    /** The HTTP status, 300 and up. */
    public int status() {
        return status;
    }

    /** A stable word for the kind of problem, as {@code no-such-job}; empty if there is none. */
    public String code() {
        return type.startsWith(TYPE) ? type.substring(TYPE.length()) : "";
    }

    /** The document's {@code type}, a URI. */
    public String type() {
        return type;
    }

    public String title() {
        return title;
    }

    public String detail() {
        return detail;
    }

    /** What is wrong with the request, field by field; empty where something else is. */
    public List<Notice> violations() {
        return violations;
    }
}
