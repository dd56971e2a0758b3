package dev.parley.watermark;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Looks for a mark in a picture, best the mean of many frames. Sizes, parts and positions need not be those that were
 * marked. For one thread.
 *
 * <p>How sure is it? Each mark has 1792 signs that only the key decides. For a picture that knows nothing of the key the
 * correlation with one mark at one place is a sum of values with random signs, which is beyond {@code t} standard
 * deviations with a probability of at most {@code exp(-t² / 2)}, whatever the picture (Hoeffding). There are 2^64 marks,
 * 2^14 places in the tile and fewer than 2^20 sizes and pictures: 2^98 possibilities, of which the best is judged.
 */
public final class MarkSearch {
    /** Possibilities of which one is chosen, as a power of two. */
    static final int TRIED_BITS = 98;

    /** Standard deviations at which an unmarked picture passes for a marked one once in ten million. */
    static final double LEAST = Math.sqrt(2 * (TRIED_BITS * Math.log(2) + 7 * Math.log(10)));

    private static final int TILE = MarkLayout.TILE;
    private static final double STEP = 1.005;
    private static final double SMALLEST = 0.44;
    private static final double LARGEST_UNHALVED = 1.12;
    private static final double LARGEST = 2.3;
    private static final int PEAKS = 3;
    private static final int CANDIDATES = 16;
    private static final int REFINED = 6;

    private final MarkLayout layout;
    private final double[] syncReal = new double[TILE * TILE];
    private final double[] syncImaginary = new double[TILE * TILE];

    /** Where a tile may begin, at a size; the surer, the larger {@code score}. */
    private record Place(GrayPicture picture, double scaleX, double scaleY, double x, double y, double score) {}

    public MarkSearch(MarkKey key) {
        layout = new MarkLayout(key);
        for (int i : layout.syncBins) {
            layout.put(
                    syncReal,
                    syncImaginary,
                    i,
                    layout.strength[i] * layout.sign[2 * i],
                    layout.strength[i] * layout.sign[2 * i + 1]);
        }
    }

    /** Looks at the sizes at which marks were found before, and at the original one; quickly. */
    public Optional<FoundMark> findAt(float[] gray, int width, int height, List<FoundMark> before) {
        if (tooSmall(width, height)) {
            return Optional.empty();
        }
        GrayPicture picture = new GrayPicture(width, height, gray);
        GrayPicture whitened = picture.whitened();
        List<Place> places = new ArrayList<>(places(whitened, 1, 1, CANDIDATES));
        // Uncropped and unscaled, the tile begins in the corner; there a weak mark needs no peak to be found.
        places.add(corner(whitened));
        GrayPicture half = null;
        for (FoundMark mark : before) {
            boolean halved = mark.scaleX() > LARGEST_UNHALVED;
            if (halved && half == null) {
                half = picture.halved().whitened();
            }
            double by = halved ? 2 : 1;
            places.addAll(places(halved ? half : whitened, mark.scaleX() / by, mark.scaleY() / by, PEAKS));
        }
        return best(places, whitened);
    }

    /** Looks at all sizes from 44 % to 230 % of the original one. Takes a second or two. */
    public Optional<FoundMark> find(float[] gray, int width, int height) {
        if (tooSmall(width, height)) {
            return Optional.empty();
        }
        GrayPicture picture = new GrayPicture(width, height, gray);
        GrayPicture whitened = picture.whitened();
        List<Place> places = new ArrayList<>();
        List<Place> corners = new ArrayList<>();
        for (double scale = 1; scale < LARGEST_UNHALVED; scale *= STEP) {
            search(whitened, scale, places, corners);
        }
        for (double scale = 1 / STEP; scale > SMALLEST; scale /= STEP) {
            search(whitened, scale, places, corners);
        }
        if (!tooSmall(width / 2, height / 2)) {
            GrayPicture half = picture.halved().whitened();
            for (double scale = LARGEST_UNHALVED; scale < LARGEST; scale *= STEP) {
                search(half, scale / 2, places, corners);
            }
        }
        List<Place> promising = promising(places);
        promising.addAll(promising(corners));
        promising.add(corner(whitened));
        return best(promising, whitened);
    }

    private List<Place> promising(List<Place> places) {
        places.sort(Comparator.comparingDouble(Place::score).reversed());
        List<Place> promising = new ArrayList<>(places.subList(0, Math.min(CANDIDATES, places.size())));
        for (int i = 0; i < Math.min(REFINED, promising.size()); i++) {
            promising.add(refined(promising.get(i)));
        }
        return promising;
    }

