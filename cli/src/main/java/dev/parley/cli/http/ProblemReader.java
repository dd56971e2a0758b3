package dev.parley.cli.http;

import com.fasterxml.jackson.databind.JsonNode;
import dev.parley.contracts.Json;
import dev.parley.contracts.Violation;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Reads the body of an answer that says no; whatever it is, people get to read something. */
final class ProblemReader {
    private static final int LONGEST = 300;

    static FarmProblemException of(String call, int status, byte[] body) {
        JsonNode problem = parse(body);
        String title = problem.path("title").asText("");
        String detail = problem.path("detail").asText("");
        String said = title + (title.isEmpty() || detail.isEmpty() ? "" : ": ") + detail;
        String message = "The farm answered %s with %d%s".formatted(call, status, said.isEmpty() ? "" : ", " + said);
        return new FarmProblemException(
                status, message.substring(0, Math.min(LONGEST, message.length())), violations(problem));
    }

    private static JsonNode parse(byte[] body) {
        try {
            return Json.mapper().readTree(body);
        } catch (IOException noJson) {
            return Json.mapper().missingNode();
        }
    }

    private static List<Violation> violations(JsonNode problem) {
        List<Violation> violations = new ArrayList<>();
        for (JsonNode violation : problem.path("violations")) {
            violations.add(new Violation(
                    violation.path("path").asText(""),
                    violation.path("code").asText("invalid"),
                    violation.path("message").asText("")));
        }
        return violations;
    }

    private ProblemReader() {}
}
