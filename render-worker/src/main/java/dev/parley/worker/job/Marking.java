package dev.parley.worker.job;

import dev.parley.contracts.RenderPlan;
import dev.parley.media.Picture;
import dev.parley.watermark.FrameMarker;
import dev.parley.worker.visible.MarkPlate;
import java.util.function.Function;

/** Puts marks into what is encoded. Engines go on from frames that have none. */
@FunctionalInterface
public interface Marking {
    /** Leaves frames as they are. */
    Marking NONE = plan -> frame -> frame;

    /** The words that a request asks for. */
    Marking VISIBLE = MarkPlate::of;

    /** For the frames of a job's video, one after the other; a frame that it returns lasts until the next call. */
    Function<Picture, Picture> of(RenderPlan plan);

    /** This one, and another one on top. */
    default Marking then(Marking next) {
        return plan -> of(plan).andThen(next.of(plan));
    }

    /** @param marker makes one for frames of the plan's size */
    static Function<Picture, Picture> by(FrameMarker marker) {
        return frame -> new Picture(frame.width(), frame.height(), marker.mark(frame.rgb()));
    }
}
