package dev.parley.media;

import dev.parley.media.SoundInfo.Remark;
import java.util.ArrayList;
import java.util.List;

/**
 * Where a recording's sound lies in time. What a microphone was off for is not in the file: only the time stamps of what
 * follows tell of it.
 */
final class TimeLine {
    /** Stamps are off by less in files without a gap: they are rounded, and devices count by clocks of their own. */
    static final double SMALLEST_GAP = 0.05;

    /** A stamp this far back is no overlap but begins anew, as in files that were joined. */
    private static final double NEW_BEGINNING = 1;

    /** A first stamp this far on counts from something else: from when a stream went on air, or a machine was started. */
    private static final double OTHER_CLOCK = 1800;

    private double position;
    private double offset;
    private boolean begun;
    private double lateness;
    private int gaps;
    private double firstGap;
    private double missing;

    /**
     * The silence between the sound so far and sound with that time stamp; 0 when it follows at once, or overlaps.
     *
     * @param stamp in seconds since the file's beginning; NaN when nothing is known
     */
    double silenceBefore(double stamp) {
        if (Double.isNaN(stamp)) {
            return 0;
        }
        double gap = stamp - offset - position;
        boolean isBeginning = !begun && (gap < SMALLEST_GAP || gap > OTHER_CLOCK);
        begun = true;
        if (isBeginning || gap < -NEW_BEGINNING) {
            offset = stamp - position;
            return 0;
        }
        return gap < SMALLEST_GAP ? 0 : gap;
    }

    void addSilence(double seconds) {
        if (position == 0) {
            lateness = seconds;
        } else {
            firstGap = gaps == 0 ? position : firstGap;
            gaps++;
            missing += seconds;
        }
        position += seconds;
    }

    void addSound(double seconds) {
        position += seconds;
        begun = true;
    }

    /** Where the sound and silence so far end, in seconds. */
    double position() {
        return position;
    }

    List<Remark> remarks() {
        List<Remark> remarks = new ArrayList<>();
        if (lateness > 0) {
            remarks.add(new Remark(
                    Remark.Kind.STARTS_LATE,
                    "The sound starts %.2f s after the beginning of its file; until then it is silent"
                            .formatted(lateness),
                    List.of(lateness)));
        }
        if (gaps > 0) {
            remarks.add(new Remark(
                    Remark.Kind.GAPS_FILLED,
                    "The timestamps skip %.2f s of sound, in %d %s, the first at %.2f s; there it is silent"
                            .formatted(missing, gaps, gaps == 1 ? "place" : "places", firstGap),
                    List.of(missing, gaps)));
        }
        return remarks;
    }
}
