package dev.parley.contracts;

/** What a JSON Schema cannot say about a box. Those in pixels need their picture, which admission has. */
final class BoxRules {
    /** Sums of decimals such as 0.7 + 0.3 may end a little beyond 1. */
    private static final double ROUNDING = 1e-9;

    private final Violations violations;

    BoxRules(Violations violations) {
        this.violations = violations;
    }

    void check(String path, Box box) {
        if (box.unit() != BoxUnit.FRACTION) {
            return;
        }
        boolean fractions = isFraction(path + ".x", box.x())
                & isFraction(path + ".y", box.y())
                & isFraction(path + ".width", box.width())
                & isFraction(path + ".height", box.height());
        if (fractions) {
            endsInside(path, "x", box.x(), box.right());
            endsInside(path, "y", box.y(), box.bottom());
        }
    }

    private boolean isFraction(String path, double value) {
        if (value > 1) {
            violations.addUnlessSpoilt(
                    path,
                    "out-of-range",
                    "found %s, expected 0 to 1: all four numbers of a box are fractions of the picture, or all are pixels"
                            .formatted(value));
        }
        return value <= 1;
    }

    private void endsInside(String path, String axis, double from, double to) {
        if (to > 1 + ROUNDING) {
            violations.addUnlessSpoilt(
                    path,
                    "box-outside",
                    "found %s %s..%s, as fractions of the picture, which ends at 1".formatted(axis, from, to));
        }
    }
}
