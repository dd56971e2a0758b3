package dev.parley.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.media.MediaException.Problem;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PicturesTest {
    private static final Limits ANY_SIZE =
            new Limits(1 << 20, 1, 16_384, 64_000_000, Duration.ZERO, Duration.ofSeconds(1));
    private static final int GRAY = 0;
    private static final int RGB = 2;
    private static final int PALETTE = 3;
    private static final int GRAY_ALPHA = 4;
    private static final int RGBA = 6;

    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource({
        "quarters.jpg,mjpeg",
        "quarters.bmp,bmp",
        "quarters.gif,gif",
        "quarters.tiff,tiff",
        "quarters-lossy.webp,webp",
        "quarters-lossless.webp,webp"
    })
    void readsCommonFormats(String name, String format) throws MediaException {
        Path file = TestFiles.resource(name);
        assertThat(Pictures.inspect(file, ANY_SIZE)).isEqualTo(new PictureInfo(96, 64, format));
        assertThat(quarters(Pictures.read(file, ANY_SIZE))).isEqualTo("RGBW");
    }

    @ParameterizedTest
    @CsvSource({"1,RGBW", "2,GRWB", "3,WBGR", "4,BWRG", "5,RBGW", "6,BRWG", "7,WGBR", "8,GWRB", "99,RGBW"})
    void turnsAPhotoUpright(int orientation, String expected) throws MediaException {
        Path file = write("photo.jpg", withOrientation(orientation));
        Picture picture = Pictures.read(file, ANY_SIZE);
        assertThat(quarters(picture)).isEqualTo(expected);
        PictureInfo info = Pictures.inspect(file, ANY_SIZE);
        assertThat(info.width()).isEqualTo(picture.width());
        assertThat(info.height()).isEqualTo(picture.height());
        boolean onItsSide = orientation >= 5 && orientation <= 8;
        assertThat(picture.width()).isEqualTo(onItsSide ? 64 : 96);
    }

    /** The JPEG of four quarters, as a camera that was held in one of eight ways would write it. */
    private static byte[] withOrientation(int orientation) {
        byte[] jpeg = TestFiles.readAll(TestFiles.resource("quarters.jpg"));
        ByteBuffer exif = ByteBuffer.allocate(36);
        exif.put(new byte[] {(byte) 0xFF, (byte) 0xE1}).putShort((short) 34);
        exif.put("Exif\0\0".getBytes(StandardCharsets.US_ASCII));
        exif.put(new byte[] {'M', 'M', 0, 42}).putInt(8).putShort((short) 1);
        exif.putShort((short) 0x112).putShort((short) 3).putInt(1).putShort((short) orientation);
        ByteBuffer made = ByteBuffer.allocate(jpeg.length + 40);
        made.put(jpeg, 0, 2).put(exif.array()).put(new byte[4]).put(jpeg, 2, jpeg.length - 2);
        // The length of the segment counts the four bytes that end the directory.
        made.putShort(4, (short) 38);
        return made.array();
    }

    @Test
    void readsGrayAndSixteenBitPngs() throws MediaException {
        assertThat(pixel(TestFiles.png(2, 2, 8, GRAY, new byte[] {0, 77, 77, 0, 77, 77})))
                .containsExactly(77, 77, 77);
        byte[] wide = {0, 0x40, 0, (byte) 0x80, 0, (byte) 0xC0, 0};
        assertThat(pixel(TestFiles.png(1, 1, 16, RGB, wide))).containsExactly(0x40, 0x80, 0xC0);
        byte[] wideGray = {0, (byte) 0xFF, (byte) 0xFF};
        assertThat(pixel(TestFiles.png(1, 1, 16, GRAY, wideGray))).containsExactly(255, 255, 255);
        assertThat(pixel(TestFiles.png(8, 1, 1, GRAY, new byte[] {0, (byte) 0xFF})))
                .containsExactly(255, 255, 255);
    }

    @Test
    void alphaLiesOverBlack() throws MediaException {
        byte[] half = {0, (byte) 200, 100, 50, (byte) 128};
        assertThat(pixel(TestFiles.png(1, 1, 8, RGBA, half))).containsExactly(100, 50, 25);
        assertThat(pixel(TestFiles.png(1, 1, 8, RGBA, new byte[] {0, (byte) 255, (byte) 255, (byte) 255, 0})))
                .containsExactly(0, 0, 0);
        assertThat(pixel(TestFiles.png(1, 1, 8, GRAY_ALPHA, new byte[] {0, (byte) 200, (byte) 128})))
                .containsExactly(100, 100, 100);
        byte[] palette = TestFiles.chunk("PLTE", new byte[] {1, 2, 3, (byte) 250, 100, 50});
        byte[] transparency = TestFiles.chunk("tRNS", new byte[] {(byte) 255, 51});
        byte[] indexed = TestFiles.png(1, 1, 8, PALETTE, new byte[] {0, 1}, palette, transparency);
        assertThat(pixel(indexed)).containsExactly(50, 20, 10);
    }

    private int[] pixel(byte[] png) throws MediaException {
        byte[] rgb = Pictures.read(write("pixel.png", png), ANY_SIZE).rgb();
        return new int[] {rgb[0] & 0xFF, rgb[1] & 0xFF, rgb[2] & 0xFF};
    }

    @Test
    void aPngComesBackAsItWasWritten() throws MediaException {
        Picture picture = noise(97, 65);
        Picture back = Pictures.read(write("noise.png", Pictures.png(picture)), ANY_SIZE);
        assertThat(back.width()).isEqualTo(97);
        assertThat(back.rgb()).isEqualTo(picture.rgb());
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 20, 50, 80, 99})
    void aPngThatIsCutOffIsRefused(int percent) {
        assertRefused(TestFiles.cut(Pictures.png(noise(80, 80)), percent), Problem.UNREADABLE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "quarters.jpg",
                "quarters.bmp",
                "quarters.gif",
                "quarters.tiff",
                "quarters-lossy.webp",
                "quarters-lossless.webp"
            })
    void aPictureThatIsCutOffAnywhereIsRefused(String name) {
        byte[] whole = TestFiles.readAll(TestFiles.resource(name));
        for (int percent : new int[] {2, 30, 60, 90, 98}) {
            assertRefused(TestFiles.cut(whole, percent), Problem.UNREADABLE);
        }
    }

    @Test
    void aPngWithAFlippedByteIsRefused() {
        byte[] png = Pictures.png(noise(80, 80));
        png[png.length / 2] ^= 1;
        assertRefused(png, Problem.UNREADABLE);
    }

    @Test
    void noBytesWhateverBringItDown() {
        Random random = new Random(11);
        for (String name : new String[] {"quarters.jpg", "quarters.gif", "quarters.tiff", "quarters-lossy.webp"}) {
            byte[] whole = TestFiles.readAll(TestFiles.resource(name));
            for (int round = 0; round < 200; round++) {
                byte[] damaged = whole.clone();
                for (int i = 0; i < 3; i++) {
                    damaged[random.nextInt(damaged.length)] = (byte) random.nextInt();
                }
                Path file = write("damaged", damaged);
                try {
                    assertThat(Pictures.read(file, ANY_SIZE).rgb()).isNotEmpty();
                } catch (MediaException e) {
                    assertThat(e.problem()).isNotNull();
                }
            }
        }
    }

    @Test
    void textIsNoPicture() {
        assertRefused("Once upon a time there was a letter.".getBytes(StandardCharsets.UTF_8), Problem.UNREADABLE);
        assertRefused(new byte[0], Problem.UNREADABLE);
        assertRefused(new byte[] {1}, Problem.UNREADABLE);
    }

    @Test
    void onePixelIsTooSmall() {
        Path file = write("dot.png", TestFiles.png(1, 1, 8, GRAY, new byte[] {0, 7}));
        assertThatThrownBy(() -> Pictures.inspect(file, Limits.DEFAULT))
                .isInstanceOfSatisfying(
                        MediaException.class, e -> assertThat(e.problem()).isEqualTo(Problem.TOO_SMALL))
                .hasMessageContaining("1x1")
                .hasMessageContaining("64");
    }

    /** A few kilobytes that would unpack to 900 million pixels. */
    @ParameterizedTest
    @CsvSource({"30000,30000", "30000,100", "100,30000", "2147483647,2147483647", "16000,16000"})
    void aHugePictureIsRefusedForItsHeader(int width, int height) {
        Path file = write("bomb.png", TestFiles.png(width, height, 8, GRAY, new byte[1 << 20]));
        assertThatThrownBy(() -> Pictures.read(file, Limits.DEFAULT))
                .isInstanceOfSatisfying(
                        MediaException.class, e -> assertThat(e.problem()).isEqualTo(Problem.TOO_LARGE))
                .hasMessageContaining("%dx%d".formatted(width, height));
    }

    @Test
    void aPngThatHoldsLessThanItSaysIsRefused() {
        assertRefused(TestFiles.png(8_000, 8_000, 8, GRAY, new byte[1 << 20]), Problem.UNREADABLE);
    }

    @Test
    void aSoundIsNoPicture() {
        assertRefused(TestFiles.tone(16_000, 1), Problem.UNREADABLE);
    }

    @Test
    void aLargePictureComesSmallerWhereThatIsAskedFor(@TempDir Path folder) throws Exception {
        byte[] rgb = new byte[400 * 200 * 3];
        Arrays.fill(rgb, rgb.length / 2, rgb.length, (byte) 200);
        Path file = Files.write(folder.resolve("large.png"), Pictures.png(new Picture(400, 200, rgb)));
        Picture small = Pictures.read(file, Limits.DEFAULT, 20_000);
        assertThat(small.width()).isEqualTo(200);
        assertThat(small.height()).isEqualTo(100);
        assertThat(small.rgb()[0] & 0xFF).isZero();
        assertThat(small.rgb()[small.rgb().length - 1] & 0xFF).isEqualTo(200);
        assertThat(Pictures.read(file, Limits.DEFAULT, 80_000).rgb()).isEqualTo(rgb);
    }

    @Test
    void sideBySideTakesTheSmallerHeight() {
        Picture joined = Pictures.sideBySide(plain(40, 60, 10), plain(50, 120, 200));
        assertThat(joined.height()).isEqualTo(60);
        assertThat(joined.width()).isEqualTo(40 + 25);
        assertThat(joined.rgb()[39 * 3] & 0xFF).isEqualTo(10);
        assertThat(joined.rgb()[40 * 3] & 0xFF).isEqualTo(200);
        assertThat(joined.rgb()[joined.rgb().length - 1] & 0xFF).isEqualTo(200);
    }

    private static Picture plain(int width, int height, int gray) {
        byte[] rgb = new byte[width * height * 3];
        Arrays.fill(rgb, (byte) gray);
        return new Picture(width, height, rgb);
    }

    private static Picture noise(int width, int height) {
        byte[] rgb = new byte[width * height * 3];
        new Random(5).nextBytes(rgb);
        return new Picture(width, height, rgb);
    }

    /** The colors of the four quarters, left to right, top to bottom. */
    private static String quarters(Picture picture) {
        StringBuilder colors = new StringBuilder();
        for (int y : new int[] {picture.height() / 4, picture.height() * 3 / 4}) {
            for (int x : new int[] {picture.width() / 4, picture.width() * 3 / 4}) {
                int at = (y * picture.width() + x) * 3;
                colors.append(color(picture.rgb(), at));
            }
        }
        return colors.toString();
    }

    private static char color(byte[] rgb, int at) {
        boolean red = full(rgb[at]);
        boolean green = full(rgb[at + 1]);
        boolean blue = full(rgb[at + 2]);
        return red && green && blue ? 'W' : red ? 'R' : green ? 'G' : blue ? 'B' : '?';
    }

    private static boolean full(byte value) {
        int level = value & 0xFF;
        assertThat(level).matches(v -> v <= 4 || v >= 251, "full or nothing");
        return level > 128;
    }

    private void assertRefused(byte[] content, Problem problem) {
        assertThatThrownBy(() -> Pictures.read(write("picture", content), ANY_SIZE))
                .isInstanceOfSatisfying(
                        MediaException.class,
                        e -> assertThat(e.problem()).as(e.getMessage()).isEqualTo(problem))
                .hasMessageNotContaining(folder.toString());
    }

    private Path write(String name, byte[] content) {
        return TestFiles.write(folder.resolve(name), content);
    }
}
