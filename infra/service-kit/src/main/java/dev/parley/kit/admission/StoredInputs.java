package dev.parley.kit.admission;

import dev.parley.kit.store.ObjectStore;
import dev.parley.media.MediaException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** Inputs in the farm's store. */
@ApplicationScoped
class StoredInputs implements InputShelf {
    private static final String ANY_BYTES = "application/octet-stream";

    private final ObjectStore store;

    @Inject
    StoredInputs(ObjectStore store) {
        this.store = store;
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
        Path file = null;
        try {
            file = Files.createTempFile("parley-input-", null);
            if (!store.download(key, file)) {
                throw new Inputs.MissingInputException(key);
            }
            return look.at(file);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot make a temporary file for " + key, e);
        } finally {
            delete(file);
        }
    }

    private static void delete(Path file) {
        try {
            if (file != null) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot delete the temporary file " + file, e);
        }
    }
}
