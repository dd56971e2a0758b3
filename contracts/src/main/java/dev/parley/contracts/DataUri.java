package dev.parley.contracts;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Base64;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The bytes in a {@code data:} URI, in all the forms that programs write: base64 in either alphabet, padded or not, in
 * lines, or anything percent-encoded.
 */
final class DataUri {
    /** A browser's recorder has a comma in its type: {@code data:video/webm;codecs=vp8,opus;base64,...}. */
    private static final Pattern BASE64 = Pattern.compile("(?i)data:(.{0,512}?);\\s*base64\\s*,", Pattern.DOTALL);

    private static final Pattern PLAIN = Pattern.compile("(?i)data:([^,]{0,512}),");
    private static final int LONGEST_TYPE = 127;

    /** @throws IllegalArgumentException saying what was found */
    static InputRef.Data parse(String text) {
        Matcher base64 = BASE64.matcher(text);
        if (base64.lookingAt()) {
            return new InputRef.Data(type(base64.group(1)), true, text, base64.end());
        }
        Matcher plain = PLAIN.matcher(text);
        if (plain.lookingAt()) {
            return new InputRef.Data(type(plain.group(1)), false, text, plain.end());
        }
        throw new IllegalArgumentException("found %s, without a comma before its data".formatted(Found.text(text)));
    }

    /** Of a type with parameters only the type, which nothing depends on. */
    private static String type(String head) {
        String type = head.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
        return type.isEmpty() || type.length() > LONGEST_TYPE ? "unknown" : type;
    }

    static InputStream open(InputRef.Data data) {
        Unescaped bytes = new Unescaped(data.text(), data.start());
        return data.base64() ? new Whole(new Base64Text(bytes)) : bytes;
    }

    /** The JDK's decoder takes padding for the end and never looks at what follows; that must not be lost silently. */
    private static final class Whole extends FilterInputStream {
        private final Base64Text text;

        Whole(Base64Text text) {
            super(Base64.getDecoder().wrap(text));
            this.text = text;
        }

        @Override
        public int read() throws IOException {
            int b = super.read();
            return b < 0 ? text.read() : b;
        }

        @Override
        public int read(byte[] into, int from, int length) throws IOException {
            int n = super.read(into, from, length);
            return n < 0 ? text.read() : n;
        }
    }

    /** What is left of the text without its percent signs. */
    private static final class Unescaped extends InputStream {
        private final String text;
        private int next;

        Unescaped(String text, int start) {
            this.text = text;
            this.next = start;
        }

        @Override
        public int read() throws IOException {
            if (next >= text.length()) {
                return -1;
            }
            char c = text.charAt(next);
            if (c > 126) {
                throw new IOException("character %d of the URI is not ASCII".formatted(next + 1));
            }
            next++;
            return c == '%' ? escaped() : c;
        }

        private int escaped() throws IOException {
            int high = digit(next);
            int low = digit(next + 1);
            if (high < 0 || low < 0) {
                throw new IOException("character %d of the URI is a '%%' without two digits".formatted(next));
            }
            next += 2;
            return high * 16 + low;
        }

        private int digit(int at) {
            return at < text.length() ? Character.digit(text.charAt(at), 16) : -1;
        }
    }

    /** Base64 as the JDK's decoder reads it: in one line, in one alphabet, and nothing behind the padding. */
    private static final class Base64Text extends InputStream {
        private final Unescaped text;
        private boolean padded;

        Base64Text(Unescaped text) {
            this.text = text;
        }

        @Override
        public int read() throws IOException {
            int c = text.read();
            while (c == ' ' || c == '\t' || c == '\r' || c == '\n' || c == '\f') {
                c = text.read();
            }
            boolean letter = c >= 0 && c < 128 && Character.isLetterOrDigit(c);
            if (c >= 0 && c != '=' && (padded || !letter && "+/-_".indexOf(c) < 0)) {
                throw new IOException("character %d of the URI is not base64".formatted(text.next));
            }
            padded |= c == '=';
            return c == '-' ? '+' : c == '_' ? '/' : c;
        }
    }

    private DataUri() {}
}
