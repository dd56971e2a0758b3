package dev.parley.watermark;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/**
 * Looks for marks in a video, frame by frame, stretches of three seconds each: parts of several videos may have been joined.
 * The same mark is in all frames of a video, so the mean of many shows it where one frame does not. Holds two pictures of
 * the video's size. For one thread.
 */
public final class VideoSearch {
    private static final double STRETCH_SECONDS = 3;
    private static final int FEWEST_FRAMES = 5;

    private final MarkSearch search;
    private final BooleanSupplier late;
    private final Map<Long, Marked> marks = new LinkedHashMap<>();
    private final List<FoundMark> found = new ArrayList<>();
    private final List<FoundMark> foundMirrored = new ArrayList<>();
    private Mean stretch;
    private Mean all;
    private int stretches;
    private int nextThorough = 1;

    /**
     * Where in a video a mark is.
     *
     * @param mark as it was found best
     * @param from seconds, of the first stretch where it was found; {@code to} where the last one ends
     * @param mirrored whether left and right were exchanged
     */
    public record Marked(FoundMark mark, double from, double to, boolean mirrored) {
        private Marked and(Marked later) {
            return new Marked(
                    later.mark.strength() > mark.strength() ? later.mark : mark,
                    Math.min(from, later.from),
                    Math.max(to, later.to),
                    later.mark.strength() > mark.strength() ? later.mirrored : mirrored);
        }
    }

    private static final class Mean {
        private final int width;
        private final int height;
        private final double from;
        private final float[] sum;
        private int frames;
        private double to;

        Mean(int width, int height, double from) {
            this.width = width;
            this.height = height;
            this.from = from;
            this.sum = new float[Math.multiplyExact(width, height)];
        }

        void add(byte[] gray, double seconds) {
            for (int i = 0; i < sum.length; i++) {
                sum[i] += gray[i] & 0xFF;
            }
            frames++;
            to = seconds;
        }

        boolean has(int otherWidth, int otherHeight) {
            return width == otherWidth && height == otherHeight;
        }

        float[] pixels() {
            float[] mean = new float[sum.length];
            for (int i = 0; i < mean.length; i++) {
                mean[i] = sum[i] / frames;
            }
            return mean;
        }
    }

    /** @param late whether there is no time left for thorough looks */
    public VideoSearch(MarkKey key, BooleanSupplier late) {
        this.search = new MarkSearch(key);
        this.late = late;
    }

    /**
     * The next frame.
     *
     * @param gray a byte a pixel, in rows; what is behind {@code width * height} does not count
     * @param seconds when it is shown, from the video's beginning
     */
    public void add(byte[] gray, int width, int height, double seconds) {
        if (stretch != null && (!stretch.has(width, height) || seconds - stretch.from >= STRETCH_SECONDS)) {
            endStretch();
        }
        if (all == null || !all.has(width, height)) {
            all = new Mean(width, height, seconds);
        }
        if (stretch == null) {
            stretch = new Mean(width, height, seconds);
        }
        stretch.add(gray, seconds);
        all.add(gray, seconds);
    }

    /** What is in the video; to be asked once, at its end. */
    public List<Marked> end() {
        if (stretch != null) {
            endStretch();
        }
        if (marks.isEmpty() && stretches > 1 && !late.getAsBoolean()) {
            lookThoroughly(all.pixels(), all);
        }
        return List.copyOf(marks.values());
    }

    /** All sizes are tried for the first stretch and then for ever fewer, the known ones for each. */
    private void endStretch() {
        Mean ended = stretch;
        stretch = null;
        stretches++;
        boolean thorough = stretches >= nextThorough;
        if (ended.frames < FEWEST_FRAMES && stretches > 1) {
            return;
        }
        float[] pixels = ended.pixels();
        if (keep(search.findAt(pixels, ended.width, ended.height, List.copyOf(found)), ended, false)) {
            return;
        }
        if (!foundMirrored.isEmpty()) {
            float[] mirrored = mirrored(pixels, ended.width);
            if (keep(search.findAt(mirrored, ended.width, ended.height, List.copyOf(foundMirrored)), ended, true)) {
                return;
            }
        }
        if (thorough && !late.getAsBoolean()) {
            nextThorough *= 3;
            lookThoroughly(pixels, ended);
        }
    }

    /** At all sizes, as it is and then in the mirror. */
    private void lookThoroughly(float[] pixels, Mean where) {
        Optional<FoundMark> mark = search.find(pixels, where.width, where.height);
        if (keep(mark, where, false)) {
            found.add(mark.orElseThrow());
        } else if (!late.getAsBoolean()) {
            Optional<FoundMark> other = search.find(mirrored(pixels, where.width), where.width, where.height);
            if (keep(other, where, true)) {
                foundMirrored.add(other.orElseThrow());
            }
        }
    }

    private static float[] mirrored(float[] pixels, int width) {
        float[] mirrored = new float[pixels.length];
        for (int i = 0; i < pixels.length; i++) {
            mirrored[i] = pixels[i - i % width + width - 1 - i % width];
        }
        return mirrored;
    }

    private boolean keep(Optional<FoundMark> mark, Mean where, boolean mirrored) {
        mark.ifPresent(
                each -> marks.merge(each.payload(), new Marked(each, where.from, where.to, mirrored), Marked::and));
        return mark.isPresent();
    }
}
