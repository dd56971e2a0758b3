package dev.parley.hub;

import java.io.IOException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

/** Fetches what a part file lacks, over several connections, and hashes it meanwhile. */
final class Transfer {
    private final HubSettings settings;
    private final HubHttp http;
    private final HubClient hub;
    private final PullListener listener;
    private final HubFile file;
    private final PartFile part;
    private final AtomicReference<Exception> failure = new AtomicReference<>();
    private URI location;

    Transfer(HubSettings settings, HubHttp http, HubClient hub, PullListener listener, HubFile file, PartFile part) {
        this.settings = settings;
        this.http = http;
        this.hub = hub;
        this.listener = listener;
        this.file = file;
        this.part = part;
    }

    /** Why an attempt brought less than it should, and how long the host wants to be left alone. */
    private record Trouble(String what, Optional<Duration> asked) {
        static Trouble of(String what) {
            return new Trouble(what, Optional.empty());
        }
    }

    /**
     * Brings the rest.
     *
     * @return the hash of the whole file
     * @throws RangesIgnored if the host sends nothing but whole files and the part file has several pieces
     */
    byte[] run() throws IOException, InterruptedException {
        int connections = Math.max(1, Math.min(settings.connections(), part.pieces()));
        ExecutorService workers = Executors.newFixedThreadPool(connections, threads("pull " + file.path()));
        try {
            for (int i = 0; i < connections; i++) {
                workers.execute(this::fetchPieces);
            }
            Optional<byte[]> hash = part.hash(file.content());
            if (hash.isPresent()) {
                return hash.get();
            }
        } finally {
            part.abandon();
            workers.shutdownNow();
            // One that still reads from a silent host finds the part file closed when something comes.
            workers.awaitTermination(1, TimeUnit.SECONDS);
        }
        if (failure.get() instanceof IOException e) {
            throw e;
        }
        throw new IOException("%s could not be fetched".formatted(file), failure.get());
    }

    private static ThreadFactory threads(String name) {
        return task -> {
            Thread thread = new Thread(task, name);
            thread.setDaemon(true);
            return thread;
        };
    }

    private void fetchPieces() {
        try {
            for (Optional<PartFile.Piece> piece = part.next();
                    piece.isPresent() && failure.get() == null;
                    piece = part.next()) {
                fetch(piece.get());
            }
        } catch (IOException | InterruptedException | RuntimeException e) {
            failure.compareAndSet(null, e);
            part.abandon();
        }
    }

    private void fetch(PartFile.Piece piece) throws IOException, InterruptedException {
        int failed = 0;
        while (piece.at < piece.end) {
            long before = piece.at;
            Optional<Trouble> trouble = attempt(piece);
            if (trouble.isEmpty()) {
                continue;
            }
            failed = piece.at > before ? 1 : failed + 1;
            if (failed >= settings.retries().attempts()) {
                throw new HubException(
                        HubException.Reason.UNREACHABLE,
                        "%s cannot be fetched: %s, %d times"
                                .formatted(file, trouble.get().what(), failed));
            }
            http.pause(
                    trouble.get().what(),
                    settings.retries().pause(failed, trouble.get().asked()));
        }
        part.complete(piece);
    }

    /** Nothing, if there is no reason to wait before the next. */
    private Optional<Trouble> attempt(PartFile.Piece piece) throws IOException, InterruptedException {
        URI from = location();
        long begin = restart(piece);
        try (RangeAnswer answer = http.range(from, begin, piece.end)) {
            if (!answer.fits(begin, piece.end, file.bytes())) {
                return judge(answer);
            }
            answer.copy(bytes -> write(piece, bytes));
            return piece.at == piece.end ? Optional.empty() : Optional.of(Trouble.of("the connection ended early"));
        } catch (HubException | RangesIgnored e) {
            throw e;
        } catch (SocketTimeoutException e) {
            long seconds = settings.stall().toSeconds();
            return Optional.of(Trouble.of("%s: nothing came for %d s".formatted(from.getHost(), seconds)));
        } catch (IOException e) {
            return Optional.of(Trouble.of("%s: %s".formatted(from.getHost(), HubHttp.words(e))));
        }
    }

    private void write(PartFile.Piece piece, ByteBuffer bytes) throws IOException {
        int count = bytes.remaining();
        if (count > piece.end - piece.at) {
            throw new IOException("more bytes came than were asked for");
        }
        try {
            part.write(piece, bytes);
        } catch (IOException e) {
            throw new HubException(HubException.Reason.NO_SPACE, "Cannot write: " + HubHttp.words(e), e);
        }
        listener.bytes(count);
    }

    /** Of a file that has to come in one go, none of what came before a break is of use. */
    private long restart(PartFile.Piece piece) {
        boolean all = piece.index == 0 && piece.end == file.bytes();
        if (all && piece.at > 0) {
            listener.bytes(-piece.at);
            piece.at = 0;
        }
        return piece.at;
    }

    private Optional<Trouble> judge(RangeAnswer answer) throws IOException {
        int status = answer.status();
        URI from = answer.from();
        Optional<URI> next = HubHttp.redirect(status, from, answer.header("Location"));
        if (next.isPresent()) {
            replace(from, next.get());
            return Optional.of(new Trouble("redirected", Optional.of(Duration.ZERO)));
        }
        if (status == 200) {
            throw new RangesIgnored("%s sends %s whole where a part was asked for".formatted(from.getHost(), file));
        }
        if (status == 401 || status == 403 || status == 404 || status == 410) {
            replace(from, null); // signed addresses expire; the hub itself says why if it is no more to be had
            return Optional.of(Trouble.of("%s answers %d".formatted(from.getHost(), status)));
        }
        if (status == 416 || status == 206) {
            throw new HubException(
                    HubException.Reason.OTHER_CONTENT,
                    "%s: %s has other bytes than the hub says, expected %d; it answers %d, range %s"
                            .formatted(
                                    file,
                                    from.getHost(),
                                    file.bytes(),
                                    status,
                                    answer.header("Content-Range").orElse("none")));
        }
        if (!RetryPolicy.mayPass(status)) {
            throw new HubException(
                    HubException.Reason.UNREACHABLE, "%s: %s answers %d".formatted(file, from.getHost(), status));
        }
        return Optional.of(new Trouble(
                "%s answers %d".formatted(from.getHost(), status), RetryPolicy.asked(answer.header("Retry-After"))));
    }

    private synchronized URI location() throws IOException, InterruptedException {
        if (location == null) {
            location = hub.locate(file);
        }
        return location;
    }

    /** Unless another connection has found a better one already. */
    private synchronized void replace(URI from, URI better) {
        if (from.equals(location)) {
            location = better;
        }
    }
}
