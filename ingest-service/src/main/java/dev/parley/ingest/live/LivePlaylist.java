package dev.parley.ingest.live;

import dev.parley.contracts.ChunkPlan;
import java.util.Locale;

/**
 * The HLS playlist of a video that grows. The sound is in the segments, so it can never run ahead of the picture, and each
 * segment is on the clock of the whole video.
 */
public final class LivePlaylist {
    /** Relative to the playlist. */
    public static final String HEADER = "header.mp4";

    /**
     * @param committed chunks that can be played
     * @param ended whether no more will come
     */
    public static String of(ChunkPlan chunks, int committed, boolean ended) {
        int there = Math.min(committed, chunks.count());
        StringBuilder text = new StringBuilder("#EXTM3U\n#EXT-X-VERSION:7\n");
        // For all of the video: the number must not change while it grows.
        int longest =
                chunks.chunks().stream().mapToInt(ChunkPlan.Chunk::frames).max().orElseThrow();
        text.append("#EXT-X-TARGETDURATION:")
                .append((int) Math.ceil(seconds(longest)))
                .append("\n#EXT-X-MEDIA-SEQUENCE:0\n#EXT-X-PLAYLIST-TYPE:EVENT\n#EXT-X-INDEPENDENT-SEGMENTS\n")
                .append("#EXT-X-MAP:URI=\"" + HEADER + "\"\n");
        for (int i = 0; i < there; i++) {
            text.append(String.format(
                    Locale.ROOT,
                    "#EXTINF:%.5f,\n%d.m4s\n",
                    seconds(chunks.chunk(i).frames()),
                    i));
        }
        if (ended || there == chunks.count()) {
            text.append("#EXT-X-ENDLIST\n");
        }
        return text.toString();
    }

    private static double seconds(int frames) {
        return (double) frames / ChunkPlan.FRAMES_PER_SECOND;
    }

    private LivePlaylist() {}
}
