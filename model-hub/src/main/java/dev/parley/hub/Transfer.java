package dev.parley.hub;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodySubscriber;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
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
     */
    byte[] run() throws IOException, InterruptedException {
        try {
            return fetch(Math.min(settings.connections(), part.pieces()), this::fetchPieces);
        } catch (RangesIgnored e) {
            listener.note(e.getMessage() + "; fetching it over one connection");
            listener.bytes(-part.there());
            failure.set(null);
            PartFile.Piece whole = part.whole();
            return fetch(1, () -> fetch(whole));
        }
    }

    /** What a connection does. */
    private interface Work {
        void run() throws IOException, InterruptedException;
    }

    private byte[] fetch(int connections, Work work) throws IOException, InterruptedException {
        ExecutorService workers = Executors.newFixedThreadPool(Math.max(1, connections), work(file.path()));
        try {
            for (int i = 0; i < connections; i++) {
                workers.execute(() -> guarded(work));
            }
            Optional<byte[]> hash = part.hash(file.content());
            if (hash.isPresent()) {
                return hash.get();
            }
        } finally {
            part.abandon();
            workers.shutdownNow();
            // Nobody may write to a file that is closed or has another name.
            while (!workers.awaitTermination(1, TimeUnit.SECONDS)) {
                Thread.onSpinWait();
            }
        }
        if (failure.get() instanceof IOException e) {
            throw e;
        }
        throw new IOException("%s could not be fetched".formatted(file), failure.get());
    }

    private static java.util.concurrent.ThreadFactory work(String name) {
        return task -> {
            Thread thread = new Thread(task, "pull " + name);
            thread.setDaemon(true);
            return thread;
        };
    }

    private void guarded(Work work) {
        try {
            work.run();
        } catch (IOException | InterruptedException | RuntimeException e) {
            failure.compareAndSet(null, e);
            part.abandon();
        }
    }

    private void fetchPieces() throws IOException, InterruptedException {
        for (Optional<PartFile.Piece> piece = part.next();
                piece.isPresent() && failure.get() == null;
                piece = part.next()) {
            fetch(piece.get());
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
        HttpRequest request = http.request(from)
                .header("Range", "bytes=" + begin + "-" + (piece.end - 1))
                .timeout(settings.stall())
                .build();
        AtomicLong heard = new AtomicLong(System.nanoTime());
        HttpResponse<Void> answer;
        try {
            answer = await(http.send(request, info -> body(info, piece, heard)), heard);
        } catch (HubException e) {
            throw e;
        } catch (IOException e) {
            return Optional.of(Trouble.of("%s: %s".formatted(from.getHost(), HubHttp.words(e))));
        }
        if (fits(answer.statusCode(), answer.headers(), begin, piece)) {
            return piece.at == piece.end ? Optional.empty() : Optional.of(Trouble.of("the connection ended early"));
        }
        return judge(answer, from);
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

    private BodySubscriber<Void> body(HttpResponse.ResponseInfo info, PartFile.Piece piece, AtomicLong heard) {
        return fits(info.statusCode(), info.headers(), piece.at, piece)
                ? new PieceBody(part, piece, count -> {
                    heard.set(System.nanoTime());
                    listener.bytes(count);
                })
                : PieceBody.unread();
    }

    private boolean fits(int status, java.net.http.HttpHeaders headers, long begin, PartFile.Piece piece) {
        if (status == 200) {
            return begin == 0 && piece.end == file.bytes();
        }
        String range = "bytes %d-%d/%d".formatted(begin, piece.end - 1, file.bytes());
        return status == 206
                && headers.firstValue("Content-Range").filter(range::equals).isPresent();
    }

    private Optional<Trouble> judge(HttpResponse<Void> answer, URI from) throws IOException, InterruptedException {
        int status = answer.statusCode();
        Optional<URI> next = http.redirect(answer);
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
                                    answer.headers().firstValue("Content-Range").orElse("none")));
        }
        if (!RetryPolicy.mayPass(status)) {
            throw new HubException(
                    HubException.Reason.UNREACHABLE, "%s: %s answers %d".formatted(file, from.getHost(), status));
        }
        return Optional.of(
                new Trouble("%s answers %d".formatted(from.getHost(), status), RetryPolicy.asked(answer.headers())));
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

    private HttpResponse<Void> await(CompletableFuture<HttpResponse<Void>> answer, AtomicLong heard)
            throws IOException, InterruptedException {
        long stall = settings.stall().toNanos();
        try {
            while (true) {
                try {
                    return answer.get(Math.min(stall, 1_000_000_000L), TimeUnit.NANOSECONDS);
                } catch (TimeoutException e) {
                    if (System.nanoTime() - heard.get() > stall) {
                        throw new IOException(
                                "nothing came for %d s"
                                        .formatted(settings.stall().toSeconds()),
                                e);
                    }
                }
            }
        } catch (ExecutionException e) {
            if (e.getCause() instanceof HubException fatal) {
                throw fatal;
            }
            throw new IOException(HubHttp.words(e.getCause()), e);
        } finally {
            answer.cancel(true);
        }
    }
}
