package dev.parley.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.media.MediaException.Problem;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Files as cameras, phones and programs write them, right or nearly. */
class PicturesPeopleHaveTest {
    private static final int RGB = 2;

    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "corners.png",
                "corners-interlaced.png",
                "corners-wrong-checksum-of-text.png",
                "corners-without-end.jpg",
                "corners-stray-bytes.jpg",
                "corners-profile.jpg",
                "corners.avif",
                "corners.heic",
                "corners-animated.webp",
                "corners-cmyk.jpg",
                "corners-cmyk-unmarked.jpg",
                "corners-ycck.jpg"
            })
    void areRead(String name) throws MediaException {
        Path file = TestFiles.resource(name);
        Picture picture = Pictures.read(file, Limits.DEFAULT);
        assertThat(corners(picture)).isEqualTo("RGBY");
        PictureInfo info = Pictures.inspect(file, Limits.DEFAULT);
        assertThat(info.width()).isEqualTo(200).isEqualTo(picture.width());
        assertThat(info.height()).isEqualTo(260).isEqualTo(picture.height());
    }

    @ParameterizedTest
    @CsvSource({
        "corners-wrong-checksum-of-pixels.png,UNREADABLE,damaged: its IDAT chunk at byte",
        "corners-cgbi.png,UNSUPPORTED,iOS apps (CgBI)",
        "corners-arithmetic.jpg,UNSUPPORTED,arithmetic coding",
        "corners-tiled.tif,UNSUPPORTED,a tiled TIFF"
    })
    void areRefusedInWordsOfTheirOwn(String name, Problem problem, String words) {
        assertRefused(TestFiles.readAll(TestFiles.resource(name)), problem, words);
    }

    static Stream<String> foreign() {
        return Stream.of(
                "\u00FF\n.................|JPEG XL",
                "\0\0\0\fJXL \r\n\u0087\n........|JPEG XL",
                "\0\0\0\fjP  \r\n\u0087\n........|JPEG 2000",
                "\0\0\0\u0018ftypcrx ............|raw picture (CR3)",
                "\0\0\0\u0018ftypisom............|video or a recording",
                "FUJIFILMCCD-RAW ........|raw picture (RAF)",
                "II*\0\u0010\0\0\0CR\2\0\0\0\0\0\0\0\0\0|raw picture",
                "II*\0\b\0\0\0\1\0\u0012\u00C6\1\0\4\0\0\0\1\4\0\0\0\0\0\0|raw picture",
                "MM\0*\0\0\0\b\0\1\0\u00FE\0\4\0\0\0\1\0\0\0\1\0\0\0\0|raw picture",
                "MM\0*\0\0\0\b\0\1\1\3\0\3\0\0\0\1\0\7\0\0\0\0\0\0|JPEG inside",
                "II+\0\b\0\0\0\u0010\0\0\0\0\0\0\0|BigTIFF",
                "8BPS\0\1............|Photoshop",
                "%PDF-1.7 ............|PDF",
                "\0\0\1\0\1\0\u0010\u0010........|icon",
                "P6 200 260 255 .......|Netpbm",
                "\0\5\26\7............|Mac",
                "PK\3\4............|archive",
                "\u00EF\u00BB\u00BF<?xml version=\"1.0\"?><svg xmlns=\"http://www.w3.org/2000/svg\"/>|SVG",
                "<!DOCTYPE html><html><body>Sign in</body></html>|web page");
    }

    @ParameterizedTest
    @MethodSource("foreign")
    void areKnownByTheirFirstBytes(String file) {
        int bar = file.lastIndexOf('|');
        byte[] content = file.substring(0, bar).getBytes(StandardCharsets.ISO_8859_1);
        assertRefused(content, Problem.UNSUPPORTED, file.substring(bar + 1));
    }

    /** Phones put films, depth maps, and further pictures behind the first. */
    @Test
    void whatLiesBehindAJpegIsLeftAlone() throws MediaException {
        byte[] jpeg = TestFiles.readAll(TestFiles.resource("quarters.jpg"));
        Picture alone = read(jpeg);
        assertThat(read(join(jpeg, TestFiles.readAll(TestFiles.resource("film.mp4")))))
                .usingRecursiveComparison()
                .isEqualTo(alone);
        assertThat(read(join(jpeg, TestFiles.readAll(TestFiles.resource("corners-profile.jpg")))))
                .usingRecursiveComparison()
                .isEqualTo(alone);
    }

    @Test
    void segmentsMayBeginWithManyFillBytes() throws MediaException {
        byte[] jpeg = TestFiles.readAll(TestFiles.resource("corners-profile.jpg"));
        byte[] filled = join(Arrays.copyOf(jpeg, 2), repeat(0xFF, 9), Arrays.copyOfRange(jpeg, 2, jpeg.length));
        assertThat(corners(read(filled))).isEqualTo("RGBY");
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aJpegMayLackItsEndButNoPixel(boolean progressive) throws MediaException {
        byte[] jpeg = Jpegs.of(Jpegs.colorful(120, 96), progressive);
        Picture whole = read(jpeg);
        for (int missing : new int[] {1, 2}) {
            assertThat(read(Arrays.copyOf(jpeg, jpeg.length - missing)).rgb()).isEqualTo(whole.rgb());
        }
        IntStream.of(4, 5, 6, 8, 10, 15, 30, 100, 400, 1_000).forEach(missing -> {
            byte[] cut = Arrays.copyOf(jpeg, jpeg.length - missing);
            assertThatThrownBy(() -> read(cut)).as("%d bytes missing", missing).isInstanceOf(MediaException.class);
        });
    }

    /** Between two scans nothing is missing that a decoder could see: the picture is there, and blurred. */
    @Test
    void aProgressiveJpegThatEndsBetweenScansIsRefused() {
        byte[] jpeg = Jpegs.of(Jpegs.colorful(120, 96), true);
        int lastScan = new String(jpeg, StandardCharsets.ISO_8859_1).lastIndexOf("\u00FF\u00DA");
        assertRefused(Arrays.copyOf(jpeg, lastScan), Problem.UNREADABLE, "cut off");
    }

    @Test
    void aPngMayLackItsEndButNoPixel() throws MediaException {
        byte[] png = TestFiles.readAll(TestFiles.resource("corners.png"));
        for (int missing : new int[] {5, 12}) {
            assertThat(corners(read(Arrays.copyOf(png, png.length - missing)))).isEqualTo("RGBY");
        }
        assertRefused(Arrays.copyOf(png, png.length - 13), Problem.UNREADABLE, "cut off");
    }

    /** The decoder returns it half black, and no error. */
    @Test
    void aPngWithHalfOfItsPixelsIsRefused() {
        byte[] png = TestFiles.readAll(TestFiles.resource("corners.png"));
        int at = new String(png, StandardCharsets.ISO_8859_1).indexOf("IDAT");
        int half = ByteBuffer.wrap(png).getInt(at - 4) / 2;
        byte[] pixels = TestFiles.chunk("IDAT", Arrays.copyOfRange(png, at + 4, at + 4 + half));
        assertRefused(
                join(Arrays.copyOf(png, at - 4), pixels, TestFiles.chunk("IEND", new byte[0])),
                Problem.UNREADABLE,
                "a part is missing");
    }

    @Test
    void theFirstFrameOfAnAnimationMayBeSmallerThanItsCanvas() throws MediaException {
        Picture picture = read(onCanvas(220, 280, 10, 12));
        assertThat(picture.width()).isEqualTo(220);
        assertThat(picture.height()).isEqualTo(280);
        Picture frame = read(TestFiles.readAll(TestFiles.resource("corners-animated.webp")));
        for (int y = 0; y < 280; y++) {
            for (int x = 0; x < 220; x++) {
                boolean inside = x >= 10 && x < 210 && y >= 12 && y < 272;
                assertThat(rgb(picture, x, y)).as("(%d, %d)", x, y).isEqualTo(inside ? rgb(frame, x - 10, y - 12) : 0);
            }
        }
    }

    /** Corners of the file are red, green, blue and yellow, row by row. */
    @ParameterizedTest
    @CsvSource({"1,RGBY", "2,GRYB", "3,YBGR", "4,BYRG", "5,RBGY", "6,BRYG", "7,YGBR", "8,GYRB", "9,RGBY"})
    void anAnimatedWebpIsTurnedAsItsExifSays(int orientation, String expected) throws MediaException {
        byte[] turned = withExif(TestFiles.readAll(TestFiles.resource("corners-animated.webp")), orientation);
        Picture picture = read(turned);
        assertThat(corners(picture)).isEqualTo(expected);
        assertThat(picture.width()).isEqualTo(orientation >= 5 && orientation <= 8 ? 260 : 200);
        assertThat(Pictures.inspect(folder.resolve("picture"), Limits.DEFAULT).width())
                .isEqualTo(picture.width());
    }

    @Test
    void exifThatIsCutOffTurnsNothing() throws MediaException {
        byte[] whole = withExif(TestFiles.readAll(TestFiles.resource("corners-animated.webp")), 6);
        byte[] broken = Arrays.copyOf(whole, whole.length - 10);
        ByteBuffer.wrap(broken).order(ByteOrder.LITTLE_ENDIAN).putInt(4, broken.length - 8);
        assertThat(corners(read(broken))).isEqualTo("RGBY");
    }

    private static byte[] withExif(byte[] webp, int orientation) {
        ByteBuffer file = ByteBuffer.allocate(webp.length + 34).order(ByteOrder.LITTLE_ENDIAN);
        file.put(webp).put("EXIF".getBytes(StandardCharsets.US_ASCII)).putInt(26);
        file.put(new byte[] {'I', 'I', 42, 0}).putInt(8).putShort((short) 1);
        file.putShort((short) 0x112)
                .putShort((short) 3)
                .putInt(1)
                .putInt(orientation)
                .putInt(0);
        file.put(20, (byte) (webp[20] | 0x08)).putInt(4, file.capacity() - 8);
        return file.array();
    }

    @Test
    void aFrameThatDoesNotFitItsCanvasIsRefused() {
        assertRefused(
                onCanvas(220, 280, 22, 0), Problem.UNREADABLE, "200x260 at (22, 0), does not fit into its 220x280");
        assertRefused(onCanvas(220, 259, 0, 0), Problem.UNREADABLE, "does not fit");
    }

    /** The animated picture, on a canvas of another size. */
    private static byte[] onCanvas(int width, int height, int left, int top) {
        byte[] webp = TestFiles.readAll(TestFiles.resource("corners-animated.webp"));
        ByteBuffer file = ByteBuffer.wrap(webp).order(ByteOrder.LITTLE_ENDIAN);
        file.putShort(24, (short) (width - 1)).putShort(27, (short) (height - 1));
        int frame = new String(webp, StandardCharsets.ISO_8859_1).indexOf("ANMF") + 8;
        file.putShort(frame, (short) (left / 2)).putShort(frame + 3, (short) (top / 2));
        return webp;
    }

    private static int rgb(Picture picture, int x, int y) {
        int at = (y * picture.width() + x) * 3;
        byte[] rgb = picture.rgb();
        return (rgb[at] & 0xFF) << 16 | (rgb[at + 1] & 0xFF) << 8 | rgb[at + 2] & 0xFF;
    }

    static Stream<byte[]> colorMarks() {
        byte[] displayP3 = ByteBuffer.allocate(32)
                .putInt(31_270)
                .putInt(32_900)
                .putInt(68_000)
                .putInt(32_000)
                .putInt(26_500)
                .putInt(69_000)
                .putInt(15_000)
                .putInt(6_000)
                .array();
        return Stream.of(
                TestFiles.chunk("cHRM", displayP3),
                TestFiles.chunk("gAMA", ByteBuffer.allocate(4).putInt(100_000).array()),
                TestFiles.chunk("cICP", new byte[] {12, 13, 0, 1}),
                TestFiles.chunk("cICP", new byte[] {9, 16, 0, 1}),
                TestFiles.chunk("cICP", new byte[] {1, 13, 0, 0}),
                TestFiles.chunk("sBIT", new byte[] {5, 5, 5}));
    }

    @ParameterizedTest
    @MethodSource("colorMarks")
    void colorsAreTheNumbersOfTheFile(byte[] mark) throws MediaException {
        byte[] row = {0, (byte) 200, 100, 60};
        byte[] png = TestFiles.png(1, 1, 8, RGB, row, mark);
        Limits anySize = new Limits(1 << 20, 1, 9, 1 << 20, Limits.DEFAULT.minDuration(), Limits.DEFAULT.maxDuration());
        Path file = TestFiles.write(folder.resolve("marked.png"), png);
        assertThat(Pictures.read(file, anySize).rgb()).isEqualTo(new byte[] {(byte) 200, 100, 60});
    }

    @Test
    void aPhonesTilesMakeOnePicture() throws MediaException {
        byte[] plain = TestFiles.readAll(TestFiles.resource("corners.heic"));
        Picture flat = read(HeifFiles.twoTiles(plain, 200, 390, 250, 0));
        assertThat(flat.width()).isEqualTo(390);
        assertThat(flat.height()).isEqualTo(250);
        assertThat(colorAt(flat, 5, 5)).isEqualTo('R');
        assertThat(colorAt(flat, 195, 5)).isEqualTo('G');
        assertThat(colorAt(flat, 205, 5)).isEqualTo('R');
        assertThat(colorAt(flat, 385, 245)).isEqualTo('Y');
    }

    @Test
    void aPhonesPictureIsTurnedUpright() throws MediaException {
        byte[] plain = TestFiles.readAll(TestFiles.resource("corners.heic"));
        Picture turned = read(HeifFiles.twoTiles(plain, 200, 390, 250, 1));
        assertThat(turned.width()).isEqualTo(250);
        assertThat(turned.height()).isEqualTo(390);
        // Left to right, top to bottom: a quarter to the left puts the right edge on top.
        assertThat(corners(turned)).isEqualTo("GYRB");
    }

    @ParameterizedTest
    @ValueSource(strings = {"corners.heic", "corners.avif", "corners-animated.webp"})
    void aModernPictureThatIsCutOffIsRefused(String name) {
        byte[] whole = TestFiles.readAll(TestFiles.resource(name));
        for (int percent : new int[] {3, 30, 60, 90, 99}) {
            assertThatThrownBy(() -> read(TestFiles.cut(whole, percent)))
                    .as("%d %%", percent)
                    .isInstanceOf(MediaException.class);
        }
    }

    private Picture read(byte[] content) throws MediaException {
        return Pictures.read(TestFiles.write(folder.resolve("picture"), content), Limits.DEFAULT);
    }

    private void assertRefused(byte[] content, Problem problem, String words) {
        assertThatThrownBy(() -> read(content))
                .isInstanceOfSatisfying(
                        MediaException.class,
                        e -> assertThat(e.problem()).as(e.getMessage()).isEqualTo(problem))
                .hasMessageContaining(words);
    }

    private static byte[] join(byte[]... parts) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            all.writeBytes(part);
        }
        return all.toByteArray();
    }

    private static byte[] repeat(int value, int times) {
        byte[] bytes = new byte[times];
        Arrays.fill(bytes, (byte) value);
        return bytes;
    }

    private static String corners(Picture picture) {
        int right = picture.width() - 6;
        int bottom = picture.height() - 6;
        return "" + colorAt(picture, 5, 5) + colorAt(picture, right, 5) + colorAt(picture, 5, bottom)
                + colorAt(picture, right, bottom);
    }

    private static char colorAt(Picture picture, int x, int y) {
        int at = (y * picture.width() + x) * 3;
        boolean red = (picture.rgb()[at] & 0xFF) > 180;
        boolean green = (picture.rgb()[at + 1] & 0xFF) > 180;
        boolean blue = (picture.rgb()[at + 2] & 0xFF) > 180;
        return red && green ? 'Y' : red ? 'R' : green ? 'G' : blue ? 'B' : '?';
    }
}
