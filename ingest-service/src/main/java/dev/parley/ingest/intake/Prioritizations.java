package dev.parley.ingest.intake;

import dev.parley.contracts.JobEvent;
import dev.parley.contracts.JobState;
import dev.parley.contracts.Priority;
import dev.parley.ingest.access.Access;
import dev.parley.ingest.access.KeyScope;
import dev.parley.ingest.jobs.JobEnds;
import dev.parley.ingest.quota.Quotas;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/** Gives jobs that wait another priority. */
@ApplicationScoped
public class Prioritizations {
    private static final Duration VIEW = Duration.ofSeconds(2);

    private final EventPublisher publisher;
    private final JobEnds ends;
    private final Access access;
    private final Quotas quotas;

    @Inject
    Prioritizations(EventPublisher publisher, JobEnds ends, Access access, Quotas quotas) {
        this.access = access;
        this.quotas = quotas;
        this.publisher = publisher;
        this.ends = ends;
    }

    /**
     * Changes nothing where the job has its ticket by the time that this is heard.
     *
     * @return the job when the view shows its priority, or as it is shown a little later
     * @throws dev.parley.contracts.InvalidRequestException when the job's tenant may not ask for it, nor the caller for all
     */
    public CompletableFuture<JobState> prioritize(JobState job, Priority priority) {
        boolean byAdmin =
                access.caller().filter(caller -> caller.may(KeyScope.ADMIN)).isPresent();
        if (!byAdmin) {
            quotas.checkPriority(job.tenant(), priority);
        }
        return publisher
                .emit(job.jobId(), new JobEvent.Prioritized(priority))
                .handle((done, failure) -> {
                    if (failure != null) {
                        throw new BrokerUnavailableException("Kafka did not take the priority", failure);
                    }
                    return job;
                })
                .thenCompose(
                        told -> ends.await(told, now -> now.priority() == priority || !now.waitsForTicket(), VIEW));
    }
}
