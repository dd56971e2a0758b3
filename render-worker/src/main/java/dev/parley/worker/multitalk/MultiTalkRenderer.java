package dev.parley.worker.multitalk;

import dev.parley.contracts.Fault;
import dev.parley.contracts.RenderRequest.TeaCache;
import dev.parley.kit.admission.ModelFolder;
import dev.parley.multitalk.ModelOptions;
import dev.parley.multitalk.MultiTalk;
import dev.parley.multitalk.Precision;
import dev.parley.multitalk.Quantization;
import dev.parley.multitalk.Residency;
import dev.parley.multitalk.checkpoint.CheckpointException;
import dev.parley.multitalk.image.Size;
import dev.parley.multitalk.lora.AppliedLoras;
import dev.parley.multitalk.lora.Lora;
import dev.parley.multitalk.pipeline.Rendering;
import dev.parley.multitalk.sample.SkipPlan;
import dev.parley.multitalk.torch.OutOfDeviceMemory;
import dev.parley.multitalk.vae.Tiling;
import dev.parley.worker.job.FaultException;
import dev.parley.worker.render.RenderSession;
import dev.parley.worker.render.Renderer;
import dev.parley.worker.render.Scene;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import org.jboss.logging.Logger;

/**
 * People who speak as MultiTalk shows them. The model is opened with the first job that asks for it and stays open until
 * a job needs its weights held otherwise: a worker that never has such a job never loads PyTorch.
 */
@ApplicationScoped
public class MultiTalkRenderer implements Renderer {
    public static final String ENGINE = "multitalk";

    private static final Logger LOG = Logger.getLogger(MultiTalkRenderer.class);

    private final ModelFolder folder;
    private final MultiTalkConfig config;
    private final Resident<Holding, MultiTalk> resident = new Resident<>(this::load);

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
        AppliedLoras loras = null;
        try {
            MultiTalk model = model(Holding.of(scene.plan().request()));
            loras = apply(model, Wishes.loras(scene.plan(), folder));
            Rendering rendering = model.prepare(Wishes.of(scene));
            said(scene, rendering.skips());
            return new MultiTalkSession(rendering, loras, size, steps);
        } catch (OutOfDeviceMemory e) {
            takeOff(loras);
            throw new FaultException(
                    Fault.OUT_OF_MEMORY, "Cannot begin a video of %s: %s".formatted(size, e.getMessage()), e);
        } catch (RuntimeException | Error e) {
            takeOff(loras);
            throw e;
        }
    }

    private static void takeOff(AppliedLoras loras) {
        if (loras != null) {
            loras.close();
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

    private static AppliedLoras apply(MultiTalk model, List<Lora> loras) {
        try {
            AppliedLoras applied = model.apply(loras);
            if (!loras.isEmpty()) {
                LOG.infof("loras on  loras=%s ignored=%s", loras, applied.ignored());
            }
            return applied;
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read the LoRAs %s: %s".formatted(loras, e), e);
        } catch (CheckpointException e) {
            // Another attempt would read the same files.
            throw new IllegalArgumentException(e.getMessage(), e);
        }
    }

    private MultiTalk model(Holding holding) {
        try {
            return resident.get(holding);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot open the model in %s: %s".formatted(folder.path(), e), e);
        }
    }

    private MultiTalk load(Holding holding) throws IOException {
        long begin = System.nanoTime();
        config.threads()
                .ifPresent(threads -> System.setProperty("ai.djl.pytorch.num_threads", Integer.toString(threads)));
        MultiTalk model = MultiTalk.open(folder.path(), options(holding));
        LOG.infof(
                "model open  model=%s device=%s precision=%s int8=%s lowVram=%s ms=%d",
                folder.path(),
                config.device(),
                config.precision(),
                holding.int8(),
                holding.lowVram(),
                (System.nanoTime() - begin) / 1_000_000);
        return model;
    }

    private ModelOptions options(Holding holding) {
        return new ModelOptions(
                config.device(),
                precision(),
                holding.int8() ? Quantization.INT8 : Quantization.NONE,
                holding.lowVram() ? Residency.within(config.lowVramBytes()) : Residency.ALL,
                Tiling.NONE);
    }

    private Precision precision() {
        return switch (config.precision()) {
            case F32 -> Precision.F32;
            case BF16 -> Precision.BF16;
        };
    }

    @PreDestroy
    void close() {
        resident.close();
    }
}
