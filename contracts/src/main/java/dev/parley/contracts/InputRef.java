package dev.parley.contracts;

import java.net.URI;
import java.util.Base64;

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

    /** On a web server: absolute, http or https, with a host and without credentials. */
    record Url(URI uri) implements InputRef {
        @Override
        public String toString() {
            return uri.toString();
        }
    }

    /**
     * In the request itself, {@code data:image/png;base64,...}.
     *
     * @param mime lower case, without parameters, always of an image, audio or video
     * @param base64 what follows the comma
     */
    record Data(String mime, String base64) implements InputRef {
        /**
         * Decodes anew at each call.
         *
         * @throws IllegalArgumentException if it is no base64
         */
        public byte[] bytes() {
            return Base64.getDecoder().decode(base64);
        }

        @Override
        public String toString() {
            return "data:%s;base64,... (%d characters)".formatted(mime, base64.length());
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
