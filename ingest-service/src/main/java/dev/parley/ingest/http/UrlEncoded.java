package dev.parley.ingest.http;

import dev.parley.contracts.InvalidRequestException;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Bodies that say they are URL-encoded forms. {@code curl --data-binary} says so of every file, so only one that looks like
 * such a form is one.
 */
final class UrlEncoded {
    private static final String TYPE = "application/x-www-form-urlencoded";
    private static final Pattern FORM = Pattern.compile("[A-Za-z0-9*._~+%-]+=[A-Za-z0-9*._~+%&=-]*\\s*");
    private static final int HEAD = 1 << 10;

    /** Answers the body, unread, unless it is a form. */
    static InputStream refusedIn(InputStream body, String type) throws IOException {
        if (type == null || !type.toLowerCase(Locale.ROOT).startsWith(TYPE)) {
            return body;
        }
        BufferedInputStream peeked = new BufferedInputStream(body);
        peeked.mark(HEAD);
        String head = new String(peeked.readNBytes(HEAD), StandardCharsets.ISO_8859_1);
        peeked.reset();
        if (FORM.matcher(head).matches()) {
            throw InvalidRequestException.of(
                    "",
                    "wrong-media",
                    "found a URL-encoded form, expected a file: curl --data-binary @name, or curl -F file=@name");
        }
        return peeked;
    }

    private UrlEncoded() {}
}