    /** What was made smaller or larger as a whole has its tile in the corner still, where a weaker one can be made out. */
    private void search(GrayPicture picture, double scale, List<Place> places, List<Place> corners) {
        double[] field = field(picture, scale, scale);
        places.addAll(peaks(picture, scale, scale, field, PEAKS));
        double x = picture.firstX(scale);
        double y = picture.firstY(scale);
        int nearX = (int) Math.round(x);
        int nearY = (int) Math.round(y);
        corners.add(new Place(picture, scale, scale, x, y, at(field, nearY, nearX) / deviation(field)));
    }

    private static boolean tooSmall(int width, int height) {
        return Math.min(width, height) < TILE / 2;
    }

    private static Place corner(GrayPicture picture) {
        return new Place(picture, 1, 1, picture.firstX(1), picture.firstY(1), 0);
    }

    /** The most likely places of the tile at a size. */
    private List<Place> places(GrayPicture picture, double scaleX, double scaleY, int count) {
        return peaks(picture, scaleX, scaleY, field(picture, scaleX, scaleY), count);
    }

    /** How well the key's own signs agree with a tile that begins at each place, at a size. */
    private double[] field(GrayPicture picture, double scaleX, double scaleY) {
        double[] real = picture.folded(scaleX, scaleY);
        double[] imaginary = new double[real.length];
        Fourier.forward(real, imaginary);
        double[] levels = levels(real, imaginary);
        double[] re = new double[real.length];
        double[] im = new double[real.length];
        for (int i : layout.syncBins) {
            int at = layout.bin[i];
            double a = real[at] / levels[i];
            double b = imaginary[at] / levels[i];
            double c = syncReal[at];
            double d = -syncImaginary[at];
            layout.put(re, im, i, a * c - b * d, a * d + b * c);
        }
        Fourier.inverse(re, im);
        return re;
    }

    private static List<Place> peaks(GrayPicture picture, double scaleX, double scaleY, double[] field, int count) {
        double deviation = deviation(field);
        List<Place> found = new ArrayList<>();
        boolean[] taken = new boolean[field.length];
        for (int n = 0; n < count; n++) {
            int best = -1;
            for (int i = 0; i < field.length; i++) {
                if (!taken[i] && (best < 0 || field[i] > field[best])) {
                    best = i;
                }
            }
            int y = best / TILE;
            int x = best % TILE;
            for (int dy = -2; dy <= 2; dy++) {
                for (int dx = -2; dx <= 2; dx++) {
                    taken[Math.floorMod(y + dy, TILE) * TILE + Math.floorMod(x + dx, TILE)] = true;
                }
            }
            double fineX = x + vertex(at(field, y, x - 1), field[best], at(field, y, x + 1));
            double fineY = y + vertex(at(field, y - 1, x), field[best], at(field, y + 1, x));
            found.add(new Place(picture, scaleX, scaleY, fineX, fineY, field[best] / deviation));
        }
        return found;
    }

    private static double deviation(double[] field) {
        double energy = 1e-12;
        for (double value : field) {
            energy += value * value;
        }
        return Math.sqrt(energy / field.length);
    }

    private static double at(double[] field, int y, int x) {
        return field[Math.floorMod(y, TILE) * TILE + Math.floorMod(x, TILE)];
    }

    /** Where the parabola through three neighbors is highest, from the middle one. */
    private static double vertex(double before, double here, double after) {
        double bend = before - 2 * here + after;
        return bend < 0 ? Math.max(-0.5, Math.min(0.5, (before - after) / (2 * bend))) : 0;
    }

    /** Sizes are tried in steps, equal in both directions; the true one may lie between. */
    private Place refined(Place place) {
        Place best = place;
        for (double step : new double[] {0.0025, 0.001}) {
            for (boolean better = true; better; ) {
                better = false;
                for (int direction = 0; direction < 4; direction++) {
                    double by = direction % 2 == 0 ? 1 + step : 1 / (1 + step);
                    Place next = places(
                                    best.picture(),
                                    direction < 2 ? best.scaleX() * by : best.scaleX(),
                                    direction < 2 ? best.scaleY() : best.scaleY() * by,
                                    1)
                            .get(0);
                    boolean near = Math.abs(Math.log(next.scaleX() / place.scaleX())) < 0.02
                            && Math.abs(Math.log(next.scaleY() / place.scaleY())) < 0.02;
                    if (near && next.score() > best.score()) {
                        best = next;
                        better = true;
                    }
                }
            }
        }
        return best;
    }

