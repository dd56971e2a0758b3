package dev.parley.media;

import dev.parley.media.MediaException.Problem;
import dev.parley.media.SoundInfo.Remark;
import java.util.List;

/** Full scale is 1.0: what lies beyond would be cut off flat where the sound is written as integers, or by a loudspeaker. */
final class FullScale {
    /**
     * Thirty times too loud is no overdriven recording any more but integers kept as floats: of 16 bit numbers, those
     * whose peak stays below are silent ({@link SoundInfo#SILENT_BELOW}).
     */
    private static final double FAR_ABOVE = SoundInfo.SILENT_BELOW * 32_768;

    static float peak(float[] samples) {
        float peak = 0;
        for (float sample : samples) {
            peak = Math.max(peak, Math.abs(sample));
        }
        return peak;
    }

    /**
     * What to multiply a recording by so that it fits; 1 when it does already.
     *
     * @throws MediaException if its peak is so far above that its samples are no floats of full scale 1.0
     */
    static float gain(double peak) throws MediaException {
        if (peak > FAR_ABOVE) {
            throw new MediaException(
                    Problem.TOO_LOUD,
                    "The sound's loudest sample is %.1f, expected floats from -1 to 1; if integers were stored as floats, divide them by %s"
                            .formatted(peak, peak <= 32_768 ? "32768" : "their full scale"));
        }
        return peak > 1 ? (float) (1 / peak) : 1;
    }

    static Remark remark(double peak) {
        double decibels = 20 * Math.log10(peak);
        return new Remark(
                Remark.Kind.SCALED_DOWN,
                "The sound's loudest sample is at %.2f of full scale; all of it is attenuated by %.1f dB"
                        .formatted(peak, decibels),
                List.of(decibels));
    }

    private FullScale() {}
}
