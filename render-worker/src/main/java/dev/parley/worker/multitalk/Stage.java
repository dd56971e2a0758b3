package dev.parley.worker.multitalk;

import dev.parley.multitalk.AppliedLoras;
import dev.parley.multitalk.CheckpointException;
import dev.parley.multitalk.Lora;
import dev.parley.multitalk.MultiTalk;
import dev.parley.multitalk.OutOfDeviceMemory;
import dev.parley.multitalk.Rendering;
import dev.parley.multitalk.VideoRequest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.function.Function;
import org.jboss.logging.Logger;

/**
 * A job's model, ready for its windows: opened at the highest level of the {@link FitPolicy} that fits and, if the device
 * runs out of memory anyway, reopened one level lower. The caller keeps what has been rendered so far.
 */
final class Stage implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(Stage.class);

    /** @param there bytes on the device */
    record Job(String id, VideoRequest request, List<Lora> loras, FitPolicy fitPolicy, FitLevel first, long there) {}

    private final Job job;
    private final Function<Placement, MultiTalk> models;
    private Placement placement;
    private boolean lowered;
    private AppliedLoras loras; // null while the model is not ready
    private Rendering rendering; // null while the model is not ready

    /**
     * @param models opens a model, or has it open
     * @throws DoesNotFit if the device is too small, before anything is loaded
     */
    Stage(Job job, Function<Placement, MultiTalk> models) {
        this.job = job;
        this.models = models;
        placement = job.fitPolicy().highest(job.first(), job.there());
        try {
            makeReady();
        } catch (OutOfDeviceMemory e) {
            lower(e);
        }
    }

    FitLevel level() {
        return placement.level();
    }

    Rendering rendering() {
        return rendering;
    }

    /** Whether the job's steps go by TeaCache's plan, {@link Rendering#skips}. */
    boolean usesTeaCache() {
        return job.request().settings().teaCache() != null;
    }

    /**
     * What {@code work} makes. If the device runs out of memory it is done once more, a level lower: once in a job.
     *
     * @throws OutOfDeviceMemory the second time, or if there is nothing lower
     */
    <T> T run(Function<Rendering, T> work) {
        try {
            return work.apply(rendering);
        } catch (OutOfDeviceMemory e) {
            lower(e);
            return work.apply(rendering);
        }
    }

    private void lower(OutOfDeviceMemory why) {
        if (lowered) {
            throw why;
        }
        lowered = true;
        close();
        Placement before = placement;
        try {
            placement = job.fitPolicy().below(placement, job.there());
        } catch (DoesNotFit e) {
            why.addSuppressed(e); // there is nothing lower
            throw why;
        }
        LOG.warnf(
                "out of memory, going on one level lower  job=%s level=%s needed=%d: %s",
                job.id(), before.level(), job.fitPolicy().needed(before), why.getMessage());
        makeReady();
    }

    private void makeReady() {
        LOG.infof(
                "model fits  job=%s level=%s blockBytes=%d needed=%d there=%s",
                job.id(),
                placement.level(),
                placement.blockBytes(),
                job.fitPolicy().needed(placement),
                job.there() == FitPolicy.NO_LIMIT ? "unlimited" : Long.toString(job.there()));
        try {
            MultiTalk model = models.apply(placement);
            loras = put(model);
            rendering = model.prepare(job.request());
        } catch (RuntimeException | Error e) {
            close();
            throw e;
        }
    }

    private AppliedLoras put(MultiTalk model) {
        try {
            AppliedLoras applied = model.apply(job.loras());
            if (!job.loras().isEmpty()) {
                LOG.infof("loras on  loras=%s ignored=%s", job.loras(), applied.ignored());
            }
            return applied;
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read the LoRAs %s: %s".formatted(job.loras(), e), e);
        } catch (CheckpointException e) {
            // Another attempt would read the same files.
            throw new IllegalArgumentException(e.getMessage(), e);
        }
    }

    /** Takes the job off the model, which stays open. */
    @Override
    public void close() {
        Rendering closing = rendering;
        AppliedLoras comingOff = loras;
        rendering = null;
        loras = null;
        try {
            if (closing != null) {
                closing.close();
            }
        } finally {
            if (comingOff != null) {
                comingOff.close();
            }
        }
    }
}
