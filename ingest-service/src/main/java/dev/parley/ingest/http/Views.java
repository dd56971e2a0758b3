package dev.parley.ingest.http;

import dev.parley.contracts.JobState;
import dev.parley.contracts.JobView;
import dev.parley.ingest.Addresses;
import dev.parley.ingest.watch.Silences;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

/** Jobs as clients see them now: with addresses, and with what their workers' silence says. */
@ApplicationScoped
class Views {
    private final Addresses addresses;
    private final Silences silences;

    @Inject
    Views(Addresses addresses, Silences silences) {
        this.addresses = addresses;
        this.silences = silences;
    }

    JobView of(JobState job) {
        return addresses.view(job, silences.since(job));
    }
}
