package dev.parley.worker.multitalk;

import dev.parley.contracts.Fault;
import dev.parley.contracts.RenderRequest.TeaCache;
import dev.parley.kit.admission.ModelFolder;
import dev.parley.multitalk.MultiTalk;
import dev.parley.multitalk.Precision;
import dev.parley.multitalk.image.Size;
import dev.parley.multitalk.pipeline.Rendering;
import dev.parley.multitalk.sample.SkipPlan;
import dev.parley.multitalk.torch.OutOfDeviceMemory;
import dev.parley.worker.job.FaultException;
import dev.parley.worker.render.RenderSession;
import dev.parley.worker.render.Renderer;
import dev.parley.worker.render.Scene;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.jboss.logging.Logger;

/**
 * People who speak as MultiTalk shows them. The model is opened with the first job that asks for it and stays open: a
 * worker that never has such a job never loads PyTorch.
 */
@ApplicationScoped
public class MultiTalkRenderer implements Renderer {
    public static final String ENGINE = "multitalk";

    private static final Logger LOG = Logger.getLogger(MultiTalkRenderer.class);

    private final ModelFolder folder;
    private final MultiTalkConfig config;
    private MultiTalk model;

    @Inject
    MultiTalkRenderer(ModelFolder folder, MultiTalkConfig config) {
        this.folder = folder;
        this.config = config;
    }

    @Override
    public String engine() {
        return ENGINE;
    }

    @Override
    public RenderSession open(Scene scene) {
        Size size = new Size(scene.plan().height(), scene.plan().width());
        int steps = scene.plan().request().sampling().steps();
        try {
            Rendering rendering = model().prepare(Wishes.of(scene));
            said(scene, rendering.skips());
            return new MultiTalkSession(rendering, size, steps);
        } catch (OutOfDeviceMemory e) {
            throw new FaultException(
                    Fault.OUT_OF_MEMORY, "Cannot begin a video of %s: %s".formatted(size, e.getMessage()), e);
        }
    }

    private static boolean asked(Scene scene) {
        TeaCache asked = scene.plan().request().teaCache();
        return asked != null && asked.enabled();
    }

    private static void said(Scene scene, SkipPlan skips) {
        if (asked(scene)) {
            LOG.infof(
                    "teacache  job=%s skipped=%d steps=%d share=%.2f",
                    scene.plan().jobId(), skips.skipped(), skips.computed().size(), skips.share());
        }
    }

    private synchronized MultiTalk model() {
        if (model == null) {
            long begin = System.nanoTime();
            config.threads()
                    .ifPresent(threads -> System.setProperty("ai.djl.pytorch.num_threads", Integer.toString(threads)));
            try {
                model = MultiTalk.open(folder.path(), config.device(), precision());
            } catch (IOException e) {
                throw new UncheckedIOException("Cannot open the model in %s: %s".formatted(folder.path(), e), e);
            }
            LOG.infof(
                    "model open  model=%s device=%s precision=%s ms=%d",
                    folder.path(), config.device(), config.precision(), (System.nanoTime() - begin) / 1_000_000);
        }
        return model;
    }

    private Precision precision() {
        return switch (config.precision()) {
            case F32 -> Precision.F32;
            case BF16 -> Precision.BF16;
        };
    }

    @PreDestroy
    synchronized void close() {
        if (model != null) {
            model.close();
            model = null;
        }
    }
}
