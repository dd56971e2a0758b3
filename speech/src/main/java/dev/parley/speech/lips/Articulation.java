package dev.parley.speech.lips;

import dev.parley.speech.lips.MouthShape.Target;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/**
 * How the mouth moves while phonemes are spoken: each pulls towards its own shape, neighbors blend, lips that must
 * close do. The rule by which the faces were animated that multitalk-tiny was trained on. In strict arithmetic, so that
 * every machine gets the same.
 */
public final class Articulation {
    /** Shapes in a second. */
    public static final int RATE = 100;

    private static final double BLEND = 3.4; // deviation, in hundredths of a second, as all below
    private static final double CLOSURE_BLEND = 1.3;
    private static final int LEAD = 2; // the mouth moves before it is heard
    private static final double PRESSED = 2.5; // at least so long to either side, or 25 frames a second may miss it
    private static final double ON_TEETH = 2;
    private static final double LAST_PHONEME_SECONDS = 0.15;
    private static final Map<String, Target> SHAPES = MouthShape.byLetter();

    /**
     * The mouth's shape, {@value #RATE} times a second.
     *
     * @param phonemes in the order of their beginnings
     * @param seconds how long the sound is
     */
    public static List<MouthShape> shapes(List<Phoneme> phonemes, double seconds) {
        int ticks = (int) Math.ceil(seconds * RATE) + 1;
        Target[] targets = new Target[ticks];
        Arrays.fill(targets, Target.PAUSE);
        double[] closed = new double[ticks];
        double[] bitten = new double[ticks];
        for (int i = 0; i < phonemes.size(); i++) {
            double begin = phonemes.get(i).begin();
            double end = i + 1 < phonemes.size()
                    ? phonemes.get(i + 1).begin()
                    : Math.min(begin + LAST_PHONEME_SECONDS, seconds);
            List<Target> parts = parts(phonemes.get(i).name());
            double length = (end - begin) / parts.size();
            for (int part = 0; part < parts.size() && length > 0; part++) {
                speak(parts.get(part), begin + part * length, length, targets, closed, bitten);
            }
        }
        return blend(targets, smooth(closed, CLOSURE_BLEND), smooth(bitten, CLOSURE_BLEND));
    }

    /** A diphthong is two shapes; marks of length and stress are none. */
    private static List<Target> parts(String name) {
        return name.codePoints()
                .filter(Articulation::isSound)
                .mapToObj(Character::toString)
                .map(letter -> SHAPES.getOrDefault(letter, Target.UNKNOWN))
                .toList();
    }

    /** Other than marks of length, stress and the like. */
    static boolean isSound(int letter) {
        return Character.isLetter(letter) && Character.getType(letter) != Character.MODIFIER_LETTER;
    }

    private static void speak(
            Target target, double begin, double length, Target[] targets, double[] closed, double[] bitten) {
        int from = (int) Math.rint(begin * RATE);
        int to = Math.max(from + 1, (int) Math.rint((begin + length) * RATE));
        Arrays.fill(targets, Math.min(from, targets.length), Math.min(to, targets.length), target);
        if (target.closure() > 0) {
            double middle = (from + to) / 2.0;
            double half = Math.max((to - from) / 2.0, target.closure() == 1 ? PRESSED : ON_TEETH);
            for (int i = Math.max(0, (int) (middle - half)); i <= middle + half && i < closed.length; i++) {
                closed[i] = Math.max(closed[i], target.closure());
                bitten[i] = Math.max(bitten[i], target.shape().bite());
            }
        }
    }

    private static List<MouthShape> blend(Target[] targets, double[] closed, double[] bitten) {
        double[] weight = smooth(of(targets, target -> 1), BLEND);
        double[] open = smooth(of(targets, target -> target.shape().open()), BLEND);
        double[] wide = smooth(of(targets, target -> target.shape().wide()), BLEND);
        double[] round = smooth(of(targets, target -> target.shape().round()), BLEND);
        List<MouthShape> shapes = new ArrayList<>();
        for (int tick = 0; tick < targets.length; tick++) {
            int i = Math.min(tick + LEAD, targets.length - 1);
            double lips = 1 - Math.min(1, closed[i] * 1.15);
            shapes.add(new MouthShape(
                    open[i] / weight[i] * lips,
                    wide[i] / weight[i],
                    round[i] / weight[i],
                    Math.min(1, bitten[i] * 1.15)));
        }
        return shapes;
    }

    private static double[] of(Target[] targets, ToDoubleFunction<Target> value) {
        return Arrays.stream(targets)
                .mapToDouble(target -> value.applyAsDouble(target) * target.weight())
                .toArray();
    }

    /** A Gaussian, four deviations to either side; beyond the ends the values are mirrored. */
    static double[] smooth(double[] values, double deviation) {
        int radius = (int) (4 * deviation + 0.5);
        double[] kernel = new double[2 * radius + 1];
        double sum = 0;
        for (int k = -radius; k <= radius; k++) {
            kernel[k + radius] = StrictMath.exp(-0.5 * k * k / (deviation * deviation));
            sum += kernel[k + radius];
        }
        double[] smooth = new double[values.length];
        for (int i = 0; i < values.length; i++) {
            for (int k = -radius; k <= radius; k++) {
                smooth[i] += kernel[k + radius] / sum * values[mirrored(i + k, values.length)];
            }
        }
        return smooth;
    }

    private static int mirrored(int i, int length) {
        int at = Math.floorMod(i, 2 * length);
        return at < length ? at : 2 * length - 1 - at;
    }

    private Articulation() {}
}
