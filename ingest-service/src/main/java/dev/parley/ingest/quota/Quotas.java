package dev.parley.ingest.quota;

import dev.parley.contracts.InvalidRequestException;
import dev.parley.contracts.JobId;
import dev.parley.contracts.Priority;
import dev.parley.contracts.Violation;
import dev.parley.contracts.WireName;
import dev.parley.ingest.access.Access;
import dev.parley.ingest.access.KeyRing;
import dev.parley.ingest.access.TenantQuota;
import dev.parley.ingest.jobs.JobTable;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Refuses jobs of tenants that have used up what they may. Exact among the calls of one instance; two instances may each let
 * a job pass in the moment before they hear of the other's.
 */
@ApplicationScoped
public class Quotas {
    /** What violations about quotas begin with. */
    public static final String CODE = "quota-";

    private static final String JOBS = CODE + "jobs";
    private static final String VIDEO = CODE + "video-seconds";
    private static final String GPU = CODE + "gpu-seconds";
    private static final long SOON_SECONDS = 30;
    private static final long DAY_SECONDS = 86_400;

    private final KeyRing keys;
    private final JobTable table;
    private final Clock clock;
    private final TenantQuota farm;
    private final UsageBook book;
    private final Map<JobId, Reservation> reserved = new HashMap<>();

    /** For a job that is under way and not in the table yet. */
    private record Reservation(String tenant, double videoSeconds) {}

    /**
     * What a tenant uses and may use.
     *
     * @param jobs that wait or run
     * @param videoSeconds of today, as is {@code gpuSeconds}
     * @param quota what limits it: its own, and the farm's where it has none
     * @param own what was set for this tenant
     * @param resetsAt when a new day begins
     */
    public record Usage(
            String tenant,
            int jobs,
            double videoSeconds,
            double gpuSeconds,
            TenantQuota quota,
            TenantQuota own,
            Instant resetsAt) {}

    @Inject
    Quotas(QuotaConfig config, Access access, KeyRing keys, JobTable table, Clock clock) {
        this.keys = keys;
        this.table = table;
        this.clock = clock;
        this.farm = new TenantQuota(
                config.jobs().isPresent() ? config.jobs().getAsInt() : null,
                config.running().isPresent() ? config.running().getAsInt() : null,
                config.videoSeconds().isPresent() ? config.videoSeconds().getAsLong() : null,
                config.gpuSeconds().isPresent() ? config.gpuSeconds().getAsLong() : null,
                config.priority().or(() -> usual(access)).orElse(null),
                null);
        this.book = new UsageBook(clock);
    }

    /** Where callers are known, not everybody is in a hurry. */
    private static Optional<Priority> usual(Access access) {
        return access.isOn() ? Optional.of(Priority.NORMAL) : Optional.empty();
    }

    // Before the table is read.
    void onStart(@Observes @jakarta.annotation.Priority(5) StartupEvent event) {
        table.follow(book::change);
    }

    /**
     * Before a request is looked at any closer.
     *
     * @throws InvalidRequestException when the tenant has nothing left
     */
    public synchronized void check(String tenant) {
        Usage usage = usage(tenant);
        TenantQuota quota = usage.quota();
        List<Violation> faults = new ArrayList<>();
        if (quota.jobs() != null && usage.jobs() >= quota.jobs()) {
            faults.add(fault(
                    JOBS, tenant, "has its quota of jobs waiting or running, %d of %d", usage.jobs(), quota.jobs()));
        }
        if (quota.videoSeconds() != null && usage.videoSeconds() >= quota.videoSeconds()) {
            faults.add(fault(
                    VIDEO,
                    tenant,
                    "has asked for %.1f seconds of video today, its quota is %d",
                    usage.videoSeconds(),
                    quota.videoSeconds()));
        }
        if (quota.gpuSeconds() != null && usage.gpuSeconds() >= quota.gpuSeconds()) {
            faults.add(fault(
                    GPU,
                    tenant,
                    "has kept workers busy for %.1f seconds today, its quota is %d",
                    usage.gpuSeconds(),
                    quota.gpuSeconds()));
        }
        if (!faults.isEmpty()) {
            throw new InvalidRequestException(faults);
        }
    }

    /**
     * @param asked null where a request leaves it out
     * @throws InvalidRequestException when the tenant's jobs may not be of this class
     */
    public void checkPriority(String tenant, Priority asked) {
        Priority priority = asked == null ? Priority.NORMAL : asked;
        Priority highest = keys.quota(tenant).or(farm).priority();
        if (highest != null && priority.compareTo(highest) < 0) {
            throw InvalidRequestException.of(
                    "priority",
                    "priority-not-allowed",
                    "found '%s'%s, jobs of '%s' may ask for '%s' at most"
                            .formatted(
                                    WireName.of(priority),
                                    asked == null ? " (the default)" : "",
                                    tenant,
                                    WireName.of(highest)));
        }
    }

