package dev.parley.ingest.upload;

import dev.parley.contracts.Json;
import dev.parley.contracts.ObjectKeys;
import dev.parley.ingest.IngestConfig;
import dev.parley.ingest.Ticker;
import dev.parley.kit.admission.Inputs;
import dev.parley.kit.admission.ScratchFiles;
import dev.parley.kit.store.ObjectStore;
import dev.parley.kit.store.StoreException;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.SequenceInputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Duration;
import java.util.Enumeration;
import java.util.HashSet;
import java.util.Iterator;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.UUID;
import org.jboss.logging.Logger;

/**
 * Uploads that come in pieces. All that is known of one lies in the store, so any instance takes its next piece: each piece
 * is an object that begins where the one before it ends, and of two writers of one piece the first wins. A whole upload
 * becomes an input like any other.
 */
@ApplicationScoped
public class ResumableUploads {
    /** What a broken connection brought less of is not worth an object of its own. */
    public static final int LEAST_PART = 1 << 16;

    private static final Logger LOG = Logger.getLogger(ResumableUploads.class);
    private static final Duration SWEEP = Duration.ofHours(1);

    private final ObjectStore store;
    private final Inputs inputs;
    private final ScratchFiles scratch;
    private final Duration expiry;
    private final Clock clock;

    /** What {@code append} was given and the upload does not take. */
    public static final class RefusedException extends Exception {
        private final transient Reason reason;
        private final long offset;

        /** Why. */
        public enum Reason {
            /** Another call brought these bytes, or the caller counts wrongly. */
            OFFSET,
            /** More than was said at the beginning. */
            TOO_LONG,
            /** The bytes are not those that the caller hashed. */
            CHECKSUM,
            /** Too short a piece, and not the last. */
            TOO_SHORT
        }

        RefusedException(Reason reason, long offset) {
            super(reason.name());
            this.reason = reason;
            this.offset = offset;
        }

        public Reason reason() {
            return reason;
        }

        /** Up to where the upload has come. */
        public long offset() {
            return offset;
        }
    }

    /** A hash that the caller made of a piece. */
    public record Checksum(MessageDigest digest, byte[] expected) {}

    /**
     * An upload and what has come of it.
     *
     * @param offset bytes, from the beginning on
     */
    public record Progress(Upload upload, long offset) {}

    @Inject
    ResumableUploads(ObjectStore store, Inputs inputs, ScratchFiles scratch, IngestConfig config, Clock clock) {
        this.store = store;
        this.inputs = inputs;
        this.scratch = scratch;
        this.expiry = config.uploadExpiry();
        this.clock = clock;
    }

    void onStart(@Observes StartupEvent event, Ticker ticker) {
        ticker.every(SWEEP, "uploads", this::sweep);
    }

    /** Begins one of so many bytes. */
    public Upload begin(long bytes, String tenant) {
        Upload upload =
                new Upload(UUID.randomUUID(), bytes, tenant, clock.instant().plus(expiry), null);
        write(upload);
        return upload;
    }

    /** How far an upload is; nothing if there is none, or it has expired. */
    public Optional<Progress> find(UUID id) {
        return read(id).map(upload -> {
            if (upload.isWhole()) {
                return new Progress(upload, upload.bytes());
            }
            // Also by who only asks: the process that took the last piece may have ended before it could.
            SortedMap<String, Long> parts = parts(id);
            long offset = offset(id, parts);
            return offset < upload.bytes() ? new Progress(upload, offset) : finished(upload, parts);
        });
    }

    private Optional<Upload> read(UUID id) {
        return store.getText(ObjectKeys.upload(id))
                .map(json -> Json.read(json, Upload.class))
                .filter(upload -> !upload.expires().isBefore(clock.instant()));
    }

    private SortedMap<String, Long> parts(UUID id) {
        return store.sizes(ObjectKeys.uploadPartsFolder(id));
    }

    /** Up to where {@code parts} go without a gap. */
    private static long offset(UUID id, Map<String, Long> parts) {
        long offset = 0;
        for (Long size = parts.get(ObjectKeys.uploadPart(id, 0));
                size != null;
                size = parts.get(ObjectKeys.uploadPart(id, offset))) {
            offset += size;
        }
        return offset;
    }

