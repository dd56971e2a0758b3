package dev.parley.kit.admission;

import dev.parley.media.Limits;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How much an input may ask of the farm. */
@ConfigMapping(prefix = "parley.limits")
public interface LimitsConfig {
    @WithDefault("209715200")
    long inputBytes();

    @WithDefault("64")
    int pictureMinSide();

    @WithDefault("16384")
    int pictureMaxSide();

    @WithDefault("64000000")
    long pictureMaxPixels();

    /** Five frames: less is no speech, but a slip. */
    @WithDefault("200ms")
    Duration soundMin();

    @WithDefault("30m")
    Duration soundMax();

    /** An input that is given as a URL is given up when nothing of it comes for so long. */
    @WithDefault("30s")
    Duration fetchTimeout();

    /** The longest that fetching an input may take in all, however steadily it comes. */
    @WithDefault("10m")
    Duration fetchTotal();

    /** Inputs fetched at once by a process; one more waits for {@link #fetchTimeout} at most. */
    @WithDefault("8")
    int fetches();

    default Limits media() {
        return new Limits(inputBytes(), pictureMinSide(), pictureMaxSide(), pictureMaxPixels(), soundMin(), soundMax());
    }
}
