package dev.parley.kit.mark;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.parley.kit.admission.BusyException;
import dev.parley.media.GrayFrames;
import dev.parley.media.MediaException;
import dev.parley.media.NoRoomException;
import dev.parley.watermark.MarkKey;
import dev.parley.watermark.VideoSearch;
import dev.parley.watermark.VideoSearch.Marked;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;

/**
 * Whether there is a watermark in a video.
 *
 * @param state {@code found}, {@code none}, or {@code unchecked} where the video cannot be looked at
 * @param problem why it is unchecked
 * @param seconds of the video that were looked at
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record WatermarkReport(String state, String problem, double seconds, List<Mark> marks) {
    private static final int MOST_FRAMES = 4_500;

    /**
     * One of the marks; there are several where videos were joined.
     *
     * @param farm whose it is: six hexadecimal digits, the same for all videos of a farm
     * @param payload all that it says: 16 hexadecimal digits
     * @param from seconds, about; {@code to}, too
     * @param chance the power of ten of the probability, at most, that an unmarked video looks like this
     * @param mirrored true where left and right were exchanged, else null
     * @param job the caller's job whose video this was; null where it is none, or is not known any more
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Mark(
            String farm, String payload, double from, double to, double chance, Boolean mirrored, String job) {
        public Mark withJob(String name) {
            return new Mark(farm, payload, from, to, chance, mirrored, name);
        }

        /** The 64 bits. */
        public long bits() {
            return Long.parseUnsignedLong(payload, 16);
        }

        private static Mark of(Marked marked) {
            long bits = marked.mark().payload();
            return new Mark(
                    FarmMark.farm(bits),
                    HexFormat.of().toHexDigits(bits),
                    rounded(marked.from()),
                    rounded(marked.to()),
                    rounded(marked.mark().chance()),
                    marked.mirrored() ? true : null,
                    null);
        }
    }

    public WatermarkReport withMarks(List<Mark> known) {
        return new WatermarkReport(state, problem, seconds, known);
    }

    /**
     * Looks at a video's first minutes.
     *
     * @param patience after which no more frames are read; the search that is under way takes some seconds more
     * @throws BusyException if too much is being decoded
     */
    public static WatermarkReport of(Path video, long maxBytes, MarkKey key, Duration patience) {
        long end = System.nanoTime() + patience.toNanos();
        VideoSearch search = new VideoSearch(key, () -> System.nanoTime() > end);
        double seconds = 0;
        try (GrayFrames frames = new GrayFrames(video, maxBytes)) {
            int count = 0;
            while (count < MOST_FRAMES && System.nanoTime() < end && frames.next()) {
                search.add(frames.pixels(), frames.width(), frames.height(), frames.seconds());
                seconds = frames.seconds();
                count++;
            }
            if (count == 0) {
                return unchecked("The video has no frame that can be decoded");
            }
        } catch (MediaException e) {
            return unchecked(e.getMessage());
        } catch (NoRoomException e) {
            throw new BusyException(e.getMessage());
        }
        List<Mark> marks = search.end().stream().map(Mark::of).toList();
        return new WatermarkReport(marks.isEmpty() ? "none" : "found", null, rounded(seconds), marks);
    }

    private static WatermarkReport unchecked(String problem) {
        return new WatermarkReport("unchecked", problem, 0, List.of());
    }

    private static double rounded(double value) {
        return Math.round(value * 100) / 100.0;
    }
}
