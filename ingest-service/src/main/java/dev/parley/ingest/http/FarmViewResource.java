package dev.parley.ingest.http;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.parley.contracts.Device;
import dev.parley.contracts.Fault;
import dev.parley.contracts.JobId;
import dev.parley.contracts.JobState;
import dev.parley.contracts.JobStatus;
import dev.parley.contracts.Priority;
import dev.parley.ingest.access.Access;
import dev.parley.ingest.dispatch.QueuePlaces;
import dev.parley.ingest.jobs.JobIndex;
import dev.parley.ingest.jobs.JobQuery;
import dev.parley.ingest.jobs.JobTable;
import dev.parley.ingest.jobs.RenderPace;
import dev.parley.ingest.watch.Silences;
import dev.parley.ingest.watch.Workers;
import io.smallrye.common.annotation.Blocking;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import java.time.Instant;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.function.ToIntFunction;
import org.apache.kafka.common.KafkaException;
import org.jboss.logging.Logger;

/** The farm at a glance, for people rather than for Prometheus: who works on what, what waits, how fast it goes. */
@Path("/v1/farm")
@Blocking
@Singleton
public class FarmViewResource {
    private static final Logger LOG = Logger.getLogger(FarmViewResource.class);
    private static final int MOST_IN_QUEUE = 200;
    private static final int LATEST_FAILURES = 500;

    private final JobTable table;
    private final QueuePlaces places;
    private final RenderPace pace;
    private final Workers workers;
    private final Access access;
    private final Silences silences;
    /** By worker; an idle one says nothing. */
    private final Map<String, Device> devices = new ConcurrentHashMap<>();

    /**
     * @param workersKnown whether the broker said which workers there are; if not, those that have a job are listed
     * @param waiting jobs that no worker has begun, of those that the caller sees
     * @param queue the first of them, the next one first
     * @param queueStartsInSeconds when each of {@code queue} is expected to begin; null where that cannot be said
     * @param waitingByTenant how many of {@code queue} are whose
     * @param waitingByPriority how many of {@code queue} wait in which class, the highest first
     * @param jobs how many there are by status
     * @param failures by kind, among the latest jobs that failed
     */
    record FarmView(
            List<Worker> workers,
            boolean workersKnown,
            int waiting,
            List<JobId> queue,
            List<Double> queueStartsInSeconds,
            Map<String, Integer> waitingByTenant,
            Map<Priority, Integer> waitingByPriority,
            Map<String, Integer> jobs,
            List<RenderPace.Pace> paces,
            Map<Fault, Integer> failures) {}

    /**
     * @param job absent of a worker that has none, as is its progress, and of one that has another tenant's
     * @param silentSince when it was last heard of, if that is too long ago for one that has a job
     * @param device the worker's GPU, as it was when last heard of; absent on a CPU
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Worker(
            String name, JobId job, Instant since, JobState.Progress progress, Device device, Instant silentSince) {}

    @Inject
    FarmViewResource(
            JobTable table, QueuePlaces places, RenderPace pace, Workers workers, Access access, Silences silences) {
        this.places = places;
        this.silences = silences;
        this.access = access;
        this.table = table;
        this.pace = pace;
        this.workers = workers;
    }

    @GET
    public FarmView farm() {
        List<JobState> active = table.index().active().stream()
                .flatMap(job -> table.find(job).stream())
                .filter(job -> job.worker() != null && job.status() == JobStatus.RUNNING)
                .sorted(Comparator.comparing(JobState::jobId, Comparator.comparing(JobId::value)))
                .toList();
        Set<String> names = new TreeSet<>();
        boolean known = addKnown(names);
        active.forEach(job -> names.add(job.worker()));
        Optional<String> tenant = access.tenant();
        List<QueuePlaces.Place> shown = places.first(names.size(), active).stream()
                .filter(place -> isShown(place.job()))
                .limit(MOST_IN_QUEUE)
                .toList();
        List<JobId> queued = shown.stream().map(QueuePlaces.Place::job).toList();
        List<JobState> waiting =
                queued.stream().flatMap(job -> table.find(job).stream()).toList();
        JobIndex index = table.index();
        Map<String, Integer> counts =
                counts(status -> tenant.map(own -> index.count(own, status)).orElseGet(() -> index.count(status)));
        return new FarmView(
                workers(names, active),
                known,
                counts.get(JobStatus.ACCEPTED.word()),
                queued,
                shown.stream().map(QueuePlaces.Place::startsInSeconds).toList(),
                tenants(waiting),
                priorities(waiting),
                counts,
                pace.all(),
                failures(tenant.orElse(null)));
    }

    private boolean isShown(JobId job) {
        return table.find(job).filter(access::sees).isPresent();
    }

    /** Of workers that are gone nothing is remembered. */
    private List<Worker> workers(Set<String> names, List<JobState> active) {
        devices.keySet().retainAll(names);
        return names.stream().map(name -> worker(name, active)).toList();
    }

    private boolean addKnown(Set<String> names) {
        try {
            names.addAll(workers.names());
            return true;
        } catch (ExecutionException | TimeoutException | KafkaException e) {
            LOG.debugf("workers unknown  cause=%s", e);
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private Worker worker(String name, List<JobState> active) {
        return active.stream()
                .filter(job -> name.equals(job.worker()))
                .findFirst()
                .map(job -> busy(name, job))
                .orElseGet(() -> new Worker(name, null, null, null, devices.get(name), null));
    }

    private Worker busy(String name, JobState job) {
        JobState.Progress progress = job.progress();
        if (progress != null && progress.device() != null) {
            devices.put(name, progress.device());
        }
        Instant silentSince = silences.since(job).orElse(null);
        return access.sees(job)
                ? new Worker(name, job.jobId(), job.claimedAt(), progress, devices.get(name), silentSince)
                : new Worker(name, null, job.claimedAt(), null, devices.get(name), silentSince);
    }

    private static Map<String, Integer> tenants(List<JobState> waiting) {
        Map<String, Integer> tenants = new TreeMap<>();
        waiting.stream()
                .filter(job -> job.tenant() != null)
                .forEach(job -> tenants.merge(job.tenant(), 1, Integer::sum));
        return tenants;
    }

    private static Map<Priority, Integer> priorities(List<JobState> waiting) {
        Map<Priority, Integer> priorities = new EnumMap<>(Priority.class);
        waiting.forEach(job -> priorities.merge(job.priority(), 1, Integer::sum));
        return priorities;
    }

    private static Map<String, Integer> counts(ToIntFunction<JobStatus> jobs) {
        Map<String, Integer> counts = new LinkedHashMap<>();
        for (JobStatus status : JobStatus.values()) {
            counts.put(status.word(), jobs.applyAsInt(status));
        }
        return counts;
    }

    /** @param tenant whose jobs; null for all */
    private Map<Fault, Integer> failures(String tenant) {
        Map<Fault, Integer> kinds = new EnumMap<>(Fault.class);
        table.list(new JobQuery(LATEST_FAILURES, Set.of(JobStatus.FAILED), tenant, Map.of(), null, null)).stream()
                .filter(job -> job.fault() != null)
                .forEach(job -> kinds.merge(job.fault(), 1, Integer::sum));
        return kinds;
    }
}
