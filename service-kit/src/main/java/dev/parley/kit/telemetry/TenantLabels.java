package dev.parley.kit.telemetry;

import java.util.HashSet;
import java.util.Set;

/**
 * The label of a tenant in a counter. Tenants are made by callers, so only the first twenty that a process meets have one
 * of their own; a counter cannot rename its series later, as a gauge could. Thread-safe.
 */
public final class TenantLabels {
    public static final int NAMED = 20;

    /** The label that the rest of the tenants share. */
    public static final String OTHERS = "(others)";

    private final Set<String> named = new HashSet<>();

    public synchronized String of(String tenant) {
        if (named.contains(tenant)) {
            return tenant;
        }
        return named.size() < NAMED && named.add(tenant) ? tenant : OTHERS;
    }
}
