package dev.parley.kit.admission;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.parley.contracts.ObjectKeys;
import dev.parley.kit.store.ObjectStat;
import dev.parley.kit.store.ObjectStore;
import dev.parley.media.MediaException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** Inputs in the farm's store. */
@ApplicationScoped
class StoredInputs implements InputStorage {
    private static final String ANY_BYTES = "application/octet-stream";
    /** What no job knows is swept after two days at the earliest. */
    private static final Duration OLD = Duration.ofDays(1);

    private final ObjectStore store;
    private final ScratchFiles scratch;
    private final Clock clock;
    /** As they were seen the last time. */
    private final Cache<String, Boolean> old =
            Caffeine.newBuilder().maximumSize(10_000).build();

    @Inject
    StoredInputs(ObjectStore store, ScratchFiles scratch, Clock clock) {
        this.store = store;
        this.scratch = scratch;
        this.clock = clock;
    }

    @Override
    public boolean has(String key) {
        Optional<ObjectStat> found = store.stat(key);
        if (found.filter(stat -> stat.modified().isBefore(clock.instant().minus(OLD)))
                .isPresent()) {
            old.put(key, true);
        } else {
            old.invalidate(key);
        }
        return found.isPresent();
    }

    @Override
    public boolean isOld(String key) {
        return old.getIfPresent(key) != null;
    }

    @Override
    public void put(String key, byte[] bytes) {
        old.invalidate(key);
        store.put(key, bytes, ANY_BYTES);
    }

    @Override
    public void put(String key, Path file) {
        old.invalidate(key);
        store.put(key, file, ANY_BYTES, Map.of());
    }

    @Override
    public <T> T open(String key, Look<T> look) throws MediaException, Inputs.MissingInputException {
        try (ScratchFiles.ScratchFile file = scratch.make()) {
            // A byte that the way from the store has spoilt would be laid to whoever uploaded the file.
            if (!store.download(key, ObjectKeys.inputHash(key), file.path())) {
                throw new Inputs.MissingInputException(key);
            }
            return look.at(file.path());
        }
    }
}
