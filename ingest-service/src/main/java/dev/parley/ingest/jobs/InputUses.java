package dev.parley.ingest.jobs;

import dev.parley.contracts.JobId;
import dev.parley.contracts.JobState;
import dev.parley.ingest.disk.Disk;
import dev.parley.ingest.disk.DiskMap;
import dev.parley.ingest.disk.Key;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Which jobs are made of which inputs, kept up with every change. */
final class InputUses {
    private final DiskMap uses;
    /** Jobs that have not ended and of which nobody knows what they are made of. */
    private volatile int unknown;

    InputUses(Disk disk) {
        uses = disk.map("inputs");
    }

    /**
     * Those of {@code inputs} that jobs are made of, deleted ones aside; all, while there is a job of an older farm that has
     * not ended, of which nobody knows what it is made of.
     */
    Set<String> used(Set<String> inputs) {
        return unknown > 0
                ? Set.copyOf(inputs)
                : inputs.stream().filter(this::isUsed).collect(Collectors.toSet());
    }

    private boolean isUsed(String input) {
        return uses.startingWith(new Key().text(input).bytes()).hasNext();
    }

    /** One change at a time. {@code before} is null for a new job, {@code after} for a forgotten one. */
    void change(JobState before, JobState after) {
        int more = (isUnknown(after) ? 1 : 0) - (isUnknown(before) ? 1 : 0);
        if (more != 0) {
            unknown += more;
        }
        Set<String> old = Set.copyOf(madeOf(before));
        Set<String> now = Set.copyOf(madeOf(after));
        if (!old.equals(now)) {
            old.stream()
                    .filter(input -> !now.contains(input))
                    .forEach(input -> uses.remove(key(input, before.jobId())));
            now.stream().filter(input -> !old.contains(input)).forEach(input -> uses.add(key(input, after.jobId())));
        }
    }

    private static byte[] key(String input, JobId job) {
        return new Key().text(input).job(job).bytes();
    }

    private static boolean isUnknown(JobState job) {
        return isThere(job) && madeOf(job).isEmpty() && !job.status().terminal();
    }

    private static boolean isThere(JobState job) {
        return job != null && job.deletion() == null && job.speakers() != null;
    }

    private static List<String> madeOf(JobState job) {
        if (!isThere(job)) {
            return List.of();
        }
        if (job.intake() != null && !job.intake().inputs().isEmpty()) {
            return job.intake().inputs();
        }
        boolean seen = job.asked() != null && job.asked().picture() != null;
        return seen && job.status().terminal() ? List.of(job.asked().picture()) : List.of();
    }
}
