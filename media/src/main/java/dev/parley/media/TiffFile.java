package dev.parley.media;

import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_TIFF;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HashMap;
import java.util.Map;

/**
 * Reads the first directory of TIFF files. Refuses what the decoder answers with a black picture, and cameras' raw
 * files, whose first picture is a thumbnail at most.
 */
final class TiffFile {
    private static final int SUBFILE = 0xFE;
    private static final int WIDTH = 0x100;
    private static final int HEIGHT = 0x101;
    private static final int COMPRESSION = 0x103;
    private static final int COLORS = 0x106;
    private static final int TILE_WIDTH = 0x142;
    private static final int DNG_VERSION = 0xC612;

    private static final int REDUCED = 1;
    private static final int OLD_JPEG = 6;
    private static final int JPEG = 7;
    private static final int COLOR_FILTER_ARRAY = 32_803;
    private static final int CANON_RAW = 0x4352; // "CR", behind where the directory lies

    static CodedPicture read(ByteBuffer in) throws MediaException {
        boolean canonRaw = in.getShort(8) == CANON_RAW;
        in.order(in.get(0) == 'I' ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
        Map<Integer, Integer> tags = tags(in);
        if (canonRaw
                || tags.containsKey(DNG_VERSION)
                || (tags.getOrDefault(SUBFILE, 0) & REDUCED) != 0
                || tags.getOrDefault(COLORS, 0) == COLOR_FILTER_ARRAY) {
            throw ForeignFormat.unsupported("a camera's raw picture", ForeignFormat.DEVELOP);
        }
        if (tags.containsKey(TILE_WIDTH)) {
            throw ForeignFormat.unsupported("a tiled TIFF", "save it in strips, or as PNG");
        }
        int compression = tags.getOrDefault(COMPRESSION, 1);
        if (compression == JPEG || compression == OLD_JPEG) {
            throw ForeignFormat.unsupported("a TIFF with JPEG inside", "save it as JPEG or PNG");
        }
        return CodedPicture.whole(AV_CODEC_ID_TIFF, tags.getOrDefault(WIDTH, 0), tags.getOrDefault(HEIGHT, 0), in);
    }

    /** The first value of each tag, as far as it is a whole number. */
    private static Map<Integer, Integer> tags(ByteBuffer in) {
        int directory = in.getInt(4);
        int entries = in.getShort(directory) & 0xFFFF;
        Map<Integer, Integer> tags = new HashMap<>();
        for (int i = 0; i < entries; i++) {
            int at = directory + 2 + 12 * i;
            boolean isShort = in.getShort(at + 2) == 3;
            tags.putIfAbsent(in.getShort(at) & 0xFFFF, isShort ? in.getShort(at + 8) & 0xFFFF : in.getInt(at + 8));
        }
        return tags;
    }

    private TiffFile() {}
}