    /**
     * Adds what {@code body} brings, from {@code offset} on. If the connection breaks, what came before counts.
     *
     * @param checksum of the whole piece; null if the caller made none
     * @throws IOException when the connection breaks
     */
    public Progress append(Progress to, long offset, InputStream body, Checksum checksum)
            throws RefusedException, IOException {
        Upload upload = to.upload();
        if (offset != to.offset()) {
            throw new RefusedException(RefusedException.Reason.OFFSET, to.offset());
        }
        long room = upload.bytes() - offset;
        try (ScratchFiles.ScratchFile file = scratch.make()) {
            Received received = receive(body, file.path(), room, checksum);
            if (received.bytes > room) {
                throw new RefusedException(RefusedException.Reason.TOO_LONG, offset);
            }
            boolean counts = received.bytes >= LEAST_PART || received.bytes == room;
            if (received.broken == null && checksum != null && !matches(checksum)) {
                throw new RefusedException(RefusedException.Reason.CHECKSUM, offset);
            }
            if (received.broken == null && !counts && received.bytes > 0) {
                throw new RefusedException(RefusedException.Reason.TOO_SHORT, offset);
            }
            // What was not hashed to its end cannot be trusted by who asked for it.
            if (counts && received.bytes > 0 && (received.broken == null || checksum == null)) {
                keep(upload, offset, file.path());
                offset += received.bytes;
            }
            if (received.broken != null) {
                throw received.broken;
            }
        }
        return offset < upload.bytes() ? new Progress(upload, offset) : finished(upload, parts(upload.id()));
    }

    private static boolean matches(Checksum checksum) {
        return MessageDigest.isEqual(checksum.digest.digest(), checksum.expected);
    }

    private void keep(Upload upload, long offset, Path piece) throws RefusedException {
        String key = ObjectKeys.uploadPart(upload.id(), offset);
        if (!store.putIfAbsent(key, piece, "application/octet-stream", Map.of())) {
            throw new RefusedException(RefusedException.Reason.OFFSET, offset(upload.id(), parts(upload.id())));
        }
    }

    /** @param broken what ended it early, or null */
    private record Received(long bytes, IOException broken) {}

    private static Received receive(InputStream body, Path file, long room, Checksum checksum) {
        long bytes = 0;
        try (OutputStream out = Files.newOutputStream(file)) {
            byte[] buffer = new byte[1 << 16];
            while (bytes <= room) {
                int n;
                try {
                    n = body.read(buffer);
                } catch (IOException e) {
                    return new Received(bytes, e);
                }
                if (n < 0) {
                    break;
                }
                bytes += n;
                out.write(buffer, 0, n);
                if (checksum != null) {
                    checksum.digest.update(buffer, 0, n);
                }
            }
            return new Received(bytes, null);
        } catch (IOException e) {
            // Of our own disk, which is no fault of the caller's.
            throw new UncheckedIOException("Cannot write " + file, e);
        }
    }

    private Progress finished(Upload upload, SortedMap<String, Long> parts) {
        if (offset(upload.id(), parts) < upload.bytes()) {
            // Somebody else has finished it meanwhile, and deleted them.
            return find(upload.id())
                    .orElseThrow(
                            () -> new StoreException("The parts of upload %s are gone".formatted(upload.id()), null));
        }
        Upload whole;
        try (InputStream bytes = new SequenceInputStream(opened(parts))) {
            whole = upload.become(inputs.keep(bytes).key());
        } catch (IOException e) {
            throw new StoreException("Cannot read the parts of upload " + upload.id(), e);
        }
        write(whole);
        parts.keySet().forEach(store::delete);
        return new Progress(whole, whole.bytes());
    }

    private Enumeration<InputStream> opened(SortedMap<String, Long> parts) {
        Iterator<String> keys = parts.keySet().iterator();
        return new Enumeration<>() {
            @Override
            public boolean hasMoreElements() {
                return keys.hasNext();
            }

            @Override
            public InputStream nextElement() {
                String key = keys.next();
                return store.open(key, 0, parts.get(key));
            }
        };
    }

    private void write(Upload upload) {
        byte[] json = Json.write(upload).getBytes(StandardCharsets.UTF_8);
        store.put(ObjectKeys.upload(upload.id()), json, "application/json");
    }

    /** Forgets an upload; what it has become by then stays. */
    public void end(UUID id) {
        // Last what says that it was there: if this ends in between, a sweep goes on.
        parts(id).keySet().forEach(store::delete);
        store.delete(ObjectKeys.upload(id));
    }

    /** Every instance does it now and then; what another one has deleted is deleted. */
    void sweep() {
        Set<UUID> seen = new HashSet<>();
        for (String key : store.list(ObjectKeys.UPLOADS)) {
            UUID id = UUID.fromString(key.split("/", 3)[1]);
            if (seen.add(id) && read(id).isEmpty()) {
                end(id);
                LOG.infof("upload expired  upload=%s", id);
            }
        }
    }
}
