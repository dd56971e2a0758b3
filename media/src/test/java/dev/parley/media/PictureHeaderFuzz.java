package dev.parley.media;

import java.nio.ByteBuffer;

/** For {@code tools/fuzz/run picture}: our own look at the headers of pictures, before any native code sees them. */
public final class PictureHeaderFuzz {
    public static void fuzzerTestOneInput(byte[] data) {
        try {
            CodedPicture.of(ByteBuffer.wrap(data));
            HeifFile.isOne(ByteBuffer.wrap(data));
        } catch (MediaException refused) {
            if (refused.getMessage() == null) {
                throw new AssertionError("refused without a reason");
            }
        }
    }

    private PictureHeaderFuzz() {}
}