    /** How large values are at each frequency, by its neighbors in radius, so that none outweighs the others. */
    private double[] levels(double[] real, double[] imaginary) {
        int bins = layout.bin.length;
        int around = 56;
        double[] sums = new double[bins + 1];
        for (int i = 0; i < bins; i++) {
            int at = layout.bin[i];
            sums[i + 1] = sums[i] + real[at] * real[at] + imaginary[at] * imaginary[at];
        }
        double[] levels = new double[bins];
        for (int i = 0; i < bins; i++) {
            int from = Math.max(0, i - around);
            int to = Math.min(bins, i + around + 1);
            levels[i] = Math.sqrt((sums[to] - sums[from]) / (to - from)) + 1e-9;
        }
        return levels;
    }

    private Optional<FoundMark> best(List<Place> places, GrayPicture whole) {
        return places.stream()
                .map(place -> read(place, place.picture() == whole ? 1 : 2))
                .flatMap(Optional::stream)
                .filter(mark -> mark.strength() >= LEAST)
                .max(Comparator.comparingDouble(FoundMark::strength));
    }

    private Optional<FoundMark> read(Place place, int halved) {
        double[] values = values(place);
        double[][] agreement = new double[MarkLayout.SYMBOLS][];
        for (int s = 0; s < MarkLayout.SYMBOLS; s++) {
            double[] group = new double[MarkLayout.GROUP];
            for (int i = 0; i < group.length; i++) {
                int at = layout.symbolPlaces[s][i];
                group[i] = values[at] * layout.sign[at];
            }
            walsh(group);
            agreement[s] = group;
        }
        FoundMark best = null;
        for (int[] guess : Guesses.of(agreement)) {
            OptionalLong payload = MarkCode.decode(guess);
            if (payload.isPresent()) {
                double strength = strength(values, payload.getAsLong());
                if (best == null || strength > best.strength()) {
                    best = new FoundMark(
                            payload.getAsLong(),
                            strength,
                            wrong(guess, payload.getAsLong(), agreement),
                            place.scaleX() * halved,
                            place.scaleY() * halved);
                }
            }
        }
        return Optional.ofNullable(best);
    }

    /** How many bytes would have been wrong without the code. */
    private static int wrong(int[] guess, long payload, double[][] agreement) {
        int[] right = MarkCode.encode(payload);
        int wrong = 0;
        for (int s = 0; s < right.length; s++) {
            wrong += Guesses.first(agreement[s]) == right[s] ? 0 : 1;
        }
        return wrong;
    }

    /** What is seen at each of the mark's places, the tile moved to where it begins. */
    private double[] values(Place place) {
        double[] real = place.picture().folded(place.scaleX(), place.scaleY());
        double[] imaginary = new double[real.length];
        Fourier.forward(real, imaginary);
        double[] levels = levels(real, imaginary);
        double[] values = new double[MarkLayout.PLACES];
        for (int i = 0; i < layout.bin.length; i++) {
            int at = layout.bin[i];
            double turn = 2 * Math.PI * (signed(at / TILE) * place.y() + signed(at % TILE) * place.x()) / TILE;
            double cosine = Math.cos(turn);
            double sine = Math.sin(turn);
            values[2 * i] = clipped((real[at] * cosine - imaginary[at] * sine) / levels[i]);
            values[2 * i + 1] = clipped((real[at] * sine + imaginary[at] * cosine) / levels[i]);
        }
        return values;
    }

    private static int signed(int frequency) {
        return frequency < TILE / 2 ? frequency : frequency - TILE;
    }

    private static double clipped(double value) {
        return Math.max(-2.5, Math.min(2.5, value));
    }

    private double strength(double[] values, long payload) {
        int[] signs = layout.signs(payload);
        double sum = 0;
        double energy = 1e-12;
        for (int i = 0; i < values.length; i++) {
            sum += values[i] * signs[i];
            energy += values[i] * values[i];
        }
        return sum / Math.sqrt(energy);
    }

    /** The correlations with all Walsh functions, in place. */
    private static void walsh(double[] values) {
        for (int half = 1; half < values.length; half *= 2) {
            for (int i = 0; i < values.length; i++) {
                if ((i & half) == 0) {
                    double low = values[i];
                    double high = values[i + half];
                    values[i] = low + high;
                    values[i + half] = low - high;
                }
            }
        }
    }
}
