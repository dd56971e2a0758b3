package dev.parley.multitalk.internal.text;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Text that was UTF-8 once and then read as Latin-1 or Windows-1252, so that {@code é} became {@code Ã©}. It is put back
 * only if it shows the signs and the whole of it is UTF-8 when written as it was read; a lone {@code É…} stays.
 */
final class Mojibake {
    private static final Charset WINDOWS = Charset.forName("windows-1252");

    /** First bytes of UTF-8 sequences as Windows reads them, followed by what can follow. */
    private static final Pattern SIGNS = Pattern.compile(
            "[\u00c2\u00c3\u00c4\u00c5\u00d0\u00d1]" // Â Ã Ä Å Ð Ñ
                    + "[\u0080-\u00bf\u20ac\u0192\u2026\u2020\u2021\u02c6\u2030\u0160\u2039\u0152\u017d\u2022\u02dc\u2122\u0161"
                    + "\u203a\u0153\u017e\u0178]|\u00e2[\u20ac\u0080\u201e\u201a]|\u00f0[\u0178\u009f]"); // â€ â„ â‚ ðŸ

    private static final Map<Character, Byte> BYTES = bytes();

    private Mojibake() {}

    static String repair(String text) {
        String repaired = text;
        if (SIGNS.matcher(text).find()) {
            repaired = utf8(text).orElse(text);
        }
        return controlsAsWindows(repaired);
    }

    /** Characters 0x80 to 0x9f mean nothing in Latin-1; they were Windows' punctuation. */
    private static String controlsAsWindows(String text) {
        StringBuilder out = new StringBuilder(text);
        for (int i = 0; i < out.length(); i++) {
            char c = out.charAt(i);
            if (c >= 0x80 && c <= 0x9f && c != 0x85) { // 0x85 is a line break too, which is what is made of it
                char meant = new String(new byte[] {(byte) c}, WINDOWS).charAt(0);
                out.setCharAt(i, meant == '\ufffd' ? c : meant);
            }
        }
        return out.toString();
    }

    private static Optional<String> utf8(String text) {
        var bytes = new ByteArrayOutputStream();
        for (int i = 0; i < text.length(); i++) {
            Byte value = BYTES.get(text.charAt(i));
            if (value == null) {
                return Optional.empty();
            }
            bytes.write(value);
        }
        try {
            return Optional.of(UTF_8.newDecoder()
                    .decode(ByteBuffer.wrap(bytes.toByteArray()))
                    .toString());
        } catch (CharacterCodingException e) {
            return Optional.empty();
        }
    }

    private static Map<Character, Byte> bytes() {
        Map<Character, Byte> bytes = new HashMap<>();
        for (int b = 0; b < 256; b++) {
            bytes.put((char) b, (byte) b); // Latin-1, and what Windows leaves undefined
            char windows = new String(new byte[] {(byte) b}, WINDOWS).charAt(0);
            if (windows != '\ufffd') {
                bytes.put(windows, (byte) b);
            }
        }
        return bytes;
    }
}
