package dev.parley.plan;

/**
 * How a source covers a target of another shape: scaled until both sides reach, then cut to the center.
 * The reference: {@code wan/multitalk.py}, {@code resize_and_centercrop}.
 *
 * @param scaled the source's size after scaling, nowhere smaller than the target
 * @param top first row of the cut
 * @param left first column of the cut
 */
public record Cover(Size scaled, Size target, int top, int left) {
    /** How {@code source} covers {@code target}. */
    public static Cover of(Size source, Size target) {
        double scale = Math.max((double) target.height() / source.height(), (double) target.width() / source.width());
        // In double precision scale * side may end a hair above the target: one row or column more, as in the
        // reference.
        Size scaled = new Size((int) Math.ceil(scale * source.height()), (int) Math.ceil(scale * source.width()));
        return new Cover(scaled, target, (int) Math.rint((scaled.height() - target.height()) / 2.0), (int)
                Math.rint((scaled.width() - target.width()) / 2.0));
    }
}
