package dev.parley.ingest.upload;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.contracts.Json;
import dev.parley.contracts.ObjectKeys;
import dev.parley.kit.store.ObjectStore;
import dev.parley.testkit.FarmResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(FarmResource.class)
class ExpiredUploadsTest {
    @Inject
    ResumableUploads uploads;

    @Inject
    ObjectStore store;

    @Test
    void nobodyFindsThemAndASweepDeletesThem() {
        Upload kept = uploads.begin(1000, null);
        Upload expired = new Upload(UUID.randomUUID(), 1000, null, Instant.now().minusSeconds(1), null);
        store.put(
                ObjectKeys.upload(expired.id()),
                Json.write(expired).getBytes(StandardCharsets.UTF_8),
                "application/json");
        store.put(ObjectKeys.uploadPart(expired.id(), 0), new byte[10], "application/octet-stream");
        UUID nobodys = UUID.randomUUID();
        store.put(ObjectKeys.uploadPart(nobodys, 0), new byte[10], "application/octet-stream");

        assertThat(uploads.find(expired.id())).isEmpty();
        uploads.sweep();

        assertThat(store.list(ObjectKeys.UPLOADS)).contains(ObjectKeys.upload(kept.id()));
        assertThat(store.list(ObjectKeys.uploadFolder(expired.id()))).isEmpty();
        assertThat(store.list(ObjectKeys.uploadFolder(nobodys))).isEmpty();
    }
}
