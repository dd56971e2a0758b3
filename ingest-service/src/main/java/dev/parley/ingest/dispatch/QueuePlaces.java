package dev.parley.ingest.dispatch;

import dev.parley.contracts.JobId;
import dev.parley.contracts.JobState;
import dev.parley.ingest.dispatch.JobQueue.Next;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.PriorityQueue;

/** Who is next, and when that may be: what people who wait want to know. */
@ApplicationScoped
public class QueuePlaces {
    /** Beyond these nobody is told a place. */
    private static final int MOST = 1_000;
    /** Every open page asks every few seconds. */
    private static final Duration FRESH = Duration.ofSeconds(1);

    private final JobQueue queue;
    private final Clock clock;
    private volatile Known known = new Known(Instant.MIN, List.of());

    private record Known(Instant at, List<Next> order) {}

    /** @param startsInSeconds a guess; null where the farm has not rendered enough to make one, or has no worker */
    public record Place(JobId job, Double startsInSeconds) {}

    @Inject
    QueuePlaces(JobQueue queue, Clock clock) {
        this.queue = queue;
        this.clock = clock;
    }

    /**
     * The first jobs that no worker has begun, in the order in which they will be.
     *
     * @param workers how many there are
     * @param running what they do
     */
    public List<Place> first(int workers, List<JobState> running) {
        Instant now = clock.instant();
        Known latest = known;
        if (latest.at.plus(FRESH).isBefore(now)) {
            latest = new Known(now, queue.order(MOST));
            known = latest;
        }
        PriorityQueue<Long> free = new PriorityQueue<>();
        running.stream().limit(workers).map(this::restMillis).forEach(free::add);
        while (free.size() < workers) {
            free.add(0L);
        }
        boolean sure = workers > 0;
        List<Place> places = new ArrayList<>();
        for (Next next : latest.order) {
            Optional<Long> takes = next.millis();
            Long start = free.poll();
            places.add(new Place(next.job(), sure ? start / 1_000.0 : null));
            // Whatever comes after a job of unknown length begins nobody knows when.
            sure = sure && takes.isPresent();
            if (start != null) {
                free.add(start + takes.orElse(0L));
            }
        }
        return places;
    }

    private long restMillis(JobState job) {
        if (job.progress() != null && job.progress().etaSeconds() != null) {
            return Math.round(job.progress().etaSeconds() * 1_000);
        }
        return Math.max(0, queue.expectedMillis(job).orElse(0L) - JobQueue.busyMillis(job));
    }
}
