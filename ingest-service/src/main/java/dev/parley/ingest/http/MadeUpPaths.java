package dev.parley.ingest.http;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.config.MeterFilter;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;

/**
 * Counts refused calls of paths that no resource has under one path. Quarkus counts them as they were sent and stops after
 * a hundred paths, so anybody could keep the calls of others out of the metrics.
 */
@Singleton
public class MadeUpPaths implements MeterFilter {
    private static final String CALLS = "http.server.requests";
    private static final Tag UNKNOWN = Tag.of("uri", "UNKNOWN");

    private final AllowedMethods paths;

    @Inject
    MadeUpPaths(AllowedMethods paths) {
        this.paths = paths;
    }

    @Override
    public Meter.Id map(Meter.Id id) {
        boolean refused = id.getName().equals(CALLS) && "CLIENT_ERROR".equals(id.getTag("outcome"));
        String path = id.getTag(UNKNOWN.getKey());
        // What is no path, such as NOT_FOUND, is a word of Quarkus already.
        return refused && path != null && path.startsWith("/") && !paths.isTemplate(path) ? id.withTag(UNKNOWN) : id;
    }
}
