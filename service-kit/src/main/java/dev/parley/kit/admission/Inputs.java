package dev.parley.kit.admission;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import dev.parley.contracts.ObjectKeys;
import dev.parley.contracts.Sha256;
import dev.parley.media.DetectedFace;
import dev.parley.media.Faces;
import dev.parley.media.MediaException;
import dev.parley.media.NoRoomException;
import dev.parley.media.Picture;
import dev.parley.media.PictureInfo;
import dev.parley.media.Pictures;
import dev.parley.media.SoundInfo;
import dev.parley.media.Sounds;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.List;
import java.util.function.Consumer;

/**
 * Pictures and recordings by the hash of their bytes. An input never changes, so what is known of it is remembered: it is
 * decoded once per process, however many requests name it. It can be deleted from the store, though, so whether it is
 * there is known for some seconds only ({@link Presence}).
 */
@ApplicationScoped
public class Inputs {
    /** Of a picture in the heap, where each takes three bytes: more than any engine draws in, and 24 MB. */
    private static final long MAX_PIXELS = 8_000_000;

    private final InputStorage storage;
    private final Presence presence;
    private final LimitsConfig limits;
    private final ScratchFiles scratch;
    private final FaceFinder faces;
    private final Cache<String, Looked<PictureInfo>> pictures =
            Caffeine.newBuilder().maximumSize(100_000).build();
    private final Cache<String, Looked<Looks>> looks =
            Caffeine.newBuilder().maximumSize(100_000).build();
    private final Cache<Hearing, Looked<SoundInfo>> sounds =
            Caffeine.newBuilder().maximumSize(100_000).build();

    /** A recording, and the channel of it that is listened to. */
    private record Hearing(String key, int channel) {}

    private interface FaceFinder {
        List<DetectedFace> in(Picture picture);
    }

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

    /**
     * What was stored.
     *
     * @param bytes its length
     */
    public record Kept(String key, long bytes) {}

    /** More bytes than an input may have. */
    public static final class TooLargeException extends IOException {
        TooLargeException(long limit) {
            super("found more than %d bytes, the most an input may have".formatted(limit));
        }
    }

    /** Nothing lies under the key. */
    public static final class MissingInputException extends Exception {
        MissingInputException(String key) {
            super("there is no %s in the store; upload it first".formatted(key));
        }
    }

    Inputs(InputStorage storage, LimitsConfig limits) {
        this(storage, limits, Ticker.systemTicker());
    }

    /** For programs that run for one question, and may have to answer it at once. */
    static Inputs withoutFaces(InputStorage storage, LimitsConfig limits) {
        ScratchFiles scratch = new ScratchFiles(Path.of(System.getProperty("java.io.tmpdir")));
        return new Inputs(storage, limits, scratch, Ticker.systemTicker(), picture -> List.of());
    }

    /** @param ticker by which the presence of inputs is forgotten */
    Inputs(InputStorage storage, LimitsConfig limits, Ticker ticker) {
        this(storage, limits, new ScratchFiles(Path.of(System.getProperty("java.io.tmpdir"))), ticker, Faces::find);
    }

    @Inject
    Inputs(InputStorage storage, LimitsConfig limits, ScratchFiles scratch) {
        this(storage, limits, scratch, Ticker.systemTicker(), Faces::find);
    }

    private Inputs(InputStorage storage, LimitsConfig limits, ScratchFiles scratch, Ticker ticker, FaceFinder faces) {
        this.faces = faces;
        this.storage = storage;
        this.presence = new Presence(storage, ticker);
        this.limits = limits;
        this.scratch = scratch;
    }

    /** For what is made on the way to an input. */
    ScratchFiles scratch() {
        return scratch;
    }

    /** To be called before and after an input is deleted, so that nobody takes it to be there. */
    public void forget(String key) {
        presence.forget(key);
    }

    /** Stores what is known of a job beside its inputs. */
    void keepBeside(String key, byte[] bytes) {
        storage.put(key, bytes);
    }

    /** Stores bytes under their hash and answers the key. */
    public String keep(byte[] bytes) {
        String key = ObjectKeys.input(Sha256.of(bytes));
        if (!presence.ask(key) || storage.isOld(key)) {
            storage.put(key, bytes);
            presence.saw(key);
        }
        return key;
    }

