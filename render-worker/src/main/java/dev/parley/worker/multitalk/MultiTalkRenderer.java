package dev.parley.worker.multitalk;

import static dev.parley.contracts.RenderRequest.Quantization.FP8;
import static dev.parley.contracts.RenderRequest.Quantization.NONE;

import dev.parley.contracts.Fault;
import dev.parley.contracts.RenderRequest;
import dev.parley.contracts.RenderRequest.Engine;
import dev.parley.contracts.RenderSettings;
import dev.parley.contracts.WireName;
import dev.parley.kit.admission.ModelFolder;
import dev.parley.kit.telemetry.Buckets;
import dev.parley.multitalk.ArithmeticReport;
import dev.parley.multitalk.DeviceFailed;
import dev.parley.multitalk.DeviceMemory;
import dev.parley.multitalk.Lora;
import dev.parley.multitalk.ModelFiles;
import dev.parley.multitalk.ModelOptions;
import dev.parley.multitalk.MultiTalk;
import dev.parley.multitalk.OutOfDeviceMemory;
import dev.parley.multitalk.Quantization;
import dev.parley.multitalk.SkipPlan;
import dev.parley.multitalk.Tiling;
import dev.parley.multitalk.VideoRequest;
import dev.parley.multitalk.WrongArithmeticException;
import dev.parley.plan.Size;
import dev.parley.worker.job.FaultException;
import dev.parley.worker.multitalk.FitPolicy.Scales;
import dev.parley.worker.render.DeviceFailedException;
import dev.parley.worker.render.JobInputs;
import dev.parley.worker.render.RenderSession;
import dev.parley.worker.render.Renderer;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.Unit;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.jboss.logging.Logger;

/**
 * People who speak as MultiTalk shows them. The model is opened with the first job that asks for it and stays open until
 * a job needs its weights held otherwise, by its wish or to fit the device. The machine's arithmetic is tried before the first
 * claim, and again with each opening.
 */
@ApplicationScoped
public class MultiTalkRenderer implements Renderer {
    public static final Engine ENGINE = Engine.MULTITALK;

    private static final Logger LOG = Logger.getLogger(MultiTalkRenderer.class);

    private final ModelFolder folder;
    private final MultiTalkConfig config;
    private volatile ModelOptions options; // without further devices
    private final FurtherDevices further;
    private final Arithmetic arithmetic;
    private final Resident<ModelOptions, MultiTalk> resident = new Resident<>(this::load);
    private final DeviceWatch watch;
    private final Histogram loadSeconds;
    private volatile FitLevel latest; // of the latest window; null before the first job
    private Long memory; // of the smallest device, in bytes; null until a job asks

    @Inject
    MultiTalkRenderer(ModelFolder folder, MultiTalkConfig config, PrometheusRegistry registry) {
        this.folder = folder;
        this.config = config;
        options = DeviceOptions.of(config);
        further = new FurtherDevices(config, MultiTalk::testArithmetic);
        watch = DeviceWatch.of(config.device());
        arithmetic = new Arithmetic(this::tested);
        loadSeconds = Histogram.builder()
                .name("parley_worker_model_load_seconds")
                .unit(Unit.SECONDS)
                .help("How long it takes to open the model; jobs that find it open load nothing")
                .classicUpperBounds(Buckets.work())
                .register(registry);
        GaugeWithCallback.builder()
                .name("parley_worker_model_level")
                .help("1 for the way in which the weights were held for the latest job")
                .labelNames("level")
                .callback(this::level)
                .register(registry);
    }

    private ArithmeticReport tested() {
        Arithmetic.Tested tested = Arithmetic.selfTest(config, folder);
        options = tested.options();
        return tested.report();
    }

    private void level(GaugeWithCallback.Callback callback) {
        FitLevel now = latest;
        if (now != null) {
            for (FitLevel level : FitLevel.values()) {
                callback.call(level == now ? 1 : 0, WireName.label(level));
            }
        }
    }

    @Override
    public Engine engine() {
        return ENGINE;
    }

    @Override
    public Optional<String> problem() {
        return folder.exists() ? arithmetic.problem() : Optional.empty();
    }

