package dev.parley.worker.pantomime;

import dev.parley.media.Picture;
import dev.parley.worker.pantomime.Portrait.Point;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Looks at a face of which the eyes are known: for the lips by color, for the line at which they part by its darkness, for
 * teeth and for the dark of an open mouth between them. What is not seen is taken to be where faces have it.
 */
final class PortraitFinder {
    /** From the eyes down to the mouth, in distances between the eyes: usual, and how far faces differ. */
    private static final double DOWN = 1.08;

    private static final double HIGHEST = 0.84;
    private static final double LOWEST = 1.5;
    private static final double DIFFERENCE = 0.17;
    private static final double USUAL_WIDTH = 0.68;
    /** Where teeth are seen, color does not tell the corners. */
    private static final double LAUGHING_WIDTH = 0.86;

    private static final double NARROWEST = 0.56;
    private static final double WIDEST = 0.8;
    private static final double WIDEST_GAP = 0.24;
    /** A row is inside the mouth from this share on. */
    private static final double MOSTLY = 0.45;

    private static final double HIGHEST_INSIDE = 0.32;
    private static final double LOWEST_INSIDE = 1.44;
    private static final double BELOW_MOUSTACHE = 1.1;
    /** Of less red skin, in gray or odd light, teeth cannot be told by color. */
    private static final double COLORED = 0.03;
    /** How far above the teeth the corners of a smile are. */
    private static final double SMILE = 0.03;
    /** Of a closed mouth; what is measured beyond is shadows. */
    private static final double MOST_SLANT = 0.07;

    private static final double MOST_BEND = 0.45;
    /** What is less open than this is a closed mouth. */
    private static final double CLOSED = 0.055;

    private final Picture still;
    private final Point leftEye;
    private final Point rightEye;
    private final double unit;
    private final double cosine;
    private final double sine;
    private final Color skin;

    /** Mean color of a spot. */
    private record Color(double red, double green, double blue) {
        double luma() {
            return 0.299 * red + 0.587 * green + 0.114 * blue;
        }

        /** How much redder than green, whatever the light. */
        double redness() {
            return (red - green) / (red + green + blue + 24);
        }

        double saturation() {
            double most = Math.max(red, Math.max(green, blue));
            double least = Math.min(red, Math.min(green, blue));
            return (most - least) / (most + 8);
        }
    }

    static Portrait find(Picture still, Point leftEye, Point rightEye) {
        return new PortraitFinder(still, leftEye, rightEye).find();
    }

    private PortraitFinder(Picture still, Point leftEye, Point rightEye) {
        this.still = still;
        this.leftEye = leftEye;
        this.rightEye = rightEye;
        double dx = rightEye.x() - leftEye.x();
        double dy = rightEye.y() - leftEye.y();
        unit = Math.sqrt(dx * dx + dy * dy);
        cosine = dx / unit;
        sine = dy / unit;
        // beside the nose, on both sides
        Color left = mean(-0.38, 0.62, 0.12, 0.12);
        Color right = mean(0.38, 0.62, 0.12, 0.12);
        skin = new Color((left.red + right.red) / 2, (left.green + right.green) / 2, (left.blue + right.blue) / 2);
    }

    /** Color at a place of the face: {@code u} beside and {@code v} below the middle of the eyes, in units. */
    private Color at(double u, double v) {
        double x = (leftEye.x() + rightEye.x()) / 2 + unit * (u * cosine - v * sine);
        double y = (leftEye.y() + rightEye.y()) / 2 + unit * (u * sine + v * cosine);
        int column = (int) Math.max(0, Math.min(still.width() - 1, Math.round(x)));
        int row = (int) Math.max(0, Math.min(still.height() - 1, Math.round(y)));
        int at = (row * still.width() + column) * 3;
        return new Color(still.rgb()[at] & 0xff, still.rgb()[at + 1] & 0xff, still.rgb()[at + 2] & 0xff);
    }

    private Color mean(double u, double v, double besides, double below) {
        double red = 0;
        double green = 0;
        double blue = 0;
        int count = 0;
        double step = Math.max(1 / unit, 0.02);
        for (double dv = -below; dv <= below + 1e-9; dv += step) {
            for (double du = -besides; du <= besides + 1e-9; du += step) {
                Color color = at(u + du, v + dv);
                red += color.red;
                green += color.green;
                blue += color.blue;
                count++;
            }
        }
        return new Color(red / count, green / count, blue / count);
    }

