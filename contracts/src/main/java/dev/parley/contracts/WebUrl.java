package dev.parley.contracts;

import java.net.URI;
import java.net.URISyntaxException;

/** What may be called from a request: absolute, http or https, with a host, without credentials. */
final class WebUrl {
    static final String EXPECTED = "an absolute http(s) URL";
    private static final int LONGEST = 2048;

    /** @throws IllegalArgumentException saying what was found */
    static URI parse(String text) {
        if (text.length() > LONGEST) {
            throw new IllegalArgumentException(
                    "found a URL of %d characters, more than %d".formatted(text.length(), LONGEST));
        }
        URI uri = uri(text);
        if (!"http".equalsIgnoreCase(uri.getScheme()) && !"https".equalsIgnoreCase(uri.getScheme())) {
            throw new IllegalArgumentException("found %s".formatted(Found.text(text)));
        }
        if (uri.getRawUserInfo() != null) {
            // Not repeated: it may be a password.
            throw new IllegalArgumentException("found a URL with a user name or password");
        }
        if (uri.getHost() == null || uri.getPort() > 65_535) {
            throw new IllegalArgumentException("found %s, which names no host".formatted(Found.text(text)));
        }
        return uri;
    }

    private static URI uri(String text) {
        try {
            return new URI(text);
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException("found %s, which is no URL".formatted(Found.text(text)), e);
        }
    }

    private WebUrl() {}
}
