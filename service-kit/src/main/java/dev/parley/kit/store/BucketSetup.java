package dev.parley.kit.store;

import dev.parley.kit.Backoff;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;

/** Makes the bucket before anything asks for it. */
@ApplicationScoped
class BucketSetup {
    @Inject
    ObjectStore store;

    void onStart(@Observes @Priority(10) StartupEvent event) {
        Backoff.AT_START.until("the object store answers", () -> {
            store.ensureBucket();
            return null;
        });
    }
}
