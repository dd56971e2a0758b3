package dev.parley.ingest.disk;

import java.util.Arrays;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.function.Supplier;
import org.h2.mvstore.Cursor;
import org.h2.mvstore.MVMap;
import org.h2.mvstore.MVStoreException;

/** A map ordered by the bytes of its keys, unsigned. One thread may change it while any number reads. */
public final class DiskMap {
    private static final byte[] NOTHING = {};

    private final MVMap<byte[], byte[]> map;

    /** @param value empty where the key says it all */
    public record Entry(byte[] key, byte[] value) {}

    DiskMap(MVMap<byte[], byte[]> map) {
        this.map = map;
    }

    /** The value, or null. */
    public byte[] get(byte[] key) {
        return guarded(() -> map.get(key));
    }

    /** Answers whether the key is new. */
    public boolean put(byte[] key, byte[] value) {
        return guarded(() -> map.put(key, value)) == null;
    }

    /** Answers whether the key is new. */
    public boolean add(byte[] key) {
        return put(key, NOTHING);
    }

    /** Answers whether the key was there. */
    public boolean remove(byte[] key) {
        return guarded(() -> map.remove(key)) != null;
    }

    public int size() {
        return guarded(map::sizeAsLong).intValue();
    }

    /** All entries as they are now, whatever is changed meanwhile. */
    public Iterator<Entry> all() {
        return startingWith(NOTHING, NOTHING);
    }

    /** The entries whose keys begin with {@code prefix}, as they are now. */
    public Iterator<Entry> startingWith(byte[] prefix) {
        return startingWith(prefix, prefix);
    }

    /** Of the entries whose keys begin with {@code prefix} those from {@code first} on, as they are now. */
    public Iterator<Entry> startingWith(byte[] prefix, byte[] first) {
        Cursor<byte[], byte[]> cursor = guarded(() -> map.cursor(first));
        return new Iterator<>() {
            private Entry next = ahead();

            private Entry ahead() {
                return guarded(() -> {
                    if (!cursor.hasNext()) {
                        return null;
                    }
                    byte[] key = cursor.next();
                    boolean inside = key.length >= prefix.length
                            && Arrays.equals(key, 0, prefix.length, prefix, 0, prefix.length);
                    return inside ? new Entry(key, cursor.getValue()) : null;
                });
            }

            @Override
            public boolean hasNext() {
                return next != null;
            }

            @Override
            public Entry next() {
                if (next == null) {
                    throw new NoSuchElementException();
                }
                Entry found = next;
                next = ahead();
                return found;
            }
        };
    }

    private static <T> T guarded(Supplier<T> work) {
        try {
            return work.get();
        } catch (MVStoreException e) {
            throw DiskError.of(e);
        }
    }
}
