package dev.parley.media;

import dev.parley.media.MediaException.Problem;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What FFmpeg overlooks in a FLAC file: that it is several put one behind the other. */
final class FlacFile {
    /** "fLaC" and the header of the block that comes first in each file; it may be the only one. */
    private static final long BEGINNING = 0x664C6143_00000022L;

    private static final long IS_ONLY_BLOCK = 0x80000000L;

    /**
     * FFmpeg takes the second recording's header for damaged sound, and has lost frames around it, or all that is coded
     * with other parameters, without an error.
     */
    static void requireOne(Path flac) throws MediaException {
        try (InputStream in = Files.newInputStream(flac)) {
            byte[] part = new byte[1 << 16];
            long at = 0;
            long last = 0;
            boolean begun = false;
            for (int n = in.read(part); n >= 0; n = in.read(part)) {
                for (int i = 0; i < n; i++) {
                    last = last << Byte.SIZE | Byte.toUnsignedInt(part[i]);
                    if ((last & ~IS_ONLY_BLOCK) == BEGINNING) {
                        requireFirst(begun, at + i + 1 - Long.BYTES);
                        begun = true;
                    }
                }
                at += n;
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void requireFirst(boolean begun, long at) throws MediaException {
        if (begun) {
            throw new MediaException(
                    Problem.UNSUPPORTED,
                    "The file is a concatenation of FLAC files, the second starting at byte %d: convert them to one"
                            .formatted(at));
        }
    }

    private FlacFile() {}
}
