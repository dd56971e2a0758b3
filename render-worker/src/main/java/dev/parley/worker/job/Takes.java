package dev.parley.worker.job;

import dev.parley.contracts.ChunkPlan;
import dev.parley.contracts.Fault;
import dev.parley.contracts.JobId;
import dev.parley.media.Picture;
import dev.parley.worker.quality.Flaw;
import dev.parley.worker.quality.QualityGate;
import dev.parley.worker.render.JobInputs;
import dev.parley.worker.render.LeftWindow;
import dev.parley.worker.render.RenderSession;
import dev.parley.worker.render.WindowState;
import java.util.Optional;
import org.jboss.logging.Logger;

/** Renders windows until they can be shown: once more with other noise, where there is any, and no more than that. */
final class Takes {
    private static final Logger LOG = Logger.getLogger(Takes.class);
    private static final int MOST = 2;

    private final WorkerContext context;
    private final RenderSession session;
    private final JobId job;
    private final QualityGate gate; // null: nothing is judged

    private Takes(WorkerContext context, RenderSession session, JobId job, QualityGate gate) {
        this.context = context;
        this.session = session;
        this.job = job;
        this.gate = gate;
    }

    /** What has no noise comes out the same again, so there is no use in judging it. */
    static Takes of(WorkerContext context, RenderSession session, JobInputs inputs) {
        boolean judged = context.settings().qualityGate() && session.usesNoise();
        return new Takes(context, session, inputs.plan().jobId(), judged ? new QualityGate(inputs) : null);
    }

    /** @param left where an attempt before has left it; null for its beginning */
    Window begin(ChunkPlan.Chunk chunk, WindowState before, LeftWindow left) {
        return new Window(chunk, before, left);
    }

    boolean leavesWindows() {
        return session.leavesWindows();
    }

    /** One window, however often it is rendered. */
    final class Window {
        private final ChunkPlan.Chunk chunk;
        private final WindowState before;
        private QualityGate.Look look;
        private LeftWindow left;
        private int takes;

        private Window(ChunkPlan.Chunk chunk, WindowState before, LeftWindow left) {
            this.chunk = chunk;
            this.before = before;
            this.left = left;
            this.takes = left == null ? 0 : left.take();
        }

        WindowState render(PipelineSink sink) throws InterruptedException {
            look = gate == null ? null : gate.look(chunk);
            int take = takes++;
            LeftWindow from = left;
            left = null;
            if (from != null) {
                try {
                    return session.resume(chunk, before, from, sink);
                } catch (IllegalArgumentException e) {
                    LOG.warnf(
                            "left window ignored  job=%s window=%d step=%d: %s",
                            job, chunk.index(), from.step(), e.getMessage());
                }
            }
            return take == 0 ? session.render(chunk, before, sink) : session.renderAgain(chunk, before, take, sink);
        }

        /** Sees each frame that is rendered. */
        void frame(Picture frame) {
            if (look != null) {
                look.frame(frame);
            }
        }

        int takes() {
            return takes;
        }

        /**
         * Whether the latest take can be shown.
         *
         * @throws FaultException if it cannot, and there is to be no other
         */
        boolean isGood(WindowState next) {
            if (look == null) {
                return true;
            }
            Optional<Flaw> flaw = look.judge(next);
            LOG.debugf("window judged  job=%s window=%d take=%d %s", job, chunk.index(), takes, look.figures());
            if (flaw.isEmpty()) {
                look.taken();
                return true;
            }
            context.metrics().defect(flaw.get().defect());
            LOG.warnf(
                    "window broken  job=%s window=%d take=%d defect=%s: %s",
                    job, chunk.index(), takes, flaw.get().defect(), flaw.get().detail());
            if (takes == MOST) {
                throw new FaultException(
                        Fault.QUALITY,
                        "Window %d of %s came out broken %d times, lastly %s: %s"
                                .formatted(
                                        chunk.index(),
                                        job,
                                        takes,
                                        flaw.get().defect(),
                                        flaw.get().detail()));
            }
            return false;
        }
    }
}
