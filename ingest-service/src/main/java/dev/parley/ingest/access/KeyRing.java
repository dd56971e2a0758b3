package dev.parley.ingest.access;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.parley.contracts.InvalidRequestException;
import dev.parley.contracts.Json;
import dev.parley.contracts.RequestDefaults;
import dev.parley.contracts.Sha256;
import dev.parley.contracts.Violation;
import dev.parley.ingest.intake.BrokerUnavailableException;
import dev.parley.kit.DaemonThreads;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.PreDestroy;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;
import org.jboss.logging.Logger;

/** The farm's keys: makes them, ends them, and knows whose one is that a caller shows. */
@ApplicationScoped
public class KeyRing {
    private static final Logger LOG = Logger.getLogger(KeyRing.class);
    private static final String KEY = "key/";
    /** Of its own, so that no later change of a key can take a revocation back. */
    private static final String REVOKED = "revoked/";

    private static final String USED = "used/";
    private static final String QUOTA = "quota/";
    private static final String NO_HASH = Sha256.of(new byte[0]);
    private static final Pattern TENANT = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");
    private static final int LONGEST_NAME = 100;
    private static final Duration LONGEST_OVERLAP = Duration.ofDays(90);
    private static final long PUBLISH_SECONDS = 15;

    private final AccessConfig config;
    private final KeyTopic topic;
    private final Clock clock;
    private final Map<String, ApiKey> keys = new ConcurrentHashMap<>();
    private final Map<String, Instant> revoked = new ConcurrentHashMap<>();
    private final Map<String, Instant> used = new ConcurrentHashMap<>();
    private final Map<String, TenantQuota> quotas = new ConcurrentHashMap<>();
    private final ExecutorService uses = Executors.newSingleThreadExecutor(DaemonThreads.named("uses of keys"));

    /** A key as people see it. {@code lastUsedAt} is exact to the hour. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record KeyView(
            String id,
            String name,
            String tenant,
            List<KeyScope> scopes,
            Instant createdAt,
            Instant expiresAt,
            Instant revokedAt,
            Instant lastUsedAt) {}

    /** A new key, and the only time that it is shown. */
    public record NewKey(String key, KeyView about) {
        @Override
        public String toString() {
            return "NewKey[about=%s]".formatted(about);
        }
    }

    /** What a key is to be. Without a tenant it is the default one's, or an admin's. */
    public record KeyWish(String name, String tenant, List<String> scopes, Instant expiresAt) {}

    @Inject
    KeyRing(AccessConfig config, KeyTopic topic, Clock clock) {
        this.config = config;
        this.topic = topic;
        this.clock = clock;
    }

    // After the topics are made; HTTP opens when all have started.
    void onStart(@Observes @Priority(40) StartupEvent event) {
        if (config.isOn()) {
            topic.follow(this::read);
            LOG.infof("callers need keys  keys=%d", keys.size());
            if (keys.isEmpty() && config.adminKey().isEmpty()) {
                LOG.warn("nobody can make the first key: set PARLEY_ACCESS_ADMIN_KEY");
            }
        }
    }

    @PreDestroy
    void stop() {
        uses.shutdownNow();
    }

    private void read(String name, String value) {
        if (name.startsWith(KEY)) {
            change(keys, name.substring(KEY.length()), value == null ? null : Json.read(value, ApiKey.class));
        } else if (name.startsWith(REVOKED)) {
            change(revoked, name.substring(REVOKED.length()), value == null ? null : Instant.parse(value));
        } else if (name.startsWith(USED)) {
            change(used, name.substring(USED.length()), value == null ? null : Instant.parse(value));
        } else if (name.startsWith(QUOTA)) {
            change(quotas, name.substring(QUOTA.length()), value == null ? null : Json.read(value, TenantQuota.class));
        }
    }

    private static <T> void change(Map<String, T> known, String id, T value) {
        if (value == null) {
            known.remove(id);
        } else {
            known.put(id, value);
        }
    }

    /** Whose key {@code shown} is, if it is one that counts now. */
    Optional<Caller> caller(String shown) {
        Optional<KeyText> text = KeyText.parse(shown);
        if (text.isEmpty()) {
            return Optional.empty();
        }
        Optional<KeyText> admin = config.adminKey();
        if (admin.isPresent() && text.get().hasHash(admin.get().hash())) {
            return adminCaller(false);
        }
        ApiKey key = keys.get(text.get().id());
        // A key that is not there takes as long as one that is.
        boolean fits = text.get().hasHash(key == null ? NO_HASH : key.hash());
        return fits ? valid(text.get().id(), false) : Optional.empty();
    }

    /** The key of this id, if it counts now. */
    Optional<Caller> session(String id) {
        return config.adminKey().filter(admin -> admin.id().equals(id)).isPresent()
                ? adminCaller(true)
                : valid(id, true);
    }

    private Optional<Caller> adminCaller(boolean session) {
        return config.adminKey()
                .map(key -> new Caller(key.id(), "PARLEY_ACCESS_ADMIN_KEY", null, List.of(KeyScope.ADMIN), session));
    }

    private Optional<Caller> valid(String id, boolean session) {
        ApiKey key = keys.get(id);
        Instant now = clock.instant();
        if (key == null || key.isExpired(now) || revoked.containsKey(id)) {
            return Optional.empty();
        }
        noteUse(id, now.truncatedTo(ChronoUnit.HOURS));
        return Optional.of(Caller.of(key, session));
    }

    private void noteUse(String id, Instant hour) {
        Instant before = used.put(id, hour);
        if (!hour.equals(before)) {
            // A producer may block for seconds while the broker is away, and this may be an event loop.
            uses.execute(() -> topic.publish(USED + id, hour.toString()));
        }
    }

