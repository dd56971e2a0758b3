package dev.parley.multitalk.golden;

import com.google.gson.JsonObject;
import java.util.ArrayList;
import java.util.List;

/**
 * How near is near enough: {@code rtol} and {@code atol} for each element together, {@code relative_l2} over the whole
 * tensor, {@code max_abs} for each element. All that a case names must hold.
 */
record Tolerance(JsonObject limits) {
    Tolerance {
        for (String kind : limits.keySet()) {
            if (!List.of("rtol", "atol", "relative_l2", "max_abs").contains(kind)) {
                throw new IllegalArgumentException("Unknown tolerance " + kind);
            }
        }
        if (limits.size() == 0) {
            throw new IllegalArgumentException("A case without a tolerance");
        }
    }

    /** How far {@code actual} is from {@code expected}, and the complaints, none when it is near enough. */
    record Comparison(String measured, List<String> complaints) {}

    Comparison compare(double[] expected, double[] actual) {
        double worst = 0;
        double worstRatio = 0;
        int worstAt = -1;
        double squares = 0;
        double norm = 0;
        int notFinite = 0;
        for (int i = 0; i < expected.length; i++) {
            if (Double.compare(expected[i], actual[i]) == 0) {
                norm += Double.isFinite(expected[i]) ? expected[i] * expected[i] : 0;
                continue; // equal infinities too
            }
            double error = Math.abs(expected[i] - actual[i]);
            if (!Double.isFinite(error)) {
                notFinite++;
                continue;
            }
            double ratio = error / (limit("atol", 0) + limit("rtol", 0) * Math.abs(expected[i]));
            if (ratio > worstRatio) {
                worstRatio = ratio;
                worstAt = i;
            }
            worst = Math.max(worst, error);
            squares += error * error;
            norm += expected[i] * expected[i];
        }
        double relative = squares == 0 ? 0 : Math.sqrt(squares / norm);
        List<String> complaints = new ArrayList<>();
        if (notFinite > 0) {
            complaints.add(notFinite + " values are not finite");
        }
        if ((limits.has("rtol") || limits.has("atol")) && !(worstRatio <= 1)) {
            complaints.add("element %d is %g instead of %g".formatted(worstAt, actual[worstAt], expected[worstAt]));
        }
        if (limits.has("relative_l2") && !(relative <= limit("relative_l2", 0))) {
            complaints.add("relative l2 error is too large");
        }
        if (limits.has("max_abs") && !(worst <= limit("max_abs", 0))) {
            complaints.add("largest error is too large");
        }
        return new Comparison(
                "max abs %.3g, relative l2 %.3g, limits %s".formatted(worst, relative, limits), complaints);
    }

    private double limit(String kind, double otherwise) {
        return limits.has(kind) ? limits.get(kind).getAsDouble() : otherwise;
    }
}
