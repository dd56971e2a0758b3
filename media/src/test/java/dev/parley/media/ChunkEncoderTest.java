package dev.parley.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.javacpp.BytePointer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ChunkEncoderTest {
    @TempDir
    private Path folder;

    @Test
    void anEncoderIsFound() {
        assertThat(ChunkEncoder.bestEncoder()).isIn("h264_nvenc", "libx264", "libopenh264");
    }

    @Test
    void aChunkIsOneFragmentThatPlaysByItself() throws MediaException {
        Path file = PaintedFrames.encode(folder.resolve("a.m4s"), 81, 56).file();
        assertThat(VideoProbe.boxes(file)).containsExactly("ftyp", "moov", "moof", "mdat", "mfra");
        assertThat(VideoProbe.frames(file, PaintedFrames::numberOf))
                .startsWith(81, 82, 83)
                .hasSize(56);
    }

    @Test
    void timeGoesOnFromTheChunkBefore() throws MediaException {
        List<VideoProbe.Packet> packets = VideoProbe.packets(
                PaintedFrames.encode(folder.resolve("a.m4s"), 81, 56).file());
        assertThat(packets).hasSize(56);
        for (int i = 0; i < packets.size(); i++) {
            VideoProbe.Packet packet = packets.get(i);
            assertThat(packet.pts() * 25).isEqualTo((81L + i) * packet.ticksPerSecond());
            assertThat(packet.dts()).isEqualTo(packet.pts());
            assertThat(packet.key()).isEqualTo(i == 0);
        }
    }

    @Test
    void theSameFramesGiveTheSameBytes() {
        Path first = PaintedFrames.encode(folder.resolve("a.m4s"), 81, 56).file();
        Path second = PaintedFrames.encode(folder.resolve("b.m4s"), 81, 56).file();
        assertThat(first).hasSameBinaryContentAs(second);
    }

    /** Chunks of any length must have the same parameter sets, or they could not be joined. */
    @Test
    void everyChunkHasTheSameHeader() throws Exception {
        byte[] header =
                header(PaintedFrames.encode(folder.resolve("a.m4s"), 0, 81).file());
        assertThat(header(PaintedFrames.encode(folder.resolve("b.m4s"), 81, 1).file()))
                .isEqualTo(header);
        assertThat(header(PaintedFrames.encode(folder.resolve("c.m4s"), 82, 2).file()))
                .isEqualTo(header);
    }

    private static byte[] header(Path chunk) {
        byte[] bytes = TestFiles.readAll(chunk);
        String text = new String(bytes, StandardCharsets.ISO_8859_1);
        int sizeBytes = 4;
        return Arrays.copyOf(bytes, text.indexOf("moof") - sizeBytes);
    }

    @ParameterizedTest
    @CsvSource({
        "255,0,0,63,102,240",
        "0,255,0,173,42,26",
        "0,0,255,32,240,118",
        "255,255,255,235,128,128",
        "0,0,0,16,128,128"
    })
    void colorsAreThoseOfBt709(int red, int green, int blue, int y, int u, int v) throws MediaException {
        byte[] rgb = new byte[64 * 64 * 3];
        for (int i = 0; i < rgb.length; i += 3) {
            rgb[i] = (byte) red;
            rgb[i + 1] = (byte) green;
            rgb[i + 2] = (byte) blue;
        }
        Path file = encode("libx264", new Picture(64, 64, rgb));
        List<int[]> seen = VideoProbe.frames(file, frame -> new int[] {
            new BytePointer(frame.data(0)).get(0) & 0xFF,
            new BytePointer(frame.data(1)).get(0) & 0xFF,
            new BytePointer(frame.data(2)).get(0) & 0xFF,
            frame.colorspace(),
            frame.color_range()
        });
        assertThat(seen).hasSize(1);
        assertThat((double) seen.get(0)[0]).isCloseTo(y, within(2.0));
        assertThat((double) seen.get(0)[1]).isCloseTo(u, within(2.0));
        assertThat((double) seen.get(0)[2]).isCloseTo(v, within(2.0));
        assertThat(seen.get(0)[3]).isEqualTo(avutil.AVCOL_SPC_BT709);
        assertThat(seen.get(0)[4]).isEqualTo(avutil.AVCOL_RANGE_MPEG);
    }

    @ParameterizedTest
    @ValueSource(strings = {"libx264", "libopenh264"})
    void everySoftwareEncoderMakesChunks(String encoder) throws MediaException {
        Path file = encode(encoder, PaintedFrames.frame(3), PaintedFrames.frame(4));
        assertThat(VideoProbe.frames(file, PaintedFrames::numberOf)).containsExactly(3, 4);
    }

    private Path encode(String name, Picture... frames) {
        Path file = folder.resolve("chunk.m4s");
        try (ChunkEncoder encoder =
                new ChunkEncoder(file, frames[0].width(), frames[0].height(), 0, frames.length, name)) {
            for (Picture frame : frames) {
                encoder.add(frame);
            }
            encoder.finish();
        }
        return file;
    }

    @Test
    void whatIsNotFinishedLeavesNothing() {
        Path file = folder.resolve("a.m4s");
        try (ChunkEncoder encoder = encoder(file, 2)) {
            encoder.add(PaintedFrames.frame(0));
            assertThat(file).doesNotExist();
            assertThatIllegalStateException().isThrownBy(encoder::finish).withMessage("The chunk has 1 of 2 frames");
        }
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void moreFramesThanPromisedAreRefused() {
        try (ChunkEncoder encoder = encoder(folder.resolve("a.m4s"), 1)) {
            encoder.add(PaintedFrames.frame(0));
            assertThatIllegalStateException().isThrownBy(() -> encoder.add(PaintedFrames.frame(1)));
        }
    }

    @Test
    void aFrameOfAnotherSizeIsRefused() {
        try (ChunkEncoder encoder = encoder(folder.resolve("a.m4s"), 1)) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> encoder.add(new Picture(2, 2, new byte[12])))
                    .withMessage("Frame 0 is 2x2, the chunk is 128x128");
        }
    }

    @Test
    void oddSidesAreRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ChunkEncoder(folder.resolve("a.m4s"), 641, 480, 0, 1, "libx264"))
                .withMessageContaining("641x480");
    }

    @Test
    void anUnknownEncoderIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ChunkEncoder(folder.resolve("a.m4s"), 640, 480, 0, 1, "mpeg2video"))
                .withMessageContaining("mpeg2video");
    }

    @Test
    void aFolderThatIsNotThereIsAnIoError() {
        assertThatThrownBy(() -> encoder(folder.resolve("no/such/a.m4s"), 1)).isInstanceOf(UncheckedIOException.class);
    }

    private static ChunkEncoder encoder(Path file, int frames) {
        return new ChunkEncoder(file, PaintedFrames.SIDE, PaintedFrames.SIDE, 0, frames, "libx264");
    }
}
