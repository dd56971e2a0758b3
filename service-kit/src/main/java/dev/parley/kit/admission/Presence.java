package dev.parley.kit.admission;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import dev.parley.kit.store.StoreException;
import java.time.Duration;

/**
 * Which inputs lie in storage. Asking costs a call to the store, and one request names several inputs, each more than once;
 * so what was seen lately is taken to be there. An input can be deleted a moment after anybody looked, whatever is asked.
 */
final class Presence {
    /** How long an input is taken to be there after it was seen. */
    static final Duration BELIEVED = Duration.ofSeconds(10);

    /** Until a store that is away is asked again. One that hangs costs thirty seconds to ask. */
    private static final Duration AWAY = Duration.ofSeconds(5);

    private final InputStorage storage;
    private final Ticker ticker;
    /** When each input was last seen. */
    private final Cache<String, Long> seen =
            Caffeine.newBuilder().maximumSize(100_000).build();

    private volatile long askAgainAt;

    Presence(InputStorage storage, Ticker ticker) {
        this.storage = storage;
        this.ticker = ticker;
        this.askAgainAt = ticker.read();
    }

    /** The input was read or written just now. */
    void saw(String key) {
        seen.put(key, ticker.read());
    }

    /** The input is being deleted. */
    void forget(String key) {
        seen.invalidate(key);
    }

    /** Whether the input is there, or was a few seconds ago. */
    boolean isLikely(String key) {
        Long last = seen.getIfPresent(key);
        return last != null && ticker.read() - last < BELIEVED.toNanos() || ask(key);
    }

    /**
     * Whether the input is there now: for those who would store it. While the store is away nobody can tell of an input that
     * was seen, and it was there then.
     *
     * @throws StoreException when the store cannot be asked about an input that was never seen
     */
    boolean ask(String key) {
        boolean known = seen.getIfPresent(key) != null;
        if (known && ticker.read() - askAgainAt < 0) {
            return true;
        }
        try {
            return note(key, storage.has(key));
        } catch (StoreException away) {
            if (!known) {
                throw away;
            }
            askAgainAt = ticker.read() + AWAY.toNanos();
            return true;
        }
    }

    private boolean note(String key, boolean there) {
        if (there) {
            saw(key);
        } else {
            seen.invalidate(key);
        }
        return there;
    }
}
