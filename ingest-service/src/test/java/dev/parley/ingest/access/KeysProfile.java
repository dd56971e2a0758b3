package dev.parley.ingest.access;

import io.quarkus.test.junit.QuarkusTestProfile;
import java.util.Map;

/** A farm that asks for keys. */
public final class KeysProfile implements QuarkusTestProfile {
    /** Made up for tests. */
    static final String ADMIN = "parley_00000000ad01_" + "4e".repeat(32);

    @Override
    public Map<String, String> getConfigOverrides() {
        return Map.of("parley.access", "keys", "parley.access.admin-key", ADMIN);
    }
}
