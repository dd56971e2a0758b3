package dev.parley.assembler;

import dev.parley.contracts.Fault;
import dev.parley.contracts.Sha256;
import dev.parley.kit.Backoff;
import dev.parley.kit.store.ObjectStat;
import dev.parley.kit.store.ObjectStore;
import dev.parley.kit.store.StoreException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Supplier;

/**
 * The object store, asked with patience: an outage of a minute or two costs time only, then a {@link StoreException} is
 * thrown. What should be there is waited for, and read again if its bytes are not what they should be.
 */
@ApplicationScoped
class RetryingStore {
    /** So often the same wrong bytes are those of the object, not of a neighbor on the way that spoils some. */
    private static final int SURE = 5;

    private final ObjectStore store;
    private final Backoff missing;

    @Inject
    RetryingStore(ObjectStore store, AssemblerConfig config) {
        this.store = store;
        this.missing = new Backoff(config.missingFor(), Duration.ofMillis(100), Duration.ofSeconds(1));
    }

    /** @throws UnassemblableException if there is no such object */
    String text(String key) {
        return present(key, () -> store.getText(key));
    }

    /**
     * Bytes that are damaged on their way are read again.
     *
     * @throws UnassemblableException if there is no such object, or the same others are read again and again in place of
     *     those of this hash
     * @throws StoreException if others arrive, and not often enough the same
     */
    void download(String key, String sha256, Path file) {
        List<String> arrived = new ArrayList<>();
        missing.until(key + " arrives whole", () -> {
            present(key, () -> store.download(key, file) ? Optional.of(file) : Optional.empty());
            String found = hash(file);
            if (!found.equals(sha256)) {
                arrived.add(found);
                throw damaged(key, found, sha256, Collections.frequency(arrived, found) >= SURE);
            }
            return file;
        });
    }

    private static RuntimeException damaged(String key, String found, String expected, boolean forGood) {
        String what = "%s is damaged: its SHA-256 is %s, expected %s".formatted(key, found, expected);
        return forGood ? new UnassemblableException(Fault.DEPENDENCY, what) : new StoreException(what, null);
    }

    /** The SHA-256 of a file of ours. */
    static String hash(Path file) {
        try {
            return Sha256.of(file);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read " + file, e);
        }
    }

    Optional<ObjectStat> stat(String key) {
        return asked("stat " + key, () -> store.stat(key));
    }

    /** Answers whether it was this call that wrote {@code key}; of several writers one hears {@code true}. */
    boolean putIfAbsent(String key, Path file, String contentType, Map<String, String> metadata) {
        return asked("put " + key, () -> store.putIfAbsent(key, file, contentType, metadata));
    }

    /** The text under {@code key}; {@code made} and written if there is none. Of several that make one, all get the same. */
    String kept(String key, Supplier<String> made) {
        return asked("get " + key, () -> store.getText(key)).orElseGet(() -> {
            byte[] mine = made.get().getBytes(StandardCharsets.UTF_8);
            asked("put " + key, () -> store.putIfAbsent(key, mine, "text/plain"));
            return text(key);
        });
    }

    private <T> T present(String key, Callable<Optional<T>> look) {
        return missing.until(key + " is there", () -> asked("get " + key, look)
                .orElseThrow(() -> new UnassemblableException(Fault.DEPENDENCY, key + " is not in the store")));
    }

    private static <T> T asked(String what, Callable<T> call) {
        return Backoff.AT_WORK.until("the object store answers: " + what, call);
    }
}