    /**
     * @throws InvalidRequestException with all that is wrong with the wish
     * @throws BrokerUnavailableException when Kafka does not take it
     */
    public NewKey create(KeyWish wish) {
        List<Violation> faults = new ArrayList<>();
        if (wish.name() == null || wish.name().isBlank() || wish.name().length() > LONGEST_NAME) {
            faults.add(new Violation("name", "bad-name", "expected 1 to %d characters".formatted(LONGEST_NAME)));
        }
        List<KeyScope> scopes = scopes(wish.scopes(), faults);
        boolean admin = scopes.contains(KeyScope.ADMIN);
        if (admin && wish.tenant() != null) {
            faults.add(new Violation("tenant", "contradiction", "an admin's key is for all tenants"));
        }
        String tenant = admin ? null : wish.tenant() == null ? RequestDefaults.TENANT : wish.tenant();
        if (tenant != null && !TENANT.matcher(tenant).matches()) {
            faults.add(badTenant());
        }
        Instant now = clock.instant();
        if (wish.expiresAt() != null && !wish.expiresAt().isAfter(now)) {
            faults.add(
                    new Violation("expiresAt", "out-of-range", "found %s, which is over".formatted(wish.expiresAt())));
        }
        if (!faults.isEmpty()) {
            throw new InvalidRequestException(faults);
        }
        KeyText text = KeyText.create();
        return publish(
                text, new ApiKey(text.id(), text.hash(), wish.name().strip(), tenant, scopes, now, wish.expiresAt()));
    }

    private static Violation badTenant() {
        return new Violation("tenant", "bad-format", "expected 1 to 64 letters, digits, '.', '_' or '-'");
    }

    private static List<KeyScope> scopes(List<String> words, List<Violation> faults) {
        if (words == null || words.isEmpty()) {
            return List.of(KeyScope.SUBMIT, KeyScope.READ, KeyScope.CANCEL);
        }
        List<KeyScope> scopes = new ArrayList<>();
        for (String word : words) {
            try {
                scopes.add(KeyScope.of(word));
            } catch (IllegalArgumentException e) {
                faults.add(new Violation("scopes", "unknown-value", e.getMessage()));
            }
        }
        return scopes.stream().distinct().sorted().toList();
    }

    private NewKey publish(KeyText text, ApiKey key) {
        publish(KEY + key.id(), Json.write(key));
        keys.put(key.id(), key);
        return new NewKey(text.reveal(), view(key));
    }

    /**
     * Makes a key like {@code id}, which itself ends after {@code overlap}: until then both count.
     *
     * @return empty if there is no such key, or it has ended
     */
    public Optional<NewKey> rotate(String id, Duration overlap) {
        if (overlap.isNegative() || overlap.compareTo(LONGEST_OVERLAP) > 0) {
            throw InvalidRequestException.of(
                    "overlapSeconds",
                    "out-of-range",
                    "found %d, expected 0 to %d".formatted(overlap.toSeconds(), LONGEST_OVERLAP.toSeconds()));
        }
        Instant now = clock.instant();
        ApiKey old = keys.get(id);
        if (old == null || old.isExpired(now) || revoked.containsKey(id)) {
            return Optional.empty();
        }
        KeyText text = KeyText.create();
        Instant end = old.expiresAt() == null ? null : now.plus(Duration.between(old.createdAt(), old.expiresAt()));
        NewKey made = publish(text, old.successor(text, now, end));
        ApiKey ending = old.endingAt(now.plus(overlap));
        publish(KEY + id, Json.write(ending));
        keys.put(id, ending);
        return Optional.of(made);
    }

    /** Ends a key at once; empty if there is none. */
    public Optional<KeyView> revoke(String id) {
        ApiKey key = keys.get(id);
        if (key == null) {
            return Optional.empty();
        }
        if (!revoked.containsKey(id)) {
            Instant now = clock.instant();
            publish(REVOKED + id, now.toString());
            revoked.put(id, now);
        }
        return Optional.of(view(key));
    }

    /** All that there ever were, the newest first. */
    public List<KeyView> all() {
        return keys.values().stream()
                .sorted(Comparator.comparing(ApiKey::createdAt).reversed())
                .map(this::view)
                .toList();
    }

    /** A tenant's own; {@link TenantQuota#NONE} where there is none. */
    public TenantQuota quota(String tenant) {
        return quotas.getOrDefault(tenant, TenantQuota.NONE);
    }

    public Set<String> tenantsWithQuotas() {
        return Set.copyOf(quotas.keySet());
    }

    /** Gives a tenant a quota of its own; what it leaves open is the farm's. */
    public void setQuota(String tenant, TenantQuota quota) {
        if (!TENANT.matcher(tenant).matches()) {
            throw new InvalidRequestException(List.of(badTenant()));
        }
        quota.check();
        boolean none = quota.equals(TenantQuota.NONE);
        publish(QUOTA + tenant, none ? null : Json.write(quota));
        change(quotas, tenant, none ? null : quota);
    }

    private KeyView view(ApiKey key) {
        return new KeyView(
                key.id(),
                key.name(),
                key.tenant(),
                key.scopes(),
                key.createdAt(),
                key.expiresAt(),
                revoked.get(key.id()),
                used.get(key.id()));
    }

    private void publish(String name, String value) {
        try {
            topic.publish(name, value).get(PUBLISH_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new BrokerUnavailableException("Kafka did not take the change of a key", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new BrokerUnavailableException("Interrupted while a key was changed", e);
        }
    }
}
