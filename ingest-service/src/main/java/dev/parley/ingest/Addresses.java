package dev.parley.ingest;

import dev.parley.contracts.JobId;
import dev.parley.contracts.JobState;
import dev.parley.contracts.JobView;
import io.quarkus.runtime.Startup;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.net.URI;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Addresses of jobs and uploads for clients: URLs if the farm knows its public one, otherwise paths. */
@Startup
@Singleton
public class Addresses {
    private final String farm;

    /** @throws IllegalArgumentException if the setting is no http or https URL that paths can be put behind */
    @Inject
    public Addresses(@ConfigProperty(name = "parley.public.url") Optional<String> url) {
        this.farm = url.map(Addresses::checked).orElse("");
    }

    private static String checked(String url) {
        URI uri;
        try {
            uri = URI.create(url);
        } catch (IllegalArgumentException e) {
            throw unfit(url, e);
        }
        boolean web = "http".equalsIgnoreCase(uri.getScheme()) || "https".equalsIgnoreCase(uri.getScheme());
        boolean plain = uri.getRawQuery() == null && uri.getRawFragment() == null && uri.getRawUserInfo() == null;
        if (!web || uri.getHost() == null || !plain) {
            throw unfit(url, null);
        }
        return url.replaceAll("/+$", "");
    }

    private static IllegalArgumentException unfit(String url, Exception cause) {
        return new IllegalArgumentException(
                "parley.public.url is '%s', expected an address such as https://farm.example or https://example.com/farm"
                        .formatted(url),
                cause);
    }

    public URI of(JobId job) {
        return URI.create(farm + "/v1/jobs/" + job);
    }

    /** Of an upload that comes in pieces. */
    public URI of(UUID upload) {
        return URI.create(farm + "/v1/uploads/resumable/" + upload);
    }

    public JobView view(JobState job) {
        return view(job, Optional.empty());
    }

    /** @param silentSince when its worker was last heard of, if that is too long ago */
    public JobView view(JobState job, Optional<Instant> silentSince) {
        return JobView.of(job, farm, silentSince.orElse(null));
    }
}
