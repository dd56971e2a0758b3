package dev.parley.kit.admission;

import dev.parley.kit.store.ObjectStore;
import dev.parley.media.MediaException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.nio.file.Path;
import java.util.Map;

/** Inputs in the farm's store. */
@ApplicationScoped
class StoredInputs implements InputStorage {
    private static final String ANY_BYTES = "application/octet-stream";

    private final ObjectStore store;
    private final ScratchFiles scratch;

    @Inject
    StoredInputs(ObjectStore store, ScratchFiles scratch) {
        this.store = store;
        this.scratch = scratch;
    }

    @Override
    public boolean has(String key) {
        return store.stat(key).isPresent();
    }

    @Override
    public void put(String key, byte[] bytes) {
        store.put(key, bytes, ANY_BYTES);
    }

    @Override
    public void put(String key, Path file) {
        store.put(key, file, ANY_BYTES, Map.of());
    }

    @Override
    public <T> T open(String key, Look<T> look) throws MediaException, Inputs.MissingInputException {
        try (ScratchFiles.ScratchFile file = scratch.make()) {
            if (!store.download(key, file.path())) {
                throw new Inputs.MissingInputException(key);
            }
            return look.at(file.path());
        }
    }
}
