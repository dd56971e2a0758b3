package dev.parley.watermark;

/**
 * A mark that is there.
 *
 * @param payload what it says
 * @param strength how well the picture agrees with it: a correlation in standard deviations
 * @param repaired bytes of 12 that were wrong and could be put right, at most two
 * @param scaleX how many pixels wide a pixel of the marked picture has become; {@code scaleY} how many high
 */
public record FoundMark(long payload, double strength, int repaired, double scaleX, double scaleY) {
    /**
     * The logarithm to base 10 of how often, at most, a picture without a mark looks like this to a search: the bound of
     * Hoeffding for a sum of values with random signs, times all marks and places that a search tries.
     */
    public double chance() {
        return (MarkSearch.TRIED_BITS * Math.log(2) - strength * strength / 2) / Math.log(10);
    }
}
