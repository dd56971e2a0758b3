package dev.parley.ingest.access;

import io.quarkus.test.junit.QuarkusTestProfile;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.inject.Alternative;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Set;

/** A farm that asks for keys. */
public final class KeysProfile implements QuarkusTestProfile {
    /** Made up for tests. */
    public static final String ADMIN = "parley_00000000ad01_" + "4e".repeat(32);

    /** Begins at noon: what is counted by the day is counted in one. */
    @Alternative
    @Dependent
    static class NoonClock {
        @Produces
        @Singleton
        Clock clock() {
            Instant now = Instant.now();
            Instant noon = now.atOffset(ZoneOffset.UTC).with(LocalTime.NOON).toInstant();
            return Clock.offset(Clock.systemUTC(), Duration.between(now, noon));
        }
    }

    @Override
    public Set<Class<?>> getEnabledAlternatives() {
        return Set.of(NoonClock.class);
    }

    @Override
    public Map<String, String> getConfigOverrides() {
        return Map.of("parley.access", "keys", "parley.access.admin-key", ADMIN);
    }
}
