package dev.parley.kit.admission;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.parley.contracts.ObjectKeys;
import dev.parley.media.MediaException;
import dev.parley.media.Picture;
import dev.parley.media.PictureInfo;
import dev.parley.media.Pictures;
import dev.parley.media.SoundInfo;
import dev.parley.media.Sounds;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * Pictures and recordings by the hash of their bytes. An input never changes, so what is known of it is remembered: it is
 * decoded once per process, however many requests name it.
 */
@ApplicationScoped
public class Inputs {
    private final InputShelf shelf;
    private final LimitsConfig limits;
    private final Cache<String, Looked<PictureInfo>> pictures =
            Caffeine.newBuilder().maximumSize(100_000).build();
    private final Cache<String, Looked<SoundInfo>> sounds =
            Caffeine.newBuilder().maximumSize(100_000).build();

    /** What a look at an input gave: facts, or why there are none. */
    private record Looked<T>(T facts, MediaException fault) {
        T orThrow() throws MediaException {
            if (fault != null) {
                // A new one each time: this one is shared between requests.
                throw new MediaException(fault.problem(), fault.getMessage(), fault);
            }
            return facts;
        }
    }

    /** Nothing lies under the key. */
    public static final class MissingInputException extends Exception {
        MissingInputException(String key) {
            super("there is no %s in the store; upload it first".formatted(key));
        }
    }

    @Inject
    Inputs(InputShelf shelf, LimitsConfig limits) {
        this.shelf = shelf;
        this.limits = limits;
    }

    /** Stores bytes under their hash and answers the key. */
    public String keep(byte[] bytes) {
        String key = ObjectKeys.input(HexFormat.of().formatHex(sha256().digest(bytes)));
        if (!isKnown(key) && !shelf.has(key)) {
            shelf.put(key, bytes);
        }
        return key;
    }

    /** Stores a file under its hash and answers the key. */
    public String keep(Path file) throws IOException {
        MessageDigest digest = sha256();
        try (var in = Files.newInputStream(file)) {
            byte[] part = new byte[1 << 16];
            for (int n = in.read(part); n >= 0; n = in.read(part)) {
                digest.update(part, 0, n);
            }
        }
        String key = ObjectKeys.input(HexFormat.of().formatHex(digest.digest()));
        if (!isKnown(key) && !shelf.has(key)) {
            shelf.put(key, file);
        }
        return key;
    }

    public PictureInfo picture(String key) throws MediaException, MissingInputException {
        return look(key, pictures, file -> Pictures.inspect(file, limits.media()));
    }

    public SoundInfo sound(String key) throws MediaException, MissingInputException {
        return look(key, sounds, file -> Sounds.inspect(file, limits.media()));
    }

    /** Two portraits become one picture, kept as an input of its own. */
    String compose(String left, String right) throws MediaException, MissingInputException {
        Picture a = shelf.open(left, file -> Pictures.read(file, limits.media()));
        Picture b = shelf.open(right, file -> Pictures.read(file, limits.media()));
        return keep(Pictures.png(Pictures.sideBySide(a, b)));
    }

    private boolean isKnown(String key) {
        return pictures.getIfPresent(key) != null || sounds.getIfPresent(key) != null;
    }

    private <T> T look(String key, Cache<String, Looked<T>> known, InputShelf.Look<T> look)
            throws MediaException, MissingInputException {
        Looked<T> looked = known.getIfPresent(key);
        if (looked == null) {
            looked = shelf.open(key, file -> {
                try {
                    return new Looked<>(look.at(file), null);
                } catch (MediaException e) {
                    return new Looked<>(null, e);
                }
            });
            known.put(key, looked);
        }
        return looked.orThrow();
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every JDK has SHA-256", e);
        }
    }
}
