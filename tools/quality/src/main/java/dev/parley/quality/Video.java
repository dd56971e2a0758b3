package dev.parley.quality;

import dev.parley.plan.Size;
import java.util.List;

/**
 * A rendered video.
 *
 * @param frames rows of RGB bytes each
 * @param borders the first frames that a later window made
 */
record Video(Size size, List<byte[]> frames, List<Integer> borders) {
    /** @return a value from 0 to 1; {@code channel} 0 is red */
    double value(int frame, int y, int x, int channel) {
        return (frames.get(frame)[(y * size.width() + x) * 3 + channel] & 0xff) / 255.0;
    }
}
