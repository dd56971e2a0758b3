package dev.parley.media;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.parley.media.MediaException.Problem;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * A kind of file that people take for a picture and that is not read here, known by its first bytes.
 *
 * @param magic as ISO 8859-1
 * @param name with its article
 * @param wayOut what to do instead
 */
record ForeignFormat(int offset, String magic, String name, String wayOut) {
    static final String DEVELOP = "develop it, then save it as JPEG or PNG";
    private static final String SAVE = "save it as PNG or JPEG";
    private static final String EXPORT = "export it as PNG or JPEG";
    private static final String STILL = "save one frame of it as PNG or JPEG";
    private static final int TEXT_BYTES = 1_024;

    private static final List<ForeignFormat> ALL = List.of(
            new ForeignFormat(0, "\u00FF\n", "a JPEG XL picture", SAVE),
            new ForeignFormat(0, "\0\0\0\fJXL \r\n\u0087\n", "a JPEG XL picture", SAVE),
            new ForeignFormat(0, "\0\0\0\fjP  \r\n\u0087\n", "a JPEG 2000 picture", SAVE),
            new ForeignFormat(0, "\u00FFO\u00FFQ", "a JPEG 2000 picture", SAVE),
            new ForeignFormat(0, "II\u00BC", "a JPEG XR picture", SAVE),
            new ForeignFormat(0, "II+\0", "a BigTIFF", SAVE),
            new ForeignFormat(0, "MM\0+", "a BigTIFF", SAVE),
            new ForeignFormat(0, "8BPS", "a Photoshop document", EXPORT),
            new ForeignFormat(0, "gimp xcf", "a GIMP document", EXPORT),
            new ForeignFormat(0, "%PDF", "a PDF document", EXPORT),
            new ForeignFormat(0, "%!PS", "a PostScript document", EXPORT),
            new ForeignFormat(0, "v/1\1", "an OpenEXR picture", SAVE),
            new ForeignFormat(0, "#?RADIANCE", "a Radiance HDR picture", SAVE),
            new ForeignFormat(0, "qoif", "a QOI picture", SAVE),
            new ForeignFormat(0, "DDS ", "a DDS texture", SAVE),
            new ForeignFormat(0, "BPG\u00FB", "a BPG picture", SAVE),
            new ForeignFormat(0, "\u008AMNG", "an MNG animation", STILL),
            new ForeignFormat(0, "\0\0\1\0", "an icon", SAVE),
            new ForeignFormat(4, "ftypcrx ", "a camera's raw picture (CR3)", DEVELOP),
            new ForeignFormat(0, "FUJIFILMCCD-RAW", "a camera's raw picture (RAF)", DEVELOP),
            new ForeignFormat(0, "IIU\0", "a camera's raw picture (RW2)", DEVELOP),
            new ForeignFormat(0, "IIRO", "a camera's raw picture (ORF)", DEVELOP),
            new ForeignFormat(0, "IIRS", "a camera's raw picture (ORF)", DEVELOP),
            new ForeignFormat(0, "MMOR", "a camera's raw picture (ORF)", DEVELOP),
            new ForeignFormat(0, "FOVb", "a camera's raw picture (X3F)", DEVELOP),
            new ForeignFormat(4, "ftyp", "a video or a recording", STILL),
            new ForeignFormat(0, "\u001AE\u00DF\u00A3", "a video or a recording", STILL),
            new ForeignFormat(0, "\0\5\26\7", "a Mac's AppleDouble side file", "send the file itself"),
            new ForeignFormat(0, "PK\3\4", "an archive", "unpack it and send the picture itself"));

    private static final Set<String> NETPBM = Set.of("P1", "P2", "P3", "P4", "P5", "P6", "P7");

    /** @throws MediaException if the file is of a kind we know but do not read; the message says what to do */
    static void refuse(ByteBuffer file, String expected) throws MediaException {
        byte[] head = new byte[Math.min(TEXT_BYTES, file.limit())];
        file.get(0, head);
        String text = new String(head, ISO_8859_1);
        for (ForeignFormat format : ALL) {
            if (text.startsWith(format.magic, format.offset)) {
                throw unsupported(format.name, format.wayOut);
            }
        }
        if (NETPBM.contains(text.substring(0, 2)) && Character.isWhitespace(text.charAt(2))) {
            throw unsupported("a Netpbm picture", SAVE);
        }
        refuseMarkup(text.replace("\0", "").toLowerCase(Locale.ROOT), expected);
    }

    private static void refuseMarkup(String text, String expected) throws MediaException {
        if (text.contains("<svg")) {
            throw unsupported("an SVG drawing", EXPORT);
        }
        if (text.contains("<!doctype html") || text.contains("<html")) {
            throw unsupported("a web page", "send the picture itself, expected " + expected);
        }
    }

    static MediaException unsupported(String name, String wayOut) {
        return new MediaException(
                Problem.UNSUPPORTED, "The file is %s, which is not supported; %s".formatted(name, wayOut));
    }
}
