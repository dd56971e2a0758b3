package dev.parley.worker.multitalk;

import static java.util.Objects.requireNonNull;

import java.io.IOException;

/**
 * The one thing of its kind that there is room for: it stays open until somebody needs it opened otherwise.
 *
 * @param <K> how it is opened
 */
final class Resident<K, T extends AutoCloseable> implements AutoCloseable {
    interface Opener<K, T> {
        T open(K how) throws IOException;
    }

    private final Opener<K, T> opener;
    private K how;
    private T open;

    Resident(Opener<K, T> opener) {
        this.opener = requireNonNull(opener, "opener");
    }

    /** Opened like that; what was open otherwise is closed first. The resident keeps it: the caller does not close it. */
    synchronized T get(K wanted) throws IOException {
        if (open == null || !wanted.equals(how)) {
            close();
            open = opener.open(wanted);
            how = wanted;
        }
        return open;
    }

    @Override
    public synchronized void close() {
        if (open == null) {
            return;
        }
        T closing = open;
        open = null; // whatever becomes of it, it is not handed out again
        try {
            closing.close();
        } catch (Exception e) {
            throw new IllegalStateException("Cannot close what was opened with " + how, e);
        }
    }
}
