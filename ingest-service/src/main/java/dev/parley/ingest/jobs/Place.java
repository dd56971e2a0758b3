package dev.parley.ingest.jobs;

import dev.parley.contracts.JobId;
import dev.parley.contracts.JobState;
import java.time.Instant;
import java.util.Comparator;

/** Where a job stands among all others: the newest first. */
record Place(Instant createdAt, JobId job) implements Comparable<Place> {
    private static final Comparator<Place> NEWEST_FIRST =
            Comparator.comparing(Place::createdAt).thenComparing(Place::job).reversed();

    static Place of(JobState state) {
        return new Place(state.createdAt(), state.jobId());
    }

    @Override
    public int compareTo(Place other) {
        return NEWEST_FIRST.compare(this, other);
    }
}
