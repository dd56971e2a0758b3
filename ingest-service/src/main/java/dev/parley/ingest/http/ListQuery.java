package dev.parley.ingest.http;

import dev.parley.contracts.InvalidRequestException;
import dev.parley.contracts.JobId;
import dev.parley.contracts.JobStatus;
import dev.parley.contracts.Violation;
import dev.parley.ingest.jobs.JobQuery;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The query of {@code GET /v1/jobs}. */
final class ListQuery {
    private static final int USUAL = 50;
    private static final int MOST = 500;

    static JobQuery parse(
            String limit, List<String> status, String tenant, List<String> label, String text, String before) {
        List<Violation> faults = new ArrayList<>();
        JobQuery query = new JobQuery(
                limit(limit, faults),
                statuses(status, faults),
                tenant,
                labels(label, faults),
                text == null || text.isBlank() ? null : text.strip().toLowerCase(Locale.ROOT),
                before(before, faults));
        if (!faults.isEmpty()) {
            throw new InvalidRequestException(faults);
        }
        return query;
    }

    static int limit(String text, List<Violation> faults) {
        int limit = text == null ? USUAL : text.matches("\\d{1,6}") ? Integer.parseInt(text) : 0;
        if (limit < 1 || limit > MOST) {
            faults.add(new Violation("limit", "out-of-range", "found '%s', expected 1 to %d".formatted(text, MOST)));
        }
        return limit;
    }

    private static Set<JobStatus> statuses(List<String> words, List<Violation> faults) {
        Set<JobStatus> statuses = EnumSet.noneOf(JobStatus.class);
        for (String word : words == null ? List.<String>of() : words) {
            Optional<JobStatus> status = JobStatus.parse(word);
            status.ifPresent(statuses::add);
            if (status.isEmpty()) {
                List<String> all = List.of(JobStatus.values()).stream()
                        .map(JobStatus::word)
                        .toList();
                faults.add(new Violation(
                        "status", "unknown-value", "found '%s', expected one of %s".formatted(word, all)));
            }
        }
        return statuses;
    }

    private static Map<String, String> labels(List<String> given, List<Violation> faults) {
        Map<String, String> labels = new HashMap<>();
        for (String label : given == null ? List.<String>of() : given) {
            int colon = label.indexOf(':');
            if (colon < 1) {
                faults.add(new Violation("label", "bad-format", "found '%s', expected name:value".formatted(label)));
            } else {
                labels.put(label.substring(0, colon), label.substring(colon + 1));
            }
        }
        return labels;
    }

    private static JobId before(String before, List<Violation> faults) {
        Optional<JobId> job = JobId.parse(before);
        if (before != null && job.isEmpty()) {
            faults.add(new Violation("before", "bad-format", "found '%s', expected a job's id".formatted(before)));
        }
        return job.orElse(null);
    }

    private ListQuery() {}
}