    private Portrait find() {
        return inside().map(this::open).orElseGet(this::byLips);
    }

    /**
     * What is seen of the inside of an open mouth.
     *
     * @param top from where it is below the eyes
     * @param middle beside the line down the face
     */
    private record Inside(double top, double bottom, double middle, boolean teeth) {}

    /** Rows across the mouth that are mostly teeth, light as skin and far less red, or the dark behind them. */
    private Optional<Inside> inside() {
        if (skin.redness() < COLORED) {
            return Optional.empty();
        }
        double top = 0;
        double bottom = 0;
        double begin = 0;
        for (double v = HIGHEST; v < LOWEST; v += Profile.STEP) {
            if (share(v, v, 0.2, color -> isTooth(color) || isDark(color)) < MOSTLY) {
                begin = 0;
            } else {
                begin = begin == 0 ? v : begin;
                if (v - begin > bottom - top) {
                    top = begin;
                    bottom = v;
                }
            }
        }
        boolean teeth = share(top, bottom, 0.2, this::isTooth) > share(top, bottom, 0.2, this::isDark);
        // A white collar is lower, a beard is higher than a mouth, and a moustache is above it.
        boolean isMouth = bottom - top >= CLOSED
                && bottom - top <= HIGHEST_INSIDE
                && bottom <= LOWEST_INSIDE
                && (teeth || top + bottom >= 2 * BELOW_MOUSTACHE);
        return isMouth
                ? Optional.of(new Inside(top, bottom + Profile.STEP, teeth ? middleOfTeeth(top, bottom) : 0, teeth))
                : Optional.empty();
    }

    /** Of the places between two heights and {@code besides} the middle. */
    private double share(double top, double bottom, double besides, Predicate<Color> kind) {
        int found = 0;
        int all = 0;
        for (double v = top; v <= bottom; v += Profile.STEP) {
            for (double u = -besides; u <= besides + 1e-9; u += 0.02) {
                found += kind.test(at(u, v)) ? 1 : 0;
                all++;
            }
        }
        return (double) found / all;
    }

    private boolean isTooth(Color color) {
        return color.luma() > 0.75 * skin.luma() && color.redness() < 0.45 * skin.redness();
    }

    private boolean isDark(Color color) {
        return color.luma() < 0.35 * skin.luma();
    }

    private double middleOfTeeth(double top, double bottom) {
        double sum = 0;
        int count = 0;
        for (double v = top; v <= bottom; v += Profile.STEP) {
            for (double u = -0.4; u <= 0.401; u += 0.02) {
                if (isTooth(at(u, v))) {
                    sum += u;
                    count++;
                }
            }
        }
        return sum / count;
    }

    private Portrait open(Inside inside) {
        double gap = inside.bottom - inside.top;
        return new Portrait(
                leftEye,
                rightEye,
                eyesOpen(),
                place(inside.middle, inside.bottom),
                0,
                bend(inside.teeth ? gap + SMILE : gap / 2),
                LAUGHING_WIDTH * unit,
                gap * unit,
                light());
    }

    private double light() {
        return Math.min(1, skin.luma() / 200);
    }

    private Portrait byLips() {
        Profile first = new Profile(0, DOWN, 0.5);
        double middle = first.red ? 0.7 * middleOf(first) : 0;
        middle = Math.abs(middle) < 0.06 ? 0 : middle;
        Profile profile = new Profile(middle, first.middle(), 0.4);
        double[] line = line(middle, profile);
        double bend = profile.gap() > 0 ? bend(profile.gap() / 2) : line[2];
        double width = profile.gap() > 0 ? LAUGHING_WIDTH : profile.red ? width(middle, profile) : USUAL_WIDTH;
        return new Portrait(
                leftEye,
                rightEye,
                eyesOpen(),
                place(middle, line[0]),
                profile.gap() > 0 ? 0 : line[1],
                bend,
                width * unit,
                profile.gap() * unit,
                light());
    }

