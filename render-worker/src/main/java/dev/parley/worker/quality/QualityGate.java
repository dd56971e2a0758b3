package dev.parley.worker.quality;

import dev.parley.contracts.ChunkPlan;
import dev.parley.contracts.RenderPlan;
import dev.parley.media.Picture;
import dev.parley.media.Pictures;
import dev.parley.worker.render.JobInputs;
import dev.parley.worker.render.Region;
import dev.parley.worker.render.Tensor;
import dev.parley.worker.render.WindowState;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Judges the windows of one attempt, in their order. What it finds is broken beyond doubt: good windows stay away from each
 * limit by a factor that docs/reliability.md has. Whether a mouth says what is heard is not judged.
 */
public final class QualityGate {
    /** Darker than this is black, if the picture is not. Of 255, as all that follow. */
    private static final double BLACK = 4;

    private static final double DARK_PICTURE = 16;
    /** Less of it is one color, if the picture has more than one. */
    private static final double PLAIN = 0.5;

    private static final double PLAIN_PICTURE = 3;
    private static final double OFF_COLOR = 64;
    /** A jump at a border is one that is large, and much larger than what moves. */
    private static final double LARGE_JUMP = 12;

    private static final double TIMES_OTHERS = 5;
    /** Noise alone moves more. */
    private static final double STILL = 0.02;

    private static final int LEAST_SPOKEN_FRAMES = 25;

    private final RenderPlan plan;
    private final FrameLook.Colors wanted;
    private final Region whole;
    private final List<Region> regions = new ArrayList<>();
    private final List<SpokenFrames> voices = new ArrayList<>();
    private Picture last; // of the window before; null where that is not known
    private double largest; // change within it

    public QualityGate(JobInputs inputs) {
        plan = inputs.plan();
        wanted = FrameLook.colors(Pictures.cover(inputs.picture(), plan.width(), plan.height()));
        whole = Region.share(0, 1, plan.width(), plan.height());
        for (JobInputs.Voice voice : inputs.voices()) {
            voices.add(new SpokenFrames(voice));
            regions.add(inputs.region(voice.speaker()));
        }
    }

    public Look look(ChunkPlan.Chunk chunk) {
        return new Look(chunk);
    }

    /** Looks at a window's frames as they come. */
    public final class Look {
        private final ChunkPlan.Chunk chunk;
        private final double[] moves = new double[regions.size()]; // the most while its owner is heard
        private final int[] spoken = new int[regions.size()];
        private final double[] sum = new double[3];
        private Picture before;
        private int frames;
        private double seam;
        private double most;
        private Flaw blank; // null: no frame is

        private Look(ChunkPlan.Chunk chunk) {
            this.chunk = chunk;
        }

        /** The next frame; its bytes do not change any more. */
        public void frame(Picture frame) {
            FrameLook.Colors colors = FrameLook.colors(frame);
            for (int channel = 0; channel < 3; channel++) {
                sum[channel] += colors.mean()[channel];
            }
            if (blank == null) {
                blank = blank(colors);
            }
            if (before == null) {
                seam = last == null ? 0 : FrameLook.change(last, frame, whole);
            } else {
                most = Math.max(most, FrameLook.change(before, frame, whole));
                listen(frame);
            }
            before = frame;
            frames++;
        }

        private Flaw blank(FrameLook.Colors colors) {
            int frame = chunk.startFrame() + frames;
            if (colors.brightest() < BLACK && wanted.brightest() > DARK_PICTURE) {
                return new Flaw(Defect.BLANK, "frame %d is black, the picture is not".formatted(frame));
            }
            if (colors.deviation() < PLAIN && wanted.deviation() > PLAIN_PICTURE) {
                return new Flaw(Defect.BLANK, "frame %d has one color, the picture more".formatted(frame));
            }
            return null;
        }

        private void listen(Picture frame) {
            for (int speaker = 0; speaker < moves.length; speaker++) {
                if (voices.get(speaker).isHeard(chunk.startFrame() + frames)) {
                    spoken[speaker]++;
                    moves[speaker] = Math.max(moves[speaker], FrameLook.change(before, frame, regions.get(speaker)));
                }
            }
        }

        /** What is wrong with the window, if anything; nothing of one without frames. */
        public Optional<Flaw> judge(WindowState next) {
            if (!isFinite(next)) {
                return Optional.of(new Flaw(Defect.NOT_FINITE, "what the next window starts from is no number"));
            }
            if (blank != null) {
                return Optional.of(blank);
            }
            return frames == 0 ? Optional.empty() : color().or(this::jump).or(this::still);
        }

        private Optional<Flaw> color() {
            double distance = distance();
            return distance <= OFF_COLOR
                    ? Optional.empty()
                    : found(
                            Defect.OFF_COLOR,
                            "a color is %.0f of 255 from the picture's, at most %.0f is expected",
                            distance,
                            OFF_COLOR);
        }

        private double distance() {
            double[] mean = {sum[0] / frames, sum[1] / frames, sum[2] / frames};
            return wanted.distance(new FrameLook.Colors(mean, 0));
        }

        private Optional<Flaw> jump() {
            double usual = TIMES_OTHERS * Math.max(most, largest);
            return seam <= LARGE_JUMP || seam <= usual
                    ? Optional.empty()
                    : found(
                            Defect.SEAM,
                            "its beginning differs by %.1f of 255 from the end before, frames within by %.1f at most",
                            seam,
                            Math.max(most, largest));
        }

        private Optional<Flaw> still() {
            for (int speaker = 0; speaker < moves.length; speaker++) {
                if (spoken[speaker] >= LEAST_SPOKEN_FRAMES && moves[speaker] < STILL) {
                    return found(
                            Defect.STILL,
                            "nothing moves of speaker %d, who is heard in %d of its frames",
                            speaker + 1,
                            spoken[speaker]);
                }
            }
            return Optional.empty();
        }

        /** What was measured, for the log. */
        public String figures() {
            double distance = frames == 0 ? 0 : distance();
            return String.format(
                    Locale.ROOT,
                    "color=%.1f seam=%.2f most=%.2f before=%.2f moves=%s spoken=%s",
                    distance,
                    seam,
                    most,
                    largest,
                    Arrays.toString(moves),
                    Arrays.toString(spoken));
        }

        /** The window is taken: the next one is held against it. */
        public void taken() {
            last = before == null ? last : before;
            largest = most;
        }
    }

    private static Optional<Flaw> found(Defect defect, String detail, Object... values) {
        return Optional.of(new Flaw(defect, String.format(Locale.ROOT, detail, values)));
    }

    private static boolean isFinite(WindowState state) {
        for (Tensor tensor : state.tensors().values()) {
            if (tensor.type() == Tensor.Type.F32) {
                for (float value : tensor.floats()) {
                    if (!Float.isFinite(value)) {
                        return false;
                    }
                }
            }
        }
        return true;
    }
}
