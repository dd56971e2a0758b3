package dev.parley.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_TIFF;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_find_decoder;

import java.awt.image.BufferedImage;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CanaryTest {
    @TempDir
    private Path folder;

    /** The decoder has no tiles: it returns black, and no error. */
    @Test
    void aFrameThatTheDecoderLeftEmptyIsFound() {
        ByteBuffer tiled = ByteBuffer.wrap(TestFiles.readAll(TestFiles.resource("corners-tiled.tif")));
        try (Scope scope = new Scope()) {
            CodedPicture coded = CodedPicture.whole(AV_CODEC_ID_TIFF, 200, 260, tiled);
            assertThatThrownBy(() -> StillDecoder.decode(
                            scope,
                            avcodec_find_decoder(AV_CODEC_ID_TIFF),
                            coded.packet(scope),
                            Limits.DEFAULT,
                            decoder -> {}))
                    .isInstanceOf(MediaException.class)
                    .hasMessageContaining("a part is missing");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 127, 255})
    void aPictureOfOneColorIsAPicture(int gray) throws MediaException {
        byte[] rows = new byte[201 * 260];
        for (int i = 0; i < rows.length; i++) {
            rows[i] = (byte) (i % 201 == 0 ? 0 : gray);
        }
        Path png = TestFiles.write(folder.resolve("plain.png"), TestFiles.png(200, 260, 8, 0, rows));
        assertThat(Pictures.read(png, Limits.DEFAULT).rgb()).containsOnly(gray);
        Path jpeg = TestFiles.write(
                folder.resolve("plain.jpg"), Jpegs.of(new BufferedImage(200, 260, BufferedImage.TYPE_INT_RGB), false));
        assertThat(Pictures.read(jpeg, Limits.DEFAULT).rgb()).containsOnly(0);
    }
}