    /** Down a strip across the lips: where they begin and end by color, and where they part. */
    private final class Profile {
        private static final double STEP = 0.012;
        /** As much redder than skin that lips are told by it. */
        private static final double CLEARLY = 0.022;

        private final double from;
        private final double[] redness;
        private final double[] luma;
        /** Whether lips are seen by color. */
        final boolean red;
        /** Of the lips, or where the strip is darkest. */
        private int top;

        private int bottom;
        /** Between the lips of an open mouth; empty of a closed one. */
        private int gapTop;

        private int gapBottom;

        /** @param reach how far above and below {@code around} is looked */
        Profile(double u, double around, double reach) {
            from = Math.max(HIGHEST, around - reach);
            int count = (int) ((Math.min(LOWEST, around + reach) - from) / STEP);
            redness = new double[count];
            luma = new double[count];
            int peak = 0;
            double best = -1;
            for (int i = 0; i < count; i++) {
                Color color = mean(u, v(i), 0.09, STEP / 2);
                redness[i] = color.redness() - skin.redness();
                luma[i] = color.luma();
            }
            for (int i = 0; i < count; i++) {
                double off = (v(i) - DOWN) / DIFFERENCE;
                double likely = redness[i] * StrictMath.exp(-off * off / 2);
                if (likely > best) {
                    best = likely;
                    peak = i;
                }
            }
            red = redness[peak] > CLEARLY;
            if (red) {
                lips(peak);
            } else {
                top = index(around - 0.15);
                bottom = index(around + 0.15);
                gapTop = gapBottom = darkest();
            }
        }

        double v(int index) {
            return from + index * STEP;
        }

        private int index(double v) {
            return (int) Math.max(0, Math.min(redness.length - 1, Math.round((v - from) / STEP)));
        }

        /** Red bands not farther than {@link #WIDEST_GAP} from each other are the two lips of a mouth. */
        private void lips(int peak) {
            double enough = redness[peak] * 0.45;
            top = bottom = peak;
            gapTop = gapBottom = peak;
            int away = 0;
            int most = (int) (WIDEST_GAP / STEP);
            for (int i = peak; i >= 0 && away <= most; i--) {
                away = redness[i] >= enough ? 0 : away + 1;
                top = away == 0 ? i : top;
            }
            away = 0;
            for (int i = peak; i < redness.length && away <= most; i++) {
                away = redness[i] >= enough ? 0 : away + 1;
                bottom = away == 0 ? i : bottom;
            }
            double lightest = lightestAbove();
            int begin = -1;
            for (int i = top; i <= bottom; i++) {
                if (redness[i] >= enough) {
                    begin = -1;
                } else {
                    begin = begin < 0 ? i : begin;
                    if (isOpen(begin, i + 1, lightest) && i + 1 - begin > gapBottom - gapTop) {
                        gapTop = begin;
                        gapBottom = i + 1;
                    }
                }
            }
            if (gapBottom - gapTop < CLOSED / STEP) {
                gapTop = gapBottom = darkest();
            }
        }

        /** How light skin is that light falls on, as on a lip: beside the nose there may be shade. */
        private double lightestAbove() {
            double lightest = skin.luma();
            for (int i = 0; i < top; i++) {
                lightest = Math.max(lightest, luma[i]);
            }
            return lightest;
        }

        /** Whether teeth or the dark are seen there, not skin: between nose and lip there is skin. */
        private boolean isOpen(int begin, int end, double lightest) {
            int open = 0;
            for (int i = begin; i < end; i++) {
                boolean teeth = luma[i] > 0.8 * skin.luma()
                        && (redness[i] < -0.4 * Math.max(0.03, skin.redness()) || luma[i] > 1.15 * lightest);
                open += teeth || luma[i] < 0.35 * skin.luma() ? 1 : 0;
            }
            return 2 * open >= end - begin;
        }

        /** The darkest line between the lips, which their edges are not. */
        private int darkest() {
            int inset = Math.max(1, (bottom - top) / 6);
            int best = (top + bottom) / 2;
            for (int i = top + inset; i <= bottom - inset; i++) {
                best = luma[i] < luma[best] ? i : best;
            }
            return best;
        }

