package dev.parley.ingest.access;

import dev.parley.contracts.JobState;
import java.util.List;

/**
 * Who makes a call, by the key that was shown.
 *
 * @param tenant whose jobs they may see; null for all
 * @param session whether a browser showed what it got for the key, and not the key
 */
public record Caller(String keyId, String name, String tenant, List<KeyScope> scopes, boolean session) {
    static Caller of(ApiKey key, boolean session) {
        return new Caller(key.id(), key.name(), key.tenant(), key.scopes(), session);
    }

    public boolean may(KeyScope scope) {
        return scopes.contains(scope) || scopes.contains(KeyScope.ADMIN);
    }

    public boolean sees(JobState job) {
        return tenant == null || tenant.equals(job.tenant());
    }
}
