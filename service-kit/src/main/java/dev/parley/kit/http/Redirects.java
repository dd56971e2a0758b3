package dev.parley.kit.http;

import dev.parley.contracts.WebUrl;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import okhttp3.HttpUrl;

/** Gets what lies behind redirects. Each hop is guarded as the first call is. */
@ApplicationScoped
public class Redirects {
    private static final int MOST = 5;

    private final GuardedHttp http;

    @Inject
    public Redirects(GuardedHttp http) {
        this.http = http;
    }

    /**
     * @param silence fails when nothing comes for so long
     * @param total fails when the body has not been read after so long, all hops together
     * @return the first answer that is no redirect
     */
    public Reply follow(WebUrl first, Duration silence, Duration total) throws IOException {
        long deadline = System.nanoTime() + total.toNanos();
        WebUrl url = first;
        for (int hop = 0; hop <= MOST; hop++) {
            long left = Math.max(1_000_000, deadline - System.nanoTime());
            Reply reply = http.get(url, silence, Duration.ofNanos(left));
            Optional<WebUrl> next = nextOf(reply);
            if (next.isEmpty()) {
                return reply;
            }
            reply.close();
            url = next.get();
        }
        throw new IOException("it redirects more than %d times".formatted(MOST));
    }

    private static Optional<WebUrl> nextOf(Reply reply) throws IOException {
        try {
            return reply.next();
        } catch (IOException e) {
            reply.close();
            throw e;
        }
    }

    /** @param to null where it is no http(s) URL */
    static WebUrl checked(WebUrl from, HttpUrl to) throws IOException {
        if (to == null) {
            throw new IOException("it redirects to something other than an http(s) URL");
        }
        WebUrl next;
        try {
            next = WebUrl.parse(to.toString());
        } catch (IllegalArgumentException e) {
            throw new IOException("it redirects to an invalid URL: " + e.getMessage(), e);
        }
        if (from.isEncrypted() && !next.isEncrypted()) {
            throw new IOException("it redirects from https to http");
        }
        return next;
    }
}
