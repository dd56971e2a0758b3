package dev.parley.ingest.jobs;

import dev.parley.contracts.JobId;
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

    /**
     * Whether the job is meant, of whose tenant and status that is known.
     *
     * @param listed its {@link Listed}, which is read only if need be
     */
    boolean matches(JobId job, byte[] listed) {
        if (labels.isEmpty() && (text == null || job.value().startsWith(text))) {
            return true;
        }
        Listed known = Listed.read(listed);
        return known.labels().entrySet().containsAll(labels.entrySet())
                && (text == null || job.value().startsWith(text) || mentions(known));
    }

    private boolean mentions(Listed job) {
        return job.prompt() != null && job.prompt().contains(text)
                || job.labels().values().stream()
                        .anyMatch(label -> label.toLowerCase(Locale.ROOT).contains(text));
    }
}
