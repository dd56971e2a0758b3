package dev.parley.watermark;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.watermark.VideoSearch.Marked;
import java.util.List;
import org.junit.jupiter.api.Test;

class VideoSearchTest {
    private static final int SIDE = 256;
    private static final int FRAMES_PER_SECOND = 5;

    @Test
    void eachPartOfAJoinedVideoSaysWhatItWas() {
        VideoSearch search = new VideoSearch(MarkKey.PUBLIC, () -> true);
        add(search, 1, 0);
        add(search, 2, 6);
        assertThat(search.end()).satisfiesExactly(first -> is(first, 1, 0, 6), second -> is(second, 2, 6, 12));
    }

    @Test
    void aMirroredVideoIsKnownAndCalledSo() {
        VideoSearch search = new VideoSearch(MarkKey.PUBLIC, () -> false);
        FrameMarker marker = new FrameMarker(SIDE, SIDE, MarkKey.PUBLIC, 7);
        byte[] frame = SamplePictures.gray(marker.mark(SamplePictures.drawn(SIDE, SIDE, 7)));
        byte[] mirrored = new byte[frame.length];
        for (int i = 0; i < frame.length; i++) {
            mirrored[i] = frame[i - i % SIDE + SIDE - 1 - i % SIDE];
        }
        for (int i = 0; i < 5 * FRAMES_PER_SECOND; i++) {
            search.add(mirrored, SIDE, SIDE, (double) i / FRAMES_PER_SECOND);
        }
        assertThat(search.end()).singleElement().satisfies(marked -> {
            assertThat(marked.mirrored()).isTrue();
            is(marked, 7, 0, 5);
        });
    }

    @Test
    void anUnmarkedVideoHasNone() {
        VideoSearch search = new VideoSearch(MarkKey.PUBLIC, () -> true);
        byte[] frame = SamplePictures.gray(SamplePictures.drawn(SIDE, SIDE, 5));
        for (int i = 0; i < 20; i++) {
            search.add(frame, SIDE, SIDE, i / 5.0);
        }
        assertThat(search.end()).isEmpty();
        assertThat(new VideoSearch(MarkKey.PUBLIC, () -> false).end()).isEmpty();
    }

    private static void add(VideoSearch search, long payload, int fromSecond) {
        FrameMarker marker = new FrameMarker(SIDE, SIDE, MarkKey.PUBLIC, payload);
        byte[] frame = SamplePictures.gray(marker.mark(SamplePictures.drawn(SIDE, SIDE, payload)));
        for (int i = 0; i < 6 * FRAMES_PER_SECOND; i++) {
            search.add(frame, SIDE, SIDE, fromSecond + (double) i / FRAMES_PER_SECOND);
        }
    }

    private static void is(Marked marked, long payload, double from, double to) {
        assertThat(List.of(marked.mark().payload())).containsExactly(payload);
        assertThat(marked.from()).isEqualTo(from);
        assertThat(marked.to()).isBetween(to - 0.3, to);
    }
}
