package dev.parley.contracts;

import java.net.IDN;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A URL that can be called: absolute, http or https, with a host and without credentials, all in ASCII. People's URLs are
 * taken as they write them: an internationalized name is encoded as IDNA says, any other character as UTF-8 in percent
 * signs.
 *
 * @param uri without a fragment. {@link URI#getHost} knows no host with {@code _}, as services of a container network
 *     often have: ask this record
 * @param host a name or an IPv4 address, or an IPv6 address without its brackets
 * @param port the one to call, also where the URL names none
 */
public record WebUrl(URI uri, String host, int port) {
    static final String EXPECTED = "an absolute http(s) URL";

    private static final int LONGEST = 2048;
    private static final int LONGEST_HOST = 253;
    private static final Pattern PARTS =
            Pattern.compile("(?i)(https?)://([^/?#]*)([^?#]*)(\\?[^#]*)?(?:#.*)?", Pattern.DOTALL);
    private static final Pattern AUTHORITY = Pattern.compile("(\\[[0-9A-Fa-f:.]+]|[^:\\[\\]]+)(?::([0-9]{0,5}))?");
    private static final Pattern HOST = Pattern.compile("[A-Za-z0-9_.-]+|\\[.+]");
    /** What an older and the present standard encode differently, and so to different hosts. */
    private static final Pattern AMBIGUOUS = Pattern.compile("[\u00df\u1e9e\u03c2\u200c\u200d]");

    private static final String FIT_FOR_A_PATH = "-._~!$&'()*+,;=:@/";
    private static final String FIT_FOR_A_QUERY = FIT_FOR_A_PATH + "?[]";

    /** @throws IllegalArgumentException saying what was found */
    public static WebUrl parse(String text) {
        if (text.length() > LONGEST) {
            throw new IllegalArgumentException(
                    "found a URL of %d characters, more than %d".formatted(text.length(), LONGEST));
        }
        Matcher parts = PARTS.matcher(text);
        if (!parts.matches() || text.chars().anyMatch(c -> c < ' ' || c == 127)) {
            throw new IllegalArgumentException("found " + found(text));
        }
        if (parts.group(2).indexOf('@') >= 0) {
            // Not repeated: it may be a password.
            throw new IllegalArgumentException("found a URL with a user name or password");
        }
        Matcher authority = AUTHORITY.matcher(parts.group(2));
        if (!authority.matches()) {
            throw noHost(text);
        }
        String host = ascii(authority.group(1), text);
        boolean tls = "https".equalsIgnoreCase(parts.group(1));
        String named = authority.group(2) == null || authority.group(2).isEmpty() ? "" : authority.group(2);
        int port = named.isEmpty() ? tls ? 443 : 80 : Integer.parseInt(named);
        if (port < 1 || port > 65_535) {
            throw noHost(text);
        }
        String path = encoded(parts.group(3), FIT_FOR_A_PATH);
        String query = parts.group(4) == null ? "" : encoded(parts.group(4), FIT_FOR_A_QUERY);
        URI uri = uri(text, parts.group(1) + "://" + host + (named.isEmpty() ? "" : ":" + named) + path + query);
        return new WebUrl(uri, host.startsWith("[") ? host.substring(1, host.length() - 1) : host, port);
    }

    public boolean isEncrypted() {
        return "https".equalsIgnoreCase(uri.getScheme());
    }

    @Override
    public String toString() {
        return uri.toString();
    }

    private static String ascii(String host, String text) {
        if (AMBIGUOUS.matcher(host).find()) {
            throw new IllegalArgumentException(
                    "found %s, whose host is ambiguous; write it in ASCII ('xn--...')".formatted(found(text)));
        }
        String ascii;
        try {
            ascii = host.startsWith("[") ? host : IDN.toASCII(host);
        } catch (IllegalArgumentException e) {
            throw noHost(text);
        }
        if (ascii.length() > LONGEST_HOST || !HOST.matcher(ascii).matches()) {
            throw noHost(text);
        }
        return ascii;
    }

    /** Leaves alone what is encoded already, as signatures in a query are. */
    private static String encoded(String part, String fit) {
        StringBuilder encoded = new StringBuilder();
        for (byte b : part.getBytes(StandardCharsets.UTF_8)) {
            char c = (char) (b & 255);
            boolean plain = c < 128 && (Character.isLetterOrDigit(c) || c == '%' || fit.indexOf(c) >= 0);
            encoded.append(plain ? String.valueOf(c) : String.format(Locale.ROOT, "%%%02X", (int) c));
        }
        return encoded.toString().replaceAll("%(?![0-9A-Fa-f]{2})", "%25");
    }

    private static URI uri(String text, String ascii) {
        try {
            return URI.create(ascii);
        } catch (IllegalArgumentException e) {
            throw noHost(text);
        }
    }

    /** Without the query, which may be a signature or a token. */
    private static String found(String text) {
        int query = text.indexOf('?');
        return Found.text(query < 0 ? text : text.substring(0, query) + "?...");
    }

    private static IllegalArgumentException noHost(String text) {
        return new IllegalArgumentException("found %s, which has no host".formatted(found(text)));
    }
}
