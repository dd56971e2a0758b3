package dev.parley.kit.admission;

import dev.parley.contracts.InvalidRequestException;
import dev.parley.contracts.WebUrl;
import dev.parley.kit.http.Redirects;
import dev.parley.kit.http.Reply;
import dev.parley.kit.http.Words;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.BufferedInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** Fetches inputs from where the guard lets us go, as many at once as the limits allow. */
@ApplicationScoped
class GuardedUrlInputs implements UrlInputs {
    private static final int HTTP_OK = 200;
    private static final int HEAD = 1 << 10;

    private final Redirects web;
    private final LimitsConfig limits;
    private final Semaphore slots;

    @Inject
    GuardedUrlInputs(Redirects web, LimitsConfig limits) {
        this.web = web;
        this.limits = limits;
        this.slots = new Semaphore(limits.fetches(), true);
    }

    @Override
    public InputStream open(String path, WebUrl url) throws IOException {
        takeSlot();
        Reply reply = null;
        try {
            reply = web.follow(url, limits.fetchTimeout(), limits.fetchTotal());
            return new Fetched(body(path, reply), reply);
        } catch (IOException | RuntimeException e) {
            if (reply != null) {
                reply.close();
            }
            slots.release();
            throw e;
        }
    }

    private void takeSlot() {
        try {
            if (!slots.tryAcquire(limits.fetchTimeout().toMillis(), TimeUnit.MILLISECONDS)) {
                throw new BusyException("%d inputs are being fetched".formatted(limits.fetches()));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new BusyException("interrupted");
        }
    }

    private InputStream body(String path, Reply reply) throws IOException {
        if (reply.status() != HTTP_OK) {
            throw new IOException("it answered %s, expected 200".formatted(reply.refusal()));
        }
        if (reply.length().orElse(0L) > limits.inputBytes()) {
            throw new Inputs.TooLargeException(limits.inputBytes());
        }
        BufferedInputStream body = new BufferedInputStream(reply.body(), 1 << 16);
        body.mark(HEAD);
        byte[] head = body.readNBytes(HEAD);
        body.reset();
        // Some servers call everything text/html; it is the bytes that make it a page.
        if (Words.isHtml(head)) {
            throw InvalidRequestException.of(
                    path,
                    "wrong-media",
                    "found a web page ('%s') at %s, expected the file itself"
                            .formatted(Words.of(head), InputResolver.shown(reply.url())));
        }
        return body;
    }

    private final class Fetched extends FilterInputStream {
        private final Reply reply;
        private boolean open = true;

        Fetched(InputStream body, Reply reply) {
            super(body);
            this.reply = reply;
        }

        @Override
        public void close() {
            if (open) {
                open = false;
                reply.close();
                slots.release();
            }
        }
    }
}
