package dev.parley.ingest.http;

import dev.parley.testkit.openapi.Values;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * A call with something wrong: in its body, its headers, its query, or in how it goes over the wire.
 *
 * @param whole whether it has an end that a server can find, so that an answer is due
 */
record SpoiltCall(byte[] bytes, boolean whole) {
    private static final int MOST_CHANGES = 3;
    private static final int LONGEST_REPETITION = 200_000;
    private static final Pattern WORD = Pattern.compile("[A-Za-z0-9_.+-]+|\"|:|\\{|\\[|--|\r\n");

    /** Those that end a message, or the connection, are spoilt elsewhere. */
    private static final List<String> HEADERS = List.of(
            "Range: bytes=%s",
            "Range: %s",
            "Content-Type: %s",
            "Content-Type: multipart/form-data; boundary=%s",
            "Content-Type: multipart/form-data",
            "Content-Type: application/json; charset=%s",
            "Content-Encoding: %s",
            "Content-Encoding: gzip",
            "Content-Digest: sha-256=:%s:",
            "Content-Disposition: %s",
            "Idempotency-Key: %s",
            "Prefer: wait=%s",
            "If-None-Match: %s",
            "If-Range: %s",
            "Accept: %s",
            "Accept-Language: %s",
            "Accept-Encoding: %s",
            "Authorization: Bearer %s",
            "Cookie: parley=%s",
            "Origin: %s",
            "X-Forwarded-For: %s",
            "X-HTTP-Method-Override: %s",
            "traceparent: %s",
            "Last-Event-ID: %s",
            "Tus-Resumable: %s",
            "Upload-Offset: %s",
            "Upload-Length: %s",
            "Upload-Checksum: sha256 %s",
            "Upload-Metadata: %s",
            "%s: a",
            "%s");

    private static final List<String> FRAMES = List.of(
            "Content-Length: %s",
            "Content-Length: -1",
            "Content-Length: 0",
            "Content-Length: 5",
            "Content-Length: 99999999999999999999",
            "Content-Length: 1073741825",
            "Transfer-Encoding: %s",
            "Transfer-Encoding: chunked",
            "Transfer-Encoding: gzip, chunked",
            "Expect: 100-continue",
            "Expect: %s",
            "Connection: close",
            "Connection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: %s",
            "Connection: Upgrade\r\nUpgrade: websocket",
            "Host: %s",
            " folded: %s");

    /** @param all to take pieces of */
    static SpoiltCall of(WireCall call, List<WireCall> all, Random random) {
        Values values = new Values(null, random, Map.of());
        WireCall spoilt = call;
        boolean whole = true;
        for (int left = 1 + random.nextInt(MOST_CHANGES); left > 0; left--) {
            switch (random.nextInt(8)) {
                case 0 -> spoilt = spoilt.withTarget(asked(spoilt.target(), values, random));
                case 1 -> spoilt = spoilt.withHeader(filled(pick(HEADERS, random), values));
                case 2 -> spoilt = spoilt.withHeaders(spoiltHeaders(spoilt.headers(), random));
                case 3, 4 -> spoilt = spoilt.withBody(words(spoilt.body(), values, random));
                case 5 ->
                    spoilt = spoilt.withBody(
                            blocks(spoilt.body(), pick(all, random).body(), random));
                case 6 -> spoilt = spoilt.inChunks();
                default -> {
                    if (random.nextInt(4) == 0) {
                        spoilt = spoilt.withHeader(filled(pick(FRAMES, random), values));
                        whole = false;
                    }
                }
            }
        }
        byte[] bytes = spoilt.bytes();
        if (random.nextInt(10) == 0) {
            return new SpoiltCall(blocks(bytes, pick(all, random).bytes(), random), false);
        }
        return new SpoiltCall(
                bytes,
                whole
                        && !spoilt.target().matches(".*[\\s\\x00].*")
                        && spoilt.headers().stream().allMatch(header -> header.matches("[A-Za-z-]+: [\\x20-\\x7e]*")));
    }

    boolean speaksHttp() {
        String text = new String(bytes, StandardCharsets.ISO_8859_1);
        return text.lines().findFirst().orElse("").matches(".* HTTP/1\\.[01]");
    }

    private static String filled(String pattern, Values values) {
        return pattern.replace("%s", values.odd());
    }

    private static String asked(String target, Values values, Random random) {
        int query = target.indexOf('?');
        String odd = random.nextBoolean() ? encoded(values.odd()) : values.odd();
        if (query < 0 || random.nextInt(4) == 0) {
            return random.nextBoolean() ? target + "?limit=" + odd : target + "/" + odd;
        }
        List<String> pairs =
                new ArrayList<>(Arrays.asList(target.substring(query + 1).split("&")));
        int at = random.nextInt(pairs.size());
        pairs.set(at, pairs.get(at).replaceFirst("=.*", "=") + odd);
        if (random.nextInt(3) == 0) {
            pairs.add(pairs.get(0));
        }
        return target.substring(0, query + 1) + String.join("&", pairs);
    }

    private static String encoded(String text) {
        StringBuilder encoded = new StringBuilder();
        for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
            encoded.append("%").append(String.format("%02x", b));
        }
        return encoded.toString();
    }

    private static List<String> spoiltHeaders(List<String> headers, Random random) {
        List<String> spoilt = new ArrayList<>(headers);
        if (!spoilt.isEmpty()) {
            int at = random.nextInt(spoilt.size());
            if (random.nextBoolean()) {
                spoilt.remove(at);
            } else {
                spoilt.add(spoilt.get(at));
            }
        }
        return spoilt;
    }

    /** A word of a text, of a form's frame as well, becomes another one. */
    private static byte[] words(byte[] body, Values values, Random random) {
        String text = new String(body, StandardCharsets.ISO_8859_1);
        List<MatchResult> words = WORD.matcher(text).results().limit(200).toList();
        if (words.isEmpty()) {
            return body;
        }
        MatchResult word = pick(words, random);
        String by =
                switch (random.nextInt(4)) {
                    case 0 -> "";
                    case 1 -> word.group().repeat(1 + random.nextInt(3_000));
                    case 2 -> pick(words, random).group();
                    default -> new String(values.odd().getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
                };
        return WireCall.latin(text.substring(0, word.start()) + by + text.substring(word.end()));
    }

    private static byte[] blocks(byte[] bytes, byte[] other, Random random) {
        int from = random.nextInt(bytes.length + 1);
        int to = Math.min(bytes.length, from + random.nextInt(1 << random.nextInt(12)));
        ByteArrayOutputStream spoilt = new ByteArrayOutputStream();
        spoilt.write(bytes, 0, from);
        switch (random.nextInt(5)) {
            case 0 -> {
                return spoilt.toByteArray();
            }
            case 1 -> {
                // The block is left out.
            }
            case 2 -> {
                for (int written = 0; to > from && written < random.nextInt(LONGEST_REPETITION); written += to - from) {
                    spoilt.write(bytes, from, to - from);
                }
            }
            case 3 -> spoilt.write(other, Math.min(from, other.length), Math.max(0, Math.min(to, other.length) - from));
            default -> {
                byte[] noise = new byte[to - from];
                random.nextBytes(noise);
                spoilt.writeBytes(noise);
            }
        }
        spoilt.write(bytes, to, bytes.length - to);
        return spoilt.toByteArray();
    }

    private static <T> T pick(List<T> all, Random random) {
        return all.get(random.nextInt(all.size()));
    }
}
