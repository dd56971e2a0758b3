package dev.parley.kit.admission;

import dev.parley.media.MediaException;
import java.nio.file.Path;

/** Where the bytes of inputs lie, by the keys of {@code ObjectKeys.input}. */
interface InputStorage {
    /** What somebody wants to know of a file. */
    interface Look<T> {
        T at(Path file) throws MediaException;
    }

    boolean has(String key);

    /**
     * Whether {@link #has} found, the last time it was asked, that it has lain there for so long that it might be swept soon,
     * and should be stored once more.
     */
    boolean isOld(String key);

    void put(String key, byte[] bytes);

    /** Keeps the file's bytes; the file itself may be gone afterwards. */
    void put(String key, Path file);

    /** Looks at the bytes as a file, which may be gone afterwards. */
    <T> T open(String key, Look<T> look) throws MediaException, Inputs.MissingInputException;
}