    /**
     * Stores what is read under its hash. It goes through a file, hashed and counted on the way, and is never held in memory.
     *
     * @throws TooLargeException as soon as it is longer than the limits allow
     * @throws IOException when reading fails; what the disk does wrong is unchecked
     */
    public Kept keep(InputStream in) throws IOException {
        return keep(in, key -> {});
    }

    /**
     * As {@link #keep(InputStream)}.
     *
     * @param check is given the key before anything is stored; what it throws is thrown
     */
    public Kept keep(InputStream in, Consumer<String> check) throws IOException {
        try (ScratchFiles.ScratchFile file = scratch.make()) {
            MessageDigest digest = Sha256.digest();
            long length = copy(in, file.path(), digest);
            String key = ObjectKeys.input(Sha256.of(digest));
            check.accept(key);
            if (!presence.ask(key) || storage.isOld(key)) {
                storage.put(key, file.path());
                presence.saw(key);
            }
            return new Kept(key, length);
        }
    }

    private long copy(InputStream in, Path file, MessageDigest digest) throws IOException {
        try (OutputStream out = open(file)) {
            byte[] part = new byte[1 << 16];
            long length = 0;
            for (int n = in.read(part); n >= 0; n = in.read(part)) {
                length += n;
                if (length > limits.inputBytes()) {
                    throw new TooLargeException(limits.inputBytes());
                }
                digest.update(part, 0, n);
                write(part, n, out, file);
            }
            return length;
        }
    }

    private static OutputStream open(Path file) {
        try {
            return Files.newOutputStream(file);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot open " + file, e);
        }
    }

    private static void write(byte[] part, int length, OutputStream out, Path file) {
        try {
            out.write(part, 0, length);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot write to " + file, e);
        }
    }

    public PictureInfo picture(String key) throws MediaException, MissingInputException {
        return look(key, key, pictures, file -> Pictures.inspect(file, limits.media()));
    }

    /** @param channel from 1, or {@link Sounds#MEAN} */
    public SoundInfo sound(String key, int channel) throws MediaException, MissingInputException {
        return look(key, new Hearing(key, channel), sounds, file -> Sounds.inspect(file, limits.media(), channel));
    }

    /** What the picture shows. */
    Looks looks(String key) throws MediaException, MissingInputException {
        PictureInfo source = picture(key);
        return look(key, key, looks, file -> {
            Picture seen = Pictures.read(file, limits.media(), MAX_PIXELS);
            double scale = (double) source.width() / seen.width();
            return new Looks(
                    Flatness.isDrawing(seen),
                    faces.in(seen).stream().map(face -> face.scaled(scale)).toList());
        });
    }

    /** A picture of at most as many pixels as any engine draws in; larger ones are made smaller. */
    Picture pixels(String key) throws MediaException, MissingInputException {
        return open(key, file -> Pictures.read(file, limits.media(), MAX_PIXELS));
    }

    private <T> T open(String key, InputStorage.Look<T> look) throws MediaException, MissingInputException {
        try {
            return storage.open(key, look);
        } catch (NoRoomException e) {
            throw new BusyException(e.getMessage());
        }
    }

    /** Two portraits become one picture, kept as an input of its own; large ones are made smaller first. */
    String compose(String left, String right) throws MediaException, MissingInputException {
        return keep(Pictures.png(Pictures.sideBySide(pixels(left), pixels(right))));
    }

    private <Q, T> T look(String key, Q question, Cache<Q, Looked<T>> known, InputStorage.Look<T> look)
            throws MediaException, MissingInputException {
        Looked<T> looked = known.getIfPresent(question);
        if (looked == null) {
            looked = open(key, file -> {
                try {
                    return new Looked<>(look.at(file), null);
                } catch (MediaException e) {
                    return new Looked<>(null, e);
                }
            });
            known.put(question, looked);
            presence.saw(key);
        } else if (!presence.isLikely(key)) {
            throw new MissingInputException(key);
        }
        return looked.orThrow();
    }
}
