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
