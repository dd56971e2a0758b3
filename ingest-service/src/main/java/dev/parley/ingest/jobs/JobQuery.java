package dev.parley.ingest.jobs;

import dev.parley.contracts.JobId;
import dev.parley.contracts.JobState;
import dev.parley.contracts.JobStatus;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Which jobs to list.
 *
 * @param statuses empty: any
 * @param tenant null: any
 * @param labels all of these must be there
 * @param text null, or what the job's id begins with, or its prompt or a label contains, in lower case
 * @param before null, or the job whose elders are wanted
 */
public record JobQuery(
        int limit, Set<JobStatus> statuses, String tenant, Map<String, String> labels, String text, JobId before) {
    /** The same query for one job more: to see whether there are more. */
    public JobQuery andOneMore() {
        return new JobQuery(limit + 1, statuses, tenant, labels, text, before);
    }

    boolean matches(JobState state) {
        return (statuses.isEmpty() || statuses.contains(state.status()))
                && (tenant == null || tenant.equals(state.tenant()))
                && state.labels().entrySet().containsAll(labels.entrySet())
                && (text == null || mentions(state));
    }

    private boolean mentions(JobState state) {
        return state.jobId().value().startsWith(text)
                || state.asked() != null && contains(state.asked().prompt())
                || state.labels().values().stream().anyMatch(this::contains);
    }

    private boolean contains(String words) {
        return words != null && words.toLowerCase(Locale.ROOT).contains(text);
    }
}