    /** How much of the workers' time the tenant gets beside others' 1. */
    public int weight(String tenant) {
        Integer weight = keys.quota(tenant).or(farm).weight();
        return weight == null ? 1 : weight;
    }

    /**
     * Counts a job from now on, until {@link #release}.
     *
     * @throws InvalidRequestException when there is too little left for it
     */
    public synchronized void reserve(JobId job, String tenant, double videoSeconds) {
        check(tenant);
        Usage usage = usage(tenant);
        Long limit = usage.quota().videoSeconds();
        if (limit != null && usage.videoSeconds() + videoSeconds > limit) {
            throw new InvalidRequestException(List.of(fault(
                    VIDEO,
                    tenant,
                    "has %.1f seconds of video left today, this job has %.1f",
                    limit - usage.videoSeconds(),
                    videoSeconds)));
        }
        reserved.put(job, new Reservation(tenant, videoSeconds));
    }

    /** The table knows the job now, or it will never be. */
    public synchronized void release(JobId job) {
        reserved.remove(job);
    }

    private static Violation fault(String code, String tenant, String words, Object... numbers) {
        return new Violation("", code, "'%s' ".formatted(tenant) + words.formatted(numbers));
    }

    /** How many jobs of the tenant may have a ticket or a worker at a time. */
    public int running(String tenant) {
        Integer limit = keys.quota(tenant).or(farm).running();
        return limit == null ? Integer.MAX_VALUE : limit;
    }

    public synchronized Usage usage(String tenant) {
        UsageBook.Used used = book.used(tenant);
        int jobs = used.jobs();
        double video = used.videoSeconds();
        for (Reservation reservation : reserved.values()) {
            if (reservation.tenant().equals(tenant)) {
                jobs++;
                video += reservation.videoSeconds();
            }
        }
        TenantQuota own = keys.quota(tenant);
        return new Usage(tenant, jobs, tenths(video), tenths(used.gpuSeconds()), own.or(farm), own, tomorrow());
    }

    private static double tenths(double seconds) {
        return Math.max(0, Math.round(seconds * 10) / 10.0);
    }

    /** Of all tenants that use something or have a quota of their own. */
    public List<Usage> all() {
        Set<String> tenants = new TreeSet<>(book.tenants());
        tenants.addAll(keys.tenantsWithQuotas());
        return tenants.stream().map(this::usage).toList();
    }

    private Instant tomorrow() {
        return LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC)
                .plusDays(1)
                .atStartOfDay(ZoneOffset.UTC)
                .toInstant();
    }

    private long secondsLeft() {
        return Math.max(1, Duration.between(clock.instant(), tomorrow()).toSeconds());
    }

    /** In how many seconds a job that was refused for {@code codes} may be taken. */
    public long retryAfter(List<String> codes) {
        return codes.stream().allMatch(JOBS::equals) ? SOON_SECONDS : secondsLeft();
    }

    /** The headers {@code RateLimit} and {@code RateLimit-Policy} for a tenant's calls; none without limits. */
    public Map<String, String> headers(String tenant) {
        Usage usage = usage(tenant);
        List<String> policies = new ArrayList<>();
        List<String> states = new ArrayList<>();
        if (usage.quota().jobs() != null) {
            policies.add(
                    String.format(Locale.ROOT, "\"jobs\";q=%d", usage.quota().jobs()));
            states.add(String.format(
                    Locale.ROOT, "\"jobs\";r=%d", Math.max(0, usage.quota().jobs() - usage.jobs())));
        }
        daily("video-seconds", usage.quota().videoSeconds(), usage.videoSeconds(), policies, states);
        daily("gpu-seconds", usage.quota().gpuSeconds(), usage.gpuSeconds(), policies, states);
        Map<String, String> headers = new LinkedHashMap<>();
        if (!policies.isEmpty()) {
            headers.put("RateLimit-Policy", String.join(", ", policies));
            headers.put("RateLimit", String.join(", ", states));
        }
        return headers;
    }

    private void daily(String name, Long limit, double used, List<String> policies, List<String> states) {
        if (limit != null) {
            policies.add(String.format(Locale.ROOT, "\"%s\";q=%d;w=%d", name, limit, DAY_SECONDS));
            states.add(String.format(
                    Locale.ROOT, "\"%s\";r=%d;t=%d", name, (long) Math.max(0, limit - used), secondsLeft()));
        }
    }
}
