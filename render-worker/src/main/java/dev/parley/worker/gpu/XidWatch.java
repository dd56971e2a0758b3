package dev.parley.worker.gpu;

import com.sun.jna.ptr.PointerByReference;
import dev.parley.kit.DaemonThreads;
import java.util.List;
import java.util.function.ObjLongConsumer;

/** Hears of the errors (XIDs) that the driver finds in GPUs. */
final class XidWatch implements AutoCloseable {
    static final XidWatch NONE = new XidWatch();

    private static final int TURN_MILLIS = 1_000;

    private volatile boolean closed;

    private XidWatch() {}

    /** Hears of nothing where the driver does not report events. */
    static XidWatch of(Nvml nvml, List<Gpu> gpus, ObjLongConsumer<Gpu> listener) {
        var set = new PointerByReference();
        if (nvml.nvmlEventSetCreate(set) != Nvml.SUCCESS) {
            return NONE;
        }
        List<Gpu> watched = gpus.stream()
                .filter(gpu ->
                        nvml.nvmlDeviceRegisterEvents(gpu.handle(), Nvml.EVENT_XID, set.getValue()) == Nvml.SUCCESS)
                .toList();
        if (watched.isEmpty()) {
            return NONE;
        }
        XidWatch watch = new XidWatch();
        DaemonThreads.named("xid-watch")
                .newThread(() -> watch.listen(nvml, set, watched, listener))
                .start();
        return watch;
    }

    private void listen(Nvml nvml, PointerByReference set, List<Gpu> gpus, ObjLongConsumer<Gpu> listener) {
        var event = new Nvml.Event();
        int code = Nvml.SUCCESS;
        while (!closed && (code == Nvml.SUCCESS || code == Nvml.TIMEOUT)) {
            code = nvml.nvmlEventSetWait_v2(set.getValue(), event, TURN_MILLIS);
            if (code == Nvml.SUCCESS && event.type == Nvml.EVENT_XID) {
                gpus.stream()
                        .filter(gpu -> gpu.handle().equals(event.device))
                        .forEach(gpu -> listener.accept(gpu, event.data));
            }
        }
    }

    @Override
    public void close() {
        closed = true;
    }
}
