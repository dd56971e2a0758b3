package dev.parley.watermark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class FrameMarkerTest {
    private static final int WIDTH = 200;
    private static final int HEIGHT = 172;
    private static final long PAYLOAD = 0x0123_4567_89ab_cdefL;

    static Stream<byte[]> frames() {
        return Stream.of(
                SamplePictures.drawn(WIDTH, HEIGHT, 1),
                SamplePictures.noise(WIDTH, HEIGHT),
                SamplePictures.flat(WIDTH, HEIGHT, 0),
                SamplePictures.flat(WIDTH, HEIGHT, 128),
                SamplePictures.flat(WIDTH, HEIGHT, 255));
    }

    @ParameterizedTest
    @MethodSource("frames")
    void aMarkIsFortyFourDecibelsBelowThePictureAtLeast(byte[] frame) {
        byte[] marked = marker().mark(frame);
        double squares = 0;
        for (int i = 0; i < frame.length; i++) {
            squares += Math.pow((marked[i] & 0xFF) - (frame[i] & 0xFF), 2);
        }
        assertThat(squares).isPositive();
        assertThat(10 * Math.log10(255 * 255 / (squares / frame.length))).isGreaterThanOrEqualTo(44);
    }

    @Test
    void aFrameIsMarkedAlikeWheneverItComesAndStaysAsItIs() {
        byte[] frame = SamplePictures.drawn(WIDTH, HEIGHT, 1);
        byte[] before = frame.clone();
        FrameMarker marker = marker();
        byte[] first = marker.mark(frame).clone();
        marker.mark(SamplePictures.noise(WIDTH, HEIGHT));
        assertThat(marker.mark(frame)).isEqualTo(first);
        assertThat(marker().mark(frame)).isEqualTo(first);
        assertThat(frame).isEqualTo(before);
    }

    /** A value that went around would be a white spot on black. */
    @Test
    void noPixelMovesFar() {
        byte[] frame = SamplePictures.noise(WIDTH, HEIGHT);
        byte[] marked = marker().mark(frame);
        for (int i = 0; i < frame.length; i++) {
            assertThat(Math.abs((marked[i] & 0xFF) - (frame[i] & 0xFF))).isLessThanOrEqualTo(31);
        }
    }

    @Test
    void allThreeColorsMoveAlikeWhereThereIsRoom() {
        byte[] frame = SamplePictures.flat(WIDTH, HEIGHT, 128);
        byte[] marked = marker().mark(frame);
        for (int i = 0; i < frame.length; i += 3) {
            assertThat(marked[i]).isEqualTo(marked[i + 1]).isEqualTo(marked[i + 2]);
        }
    }

    @Test
    void aFrameOfAnotherSizeIsRefused() {
        FrameMarker marker = marker();
        assertThatThrownBy(() -> marker.mark(new byte[12]))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("A frame of 200x172 has 103200 bytes, this one has 12");
    }

    private static FrameMarker marker() {
        return new FrameMarker(WIDTH, HEIGHT, MarkKey.PUBLIC, PAYLOAD);
    }
}
