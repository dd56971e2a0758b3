package dev.parley.kit.http;

import dev.parley.contracts.WebUrl;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import okhttp3.Response;

/** An answer whose body is still to be read. Closing it ends the call. */
public final class Reply implements AutoCloseable {
    private static final int WORTH_QUOTING = 4 << 10;

    private final WebUrl url;
    private final Response response;

    Reply(WebUrl url, Response response) {
        this.url = url;
        this.response = response;
    }

    /** Where the body comes from, after all redirects. */
    public WebUrl url() {
        return url;
    }

    public int status() {
        return response.code();
    }

    public InputStream body() {
        return response.body().byteStream();
    }

    /** In bytes, where the server says it. */
    public Optional<Long> length() {
        long length = response.body().contentLength();
        return length < 0 ? Optional.empty() : Optional.of(length);
    }

    /** For people: {@code 403 Forbidden ('Please say who you are')}. Reads some of the body. */
    public String refusal() {
        String status = (status() + " " + response.message()).strip();
        try {
            String words = Words.of(body().readNBytes(WORTH_QUOTING));
            return words.isEmpty() ? status : "%s ('%s')".formatted(status, words);
        } catch (IOException e) {
            return status; // which says enough
        }
    }

    /** Where a redirect leads, or nothing if this is none. */
    Optional<WebUrl> next() throws IOException {
        String location = response.header("Location");
        boolean redirect = status() == 301 || status() == 302 || status() == 303 || status() == 307 || status() == 308;
        if (!redirect || location == null) {
            return Optional.empty();
        }
        return Optional.of(Redirects.checked(url, response.request().url().resolve(location)));
    }

    @Override
    public void close() {
        response.close();
    }
}
