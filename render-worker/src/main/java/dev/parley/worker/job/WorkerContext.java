package dev.parley.worker.job;

import dev.parley.contracts.RenderRequest.Engine;
import dev.parley.kit.Backoff;
import dev.parley.kit.store.ObjectStore;
import dev.parley.media.Limits;
import dev.parley.worker.render.Renderer;
import dev.parley.worker.telemetry.WorkerMetrics;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * What all attempts of a worker share.
 *
 * @param renderers by engine
 * @param marking of the frames before they are encoded
 * @param deviceFailed is told that this process can render nothing more
 * @param encoder names the H.264 encoder of plans that this worker begins
 */
public record WorkerContext(
        ObjectStore store,
        Announcer announcer,
        Map<Engine, Renderer> renderers,
        WorkFolders folders,
        WorkWatchdog watchdog,
        WorkerMetrics metrics,
        Limits limits,
        Marking marking,
        Supplier<String> encoder,
        Settings settings,
        Consumer<String> deviceFailed,
        Clock clock) {

    /**
     * @param worker the worker's name, in events and ledger pages
     * @param deliveryLimit so many failures or deaths in a row without a chunk end a job; no more deliveries than the
     *     brokers allow
     * @param progressEvery a progress event at most so often
     * @param framesInFlight how many rendered frames may wait for the encoder
     * @param qualityGate whether windows are judged, and rendered once more if they are broken
     * @param backoff with neighbors that are away
     */
    public record Settings(
            String worker,
            int deliveryLimit,
            Duration progressEvery,
            int framesInFlight,
            boolean qualityGate,
            Backoff backoff) {}

    public WorkerContext {
        if (settings.deliveryLimit < 2 || settings.framesInFlight < 1) {
            throw new IllegalArgumentException(
                    "parley.worker.delivery-limit and parley.worker.frames-in-flight must be at least 2 and 1, found %d and %d"
                            .formatted(settings.deliveryLimit, settings.framesInFlight));
        }
        renderers = Map.copyOf(renderers);
    }
}
