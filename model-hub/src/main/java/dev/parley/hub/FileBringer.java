package dev.parley.hub;

import dev.parley.hub.PullPlan.PlannedFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.util.Optional;

/** Brings one file to its place: from there, from the cache, or from the hub. */
final class FileBringer {
    private static final int BLOCK = 1 << 18;
    private static final int TRIES = 2;

    private final HubSettings settings;
    private final HubHttp http;
    private final HubClient hub;
    private final HubCache cache;
    private final PullListener listener;

    FileBringer(HubSettings settings, HubHttp http, HubClient hub, PullListener listener) {
        this.settings = settings;
        this.http = http;
        this.hub = hub;
        this.cache = new HubCache(settings.cache());
        this.listener = listener;
    }

    void bring(PlannedFile file) throws IOException, InterruptedException {
        Runnable waiting = () -> listener.note("waiting for another pull of " + file.target());
        PathLock.alone(Workplace.in(file.folder()).lock(file.target()), waiting, () -> bringAlone(file));
        listener.done(file);
    }

    private void bringAlone(PlannedFile file) throws IOException, InterruptedException {
        // Another pull may have brought it since the plan was made.
        PinnedFile pin = Pins.of(file.folder()).files().get(file.target());
        if (pin != null && pin.content().equals(file.file().content()) && pin.isUntouched(file.path())) {
            return;
        }
        if (!isThere(file, pin != null) && !fromCache(file)) {
            fetch(file);
        }
        long modified = Files.getLastModifiedTime(file.path()).toMillis();
        Pins.update(file.folder(), pins -> pins.files().put(file.target(), file.pin(modified)));
    }

    /** Whether the right file is in its place. A wrong one is only ours to replace if we brought it. */
    private boolean isThere(PlannedFile file, boolean ours) throws IOException {
        if (!Files.exists(file.path())) {
            return false;
        }
        if (hasContent(file.path(), file.file())) {
            return true;
        }
        if (!ours) {
            throw Planner.inTheWay(file.path(), file.file());
        }
        return false;
    }

    /** Hashes a file. */
    static boolean hasContent(Path path, HubFile file) throws IOException {
        if (!Files.isRegularFile(path) || Files.size(path) != file.bytes()) {
            return false;
        }
        MessageDigest digest = file.content().digest(file.bytes());
        ByteBuffer block = ByteBuffer.allocateDirect(BLOCK);
        try (FileChannel channel = FileChannel.open(path)) {
            while (channel.read(block.clear()) >= 0) {
                digest.update(block.flip());
            }
        }
        return file.content().isOf(digest.digest());
    }

    private boolean fromCache(PlannedFile file) throws IOException {
        Optional<Path> blob = cache.blob(file.file());
        if (blob.isEmpty() || !hasContent(blob.get(), file.file())) {
            return false;
        }
        listener.begins(file, file.file().bytes());
        Path part = Workplace.in(file.folder()).part(file.target());
        Files.deleteIfExists(part);
        Files.createDirectories(file.path().getParent());
        try {
            Files.createLink(part, blob.get());
        } catch (IOException | UnsupportedOperationException otherDisk) {
            Files.copy(blob.get(), part, StandardCopyOption.REPLACE_EXISTING);
        }
        Files.move(part, file.path(), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        return true;
    }

    private void fetch(PlannedFile file) throws IOException, InterruptedException {
        if (settings.offline()) {
            throw new HubException(
                    HubException.Reason.UNREACHABLE,
                    "%s is not in the cache, and HF_HUB_OFFLINE is set".formatted(file.file()));
        }
        for (int attempt = 1; ; attempt++) {
            if (attempt(file)) {
                return;
            }
            String damaged = "%s came damaged: its bytes are not %s"
                    .formatted(file.file(), file.file().content());
            if (attempt == TRIES) {
                throw new HubException(HubException.Reason.DAMAGED, damaged + ", %d times".formatted(attempt));
            }
            listener.note(damaged + "; fetching all of it again");
            listener.bytes(-file.file().bytes());
        }
    }

    private boolean attempt(PlannedFile file) throws IOException, InterruptedException {
        try {
            return attempt(file, settings.pieceBytes());
        } catch (RangesIgnored e) {
            listener.note(e.getMessage() + "; fetching it over one connection");
            return attempt(file, file.file().bytes());
        }
    }

    /** Nothing of a file with the wrong hash is kept: which of its bytes are wrong cannot be told. */
    private boolean attempt(PlannedFile file, long pieceBytes) throws IOException, InterruptedException {
        Path path = Workplace.in(file.folder()).part(file.target());
        try (PartFile part = PartFile.open(path, file.file(), pieceBytes)) {
            listener.begins(file, part.there());
            byte[] hash = hash(file.file(), part);
            boolean right = file.file().content().isOf(hash);
            if (right) {
                part.moveTo(file.path());
            } else {
                part.delete();
            }
            return right;
        }
    }

    private byte[] hash(HubFile file, PartFile part) throws IOException, InterruptedException {
        try {
            return new Transfer(settings, http, hub, listener, file, part).run();
        } catch (RangesIgnored e) {
            listener.bytes(-part.there());
            throw e;
        }
    }
}
