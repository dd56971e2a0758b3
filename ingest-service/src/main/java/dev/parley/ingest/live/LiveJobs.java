package dev.parley.ingest.live;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.RemovalCause;
import com.github.benmanes.caffeine.cache.Scheduler;
import dev.parley.contracts.JobId;
import dev.parley.contracts.RenderPlan;
import dev.parley.ingest.FixedPlans;
import dev.parley.kit.admission.BusyException;
import dev.parley.kit.admission.ScratchFiles;
import dev.parley.kit.store.ObjectStore;
import dev.parley.media.LiveSegment;
import dev.parley.media.MediaException;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Segments of videos under way, made when somebody watches. Several who watch one job share them. What is made and what lies on
 * the disk is bounded, and let go of when nobody has asked for two minutes.
 */
@ApplicationScoped
public class LiveJobs {
    private static final int MOST_JOBS = 32;
    private static final long MOST_BYTES = 64L << 20;
    private static final Duration UNWATCHED = Duration.ofMinutes(2);
    private static final int AT_ONCE = 2;
    private static final long PATIENCE_SECONDS = 20;

    private final ObjectStore store;
    private final FixedPlans plans;
    private final ScratchFiles scratch;
    private final Semaphore free = new Semaphore(AT_ONCE);
    private final Cache<JobId, LiveJob> jobs = Caffeine.newBuilder()
            .maximumSize(MOST_JOBS)
            .expireAfterAccess(UNWATCHED)
            .scheduler(Scheduler.systemScheduler())
            .removalListener((JobId job, LiveJob live, RemovalCause why) -> live.close())
            .build();
    private final Cache<Place, LiveSegment> segments = Caffeine.newBuilder()
            .maximumWeight(MOST_BYTES)
            .weigher((Place place, LiveSegment segment) -> segment.media().length)
            .expireAfterAccess(UNWATCHED)
            .build();

    private record Place(JobId job, int index) {}

    @Inject
    LiveJobs(ObjectStore store, FixedPlans plans, ScratchFiles scratch) {
        this.store = store;
        this.plans = plans;
        this.scratch = scratch;
    }

    /** Nothing while no worker has begun. */
    public Optional<RenderPlan> plan(JobId job) {
        return job(job).map(LiveJob::plan);
    }

    /**
     * A chunk, ready to be played; nothing while it is not committed.
     *
     * @throws BusyException if too many are being made
     */
    public Optional<LiveSegment> segment(JobId job, int index) throws MediaException {
        Optional<LiveJob> live = job(job);
        if (live.isEmpty() || index < 0 || index >= live.get().plan().chunks().count()) {
            return Optional.empty();
        }
        Place place = new Place(job, index);
        LiveSegment known = segments.getIfPresent(place);
        return known != null ? Optional.of(known) : made(live.get(), place);
    }

    private Optional<LiveSegment> made(LiveJob live, Place place) throws MediaException {
        await();
        try {
            Optional<LiveSegment> segment = live.segment(place.index);
            segment.ifPresent(made -> segments.put(place, made));
            return segment;
        } finally {
            free.release();
        }
    }

    private void await() {
        try {
            if (!free.tryAcquire(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                throw new BusyException("too many watch videos that are under way");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new BusyException("the service stops");
        }
    }

    private Optional<LiveJob> job(JobId job) {
        LiveJob known = jobs.getIfPresent(job);
        if (known != null) {
            return Optional.of(known);
        }
        return plans.find(job).map(plan -> jobs.get(job, id -> new LiveJob(plan, store, scratch)));
    }

    @PreDestroy
    void close() {
        jobs.invalidateAll();
        jobs.cleanUp();
    }
}
