package dev.parley.contracts;

import java.io.InputStream;

/**
 * Where a picture or a recording of a request comes from. There are only these four ways; a file name or any other
 * scheme is none of them.
 */
public sealed interface InputRef {
    /** In the store, after an upload; {@code key} is an {@link ObjectKeys#input}. */
    record Stored(String key) implements InputRef {
        @Override
        public String toString() {
            return key;
        }
    }

    /** On a web server. */
    record Url(WebUrl url) implements InputRef {
        @Override
        public String toString() {
            return url.toString();
        }
    }

    /**
     * In the request itself, {@code data:image/png;base64,...}.
     *
     * @param mime as it says, lower case and without parameters; the bytes decide what they are
     * @param base64 or else percent-encoded
     * @param text the whole URI
     * @param start where in it the data begin
     */
    record Data(String mime, boolean base64, String text, int start) implements InputRef {
        /** The bytes, decoded as they are read; an {@link java.io.IOException} says where they cannot be. */
        public InputStream open() {
            return DataUri.open(this);
        }

        @Override
        public String toString() {
            return "data:%s%s,... (%d characters)".formatted(mime, base64 ? ";base64" : "", text.length() - start);
        }
    }

    /** A file that came along in the same multipart call. */
    record Part(String name) implements InputRef {
        @Override
        public String toString() {
            return "part:" + name;
        }
    }

    /**
     * Reads what a request says.
     *
     * @throws IllegalArgumentException if it is none of the four; the message says what was found and what is expected
     */
    static InputRef parse(String text) {
        return InputRefParser.parse(text);
    }
}