    @Override
    public RenderSession open(JobInputs scene) {
        Size size = new Size(scene.plan().height(), scene.plan().width());
        try {
            ModelOptions wished = wished(scene.plan().settings().quantization());
            Stage stage = new Stage(job(scene, wished), placement -> model(placement.of(wished)));
            latest = stage.level();
            if (stage.usesTeaCache()) {
                said(scene, stage.rendering().skips());
            }
            return new MultiTalkSession(
                    stage, size, scene.plan().settings().sampling().steps(), watch, level -> latest = level);
        } catch (DoesNotFit | OutOfDeviceMemory e) {
            throw new FaultException(
                    Fault.OUT_OF_MEMORY, "Cannot begin a video of %s: %s".formatted(size, e.getMessage()), e);
        } catch (DeviceFailed e) {
            throw new DeviceFailedException("Cannot begin a video of %s: %s".formatted(size, e.getMessage()), e);
        } catch (WrongArithmeticException e) {
            arithmetic.found(e);
            throw new FaultException(Fault.DEPENDENCY, "This machine cannot be trusted: " + e.getMessage(), e);
        }
    }

    @Override
    public boolean hasModel() {
        return true;
    }

    private ModelOptions wished(RenderRequest.Quantization asked) {
        ModelOptions everywhere = further.addTo(options);
        return asked == FP8 ? everywhere.withQuantization(Quantization.FP8) : everywhere;
    }

    private Stage.Job job(JobInputs scene, ModelOptions wished) {
        RenderSettings asked = scene.plan().settings();
        List<Lora> loras = RequestMapper.loras(scene.plan(), folder);
        VideoRequest request = RequestMapper.of(scene);
        try {
            FitPolicy fitPolicy = new FitPolicy(
                    Scales.of(ModelFiles.in(folder.path())), wished, request, loras, config.lowVramBytes());
            FitLevel first = FitLevel.first(asked.quantization() != NONE, asked.lowVram());
            return new Stage.Job(scene.plan().jobId().toString(), request, loras, fitPolicy, first, memory(wished));
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read the sizes of the LoRAs %s: %s".formatted(loras, e), e);
        }
    }

    /** Of the smallest device. Read once: the memory of a device does not change. */
    private synchronized long memory(ModelOptions held) {
        if (memory == null) {
            OptionalLong known = config.memoryBytes().isPresent()
                    ? config.memoryBytes()
                    : Stream.concat(Stream.of(held.device()), held.companions().stream())
                            .map(DeviceMemory::of)
                            .flatMapToLong(OptionalLong::stream)
                            .min();
            memory = known.orElse(FitPolicy.NO_LIMIT);
            LOG.infof(
                    "device  device=%s further=%s memory=%s",
                    held.device(), held.companions(), known.isPresent() ? memory : "unknown");
        }
        return memory;
    }

    private static void said(JobInputs scene, SkipPlan skips) {
        LOG.infof(
                "teacache  job=%s skipped=%d steps=%d share=%.2f",
                scene.plan().jobId(), skips.skipped(), skips.computed().size(), skips.share());
    }

    private MultiTalk model(ModelOptions held) {
        try {
            return resident.get(held);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot open the model in %s: %s".formatted(folder.path(), e), e);
        }
    }

    private MultiTalk load(ModelOptions held) throws IOException {
        long begin = System.nanoTime();
        DeviceOptions.useThreads(config);
        MultiTalk model = MultiTalk.open(folder.path(), held);
        loadSeconds.observe((System.nanoTime() - begin) / 1e9);
        LOG.infof(
                "model open  model=%s device=%s precision=%s vae=%s tiling=%s quantization=%s attention=%s ms=%d",
                folder.path(),
                config.device(),
                config.precision(),
                held.precision().vae(),
                held.tiling().equals(Tiling.NONE) ? "none" : held.tiling(),
                model.widensFp8() ? held.quantization() + ", widened" : held.quantization(),
                model.attentionPrecision(),
                (System.nanoTime() - begin) / 1_000_000);
        if (model.widensFp8()) {
            LOG.warnf(
                    "FP8 weights are widened because the device has no FP8 products: saves memory, but no time  device=%s",
                    config.device());
        }
        if (held.attention() != model.attentionPrecision()) {
            LOG.warnf(
                    "attention is not in %s because the device, its libraries or the width of the model's heads do not"
                            + " allow it  device=%s",
                    held.attention(), config.device());
        }
        return model;
    }

    @PreDestroy
    void close() {
        resident.close();
    }
}
