package dev.parley.media;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * How a JPEG of four components, made for printing, stores its inks. Adobe's programs say it in a segment of their own, and
 * store every ink inverted. Others leave the segment out and do as Adobe does: then browsers and editors show inverted
 * CMYK, and FFmpeg takes the inks for brightness and two colors. So the decoder always gets a segment that says it.
 */
enum JpegInks {
    CMYK(0),
    /** Cyan, magenta and yellow as brightness and two colors. */
    YCCK(2);

    private static final String NAME = "Adobe";
    private static final int TRANSFORM_AT = 11;
    /** Marker, length, name, version 100, and two sets of flags; what follows is the transform. */
    private static final byte[] SEGMENT = {(byte) 0xFF, (byte) 0xEE, 0, 14, 'A', 'd', 'o', 'b', 'e', 0, 100, 0, 0, 0, 0
    };

    private final byte transform;

    JpegInks(int transform) {
        this.transform = (byte) transform;
    }

    /** Of what an APP14 segment holds; nothing if it is not Adobe's. */
    static Optional<JpegInks> of(ByteBuffer content) {
        if (content.capacity() <= TRANSFORM_AT) {
            return Optional.empty();
        }
        byte[] name = new byte[NAME.length()];
        content.get(0, name);
        if (!new String(name, US_ASCII).equals(NAME)) {
            return Optional.empty();
        }
        return Optional.of(content.get(TRANSFORM_AT) == CMYK.transform ? CMYK : YCCK);
    }

    ByteBuffer segment() {
        return ByteBuffer.allocate(SEGMENT.length + 1)
                .put(SEGMENT)
                .put(transform)
                .flip();
    }
}
