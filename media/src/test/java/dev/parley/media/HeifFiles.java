package dev.parley.media;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;

/** HEIC files as phones write them, made of a plain one: the picture twice, side by side. */
final class HeifFiles {
    private static final int MDAT_AT = 40;

    /**
     * @param plain a HEIC of one picture
     * @param width of the whole, which may cut the right tile
     * @param quarterTurns counterclockwise
     */
    static byte[] twoTiles(byte[] plain, int tileWidth, int width, int height, int quarterTurns) {
        byte[] decoder = box(plain, "hvcC");
        byte[] tileSize = box(plain, "ispe");
        byte[] pixels = box(plain, "mdat");
        byte[] grid = bytes(8, b -> b.putShort((short) 0)
                .put((byte) 0)
                .put((byte) 1)
                .putShort((short) width)
                .putShort((short) height));
        int data = MDAT_AT + 8;
        int length = pixels.length - 8;
        byte[] mdat = box("mdat", Arrays.copyOfRange(pixels, 8, pixels.length), grid);
        byte[] items =
                full("iinf", bytes(2, b -> b.putShort((short) 3)), item(1, "hvc1"), item(2, "hvc1"), item(3, "grid"));
        byte[] locations = full(
                "iloc",
                bytes(4, b -> b.put((byte) 0x44).put((byte) 0).putShort((short) 3)),
                location(1, data, length),
                location(2, data, length),
                location(3, data + length, grid.length));
        byte[] madeOf = full("iref", box("dimg", bytes(8, b -> b.putShort((short) 3)
                .putShort((short) 2)
                .putShort((short) 1)
                .putShort((short) 2))));
        byte[] size = full("ispe", bytes(8, b -> b.putInt(width).putInt(height)));
        byte[] properties = box(
                "iprp",
                box("ipco", decoder, tileSize, size, box("irot", new byte[] {(byte) quarterTurns})),
                full("ipma", bytes(4, b -> b.putInt(3)), has(1, 0x81, 2), has(2, 0x81, 2), has(3, 3, 0x84)));
        byte[] meta = full(
                "meta",
                full("hdlr", bytes(20, b -> b.putInt(0).put("pict".getBytes(US_ASCII)))),
                full("pitm", bytes(2, b -> b.putShort((short) 3))),
                items,
                locations,
                madeOf,
                properties);
        byte[] type = box("ftyp", "heic\0\0\0\0mif1heicmiaf".getBytes(US_ASCII));
        return join(type, box("free", new byte[MDAT_AT - type.length - 8]), mdat, meta);
    }

    private static byte[] item(int id, String type) {
        byte[] item = full(
                "infe", bytes(9, b -> b.putShort((short) id).putShort((short) 0).put(type.getBytes(US_ASCII))));
        item[8] = 2;
        return item;
    }

    private static byte[] location(int id, int offset, int length) {
        return bytes(14, b -> b.putShort((short) id)
                .putShort((short) 0)
                .putShort((short) 1)
                .putInt(offset)
                .putInt(length));
    }

    private static byte[] has(int id, int... properties) {
        return bytes(3 + properties.length, b -> {
            b.putShort((short) id).put((byte) properties.length);
            for (int property : properties) {
                b.put((byte) property);
            }
        });
    }

    private interface Content {
        void put(ByteBuffer to);
    }

    private static byte[] bytes(int count, Content content) {
        ByteBuffer bytes = ByteBuffer.allocate(count);
        content.put(bytes);
        return bytes.array();
    }

    private static byte[] full(String type, byte[]... content) {
        return box(type, join(new byte[4], join(content)));
    }

    private static byte[] box(String type, byte[]... content) {
        byte[] all = join(content);
        return bytes(
                8 + all.length,
                b -> b.putInt(8 + all.length).put(type.getBytes(US_ASCII)).put(all));
    }

    /** The box of a file, with its header. */
    private static byte[] box(byte[] file, String type) {
        int at = new String(file, ISO_8859_1).indexOf(type) - 4;
        return Arrays.copyOfRange(file, at, at + ByteBuffer.wrap(file).getInt(at));
    }

    private static byte[] join(byte[]... parts) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            all.writeBytes(part);
        }
        return all.toByteArray();
    }

    private HeifFiles() {}
}