        double gap() {
            return (gapBottom - gapTop) * STEP;
        }

        double line() {
            return v(gapBottom);
        }

        double middle() {
            return (v(top) + v(bottom)) / 2;
        }

        double height() {
            return v(bottom) - v(top);
        }
    }

    /** Where the mouth parts in its middle, and how the line slants and bends: a parabola through what columns show. */
    private double[] line(double middle, Profile center) {
        double[] sums = new double[5];
        double[] moments = new double[3];
        for (double u = -0.3; u <= 0.301; u += 0.1) {
            Profile column = new Profile(middle + u, center.line(), 0.28);
            double line = column.red && (column.gap() > 0) == (center.gap() > 0) ? column.line() : center.line();
            double v = Math.max(-0.12, Math.min(0.12, line - center.line()));
            double weight = column.red ? 1 : 0.2;
            for (int power = 0; power < 5; power++) {
                sums[power] += weight * Math.pow(u, power);
            }
            for (int power = 0; power < 3; power++) {
                moments[power] += weight * v * Math.pow(u, power);
            }
        }
        // The middle of the mouth is seen best: the parabola goes through it.
        double determinant = sums[2] * sums[4] - sums[3] * sums[3];
        double slant = (moments[1] * sums[4] - moments[2] * sums[3]) / determinant;
        double bend = (moments[2] * sums[2] - moments[1] * sums[3]) / determinant;
        return new double[] {
            center.line(),
            Math.max(-MOST_SLANT, Math.min(MOST_SLANT, slant)),
            Math.max(-MOST_BEND, Math.min(MOST_BEND, bend))
        };
    }

    /** The edge of an open mouth's lower lip comes up to the corners. */
    private static double bend(double corners) {
        return -corners / (LAUGHING_WIDTH * LAUGHING_WIDTH / 4);
    }

    private Point place(double u, double v) {
        return new Point(
                (leftEye.x() + rightEye.x()) / 2 + unit * (u * cosine - v * sine),
                (leftEye.y() + rightEye.y()) / 2 + unit * (u * sine + v * cosine));
    }

    /** Where the mouth's middle is beside the line down the face: of a half turned head it is not on it. */
    private double middleOf(Profile profile) {
        double sum = 0;
        double moment = 0;
        for (double u = -0.55; u <= 0.55; u += 0.03) {
            Color spot = mean(u, profile.middle(), 0.02, profile.height() / 2);
            double red = Math.max(0, spot.redness() - skin.redness() - 0.01);
            double weight = red * StrictMath.exp(-u * u / 0.18);
            sum += weight;
            moment += weight * u;
        }
        return sum < 0.05 ? 0 : Math.max(-0.18, Math.min(0.18, moment / sum));
    }

    /** Of the red, to where it ends on the nearer side. */
    private double width(double middle, Profile profile) {
        double enough = redness(middle, profile) * 0.45;
        double u = 0.2;
        while (u < WIDEST / 2 && Math.min(redness(middle - u, profile), redness(middle + u, profile)) > enough) {
            u += 0.02;
        }
        return Math.max(NARROWEST, Math.min(WIDEST, 2 * u));
    }

    /** How much redder than skin the reddest of a column through the lips is. */
    private double redness(double u, Profile profile) {
        double most = 0;
        for (double v = profile.v(profile.top) - 0.06; v <= profile.v(profile.bottom) + 0.02; v += 0.03) {
            most = Math.max(most, mean(u, v, 0.02, 0.02).redness() - skin.redness());
        }
        return most;
    }

    /** Each eye is darker in its middle than the lid and the cheek, and lighter beside: sunglasses are dark all over. */
    private boolean eyesOpen() {
        return eyeOpen(-0.5) && eyeOpen(0.5);
    }

    private boolean eyeOpen(double u) {
        double pupil = mean(u, 0, 0.07, 0.05).luma();
        double below = mean(u, 0.3, 0.12, 0.04).luma();
        double beside = (mean(u - 0.3, 0.1, 0.03, 0.06).luma()
                        + mean(u + 0.28, 0.1, 0.03, 0.06).luma())
                / 2;
        return pupil < 0.75 * below && beside > 0.55 * skin.luma() && below > 0.6 * skin.luma();
    }
}
