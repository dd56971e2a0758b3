package dev.parley.client;

import java.util.List;

/**
 * Some jobs, newest first.
 *
 * @param next where the next page begins, for {@link Parley#list(JobFilter, String)}; null on the last page
 */
public record JobPage(List<Job> jobs, String next) {
    public JobPage {
        jobs = jobs == null ? List.of() : List.copyOf(jobs);
    }
}
