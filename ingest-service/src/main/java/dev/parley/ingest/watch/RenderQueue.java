package dev.parley.ingest.watch;

import dev.parley.contracts.JobState;
import java.time.Instant;
import java.util.Optional;

/** What is known of the tickets that workers have not finished. */
public interface RenderQueue {
    /** Since when no ticket waits or is in work; nothing while there is one, or if nobody knows. */
    Optional<Instant> emptySince();

    /** Whether the job can still be claimed again: its ticket is there, and no worker that could speak holds it. */
    boolean waits(JobState job);
}
