package dev.parley.worker.gpu;

import com.sun.jna.Pointer;
import com.sun.jna.ptr.IntByReference;
import com.sun.jna.ptr.LongByReference;
import com.sun.jna.ptr.PointerByReference;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A driver with one GPU, or one that does not answer. */
final class FakeNvml implements Nvml {
    static final int NOT_SUPPORTED = 3;

    final BlockingQueue<Long> xids = new LinkedBlockingQueue<>();
    int init = SUCCESS;
    /** What a part of a GPU does not know. */
    int utilization = SUCCESS;

    private final Pointer gpu = new Pointer(42);

    @Override
    public int nvmlInit_v2() {
        return init;
    }

    @Override
    public int nvmlDeviceGetCount_v2(IntByReference count) {
        count.setValue(1);
        return SUCCESS;
    }

    @Override
    public int nvmlDeviceGetHandleByIndex_v2(int index, PointerByReference device) {
        device.setValue(gpu);
        return SUCCESS;
    }

    @Override
    public int nvmlDeviceGetUUID(Pointer device, byte[] uuid, int length) {
        return text("GPU-1", uuid);
    }

    @Override
    public int nvmlDeviceGetName(Pointer device, byte[] name, int length) {
        return text("NVIDIA L40S", name);
    }

    private static int text(String text, byte[] to) {
        byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(bytes, 0, to, 0, bytes.length);
        return SUCCESS;
    }

    @Override
    public int nvmlDeviceGetUtilizationRates(Pointer device, Utilization rates) {
        rates.gpu = 87;
        return utilization;
    }

    @Override
    public int nvmlDeviceGetMemoryInfo(Pointer device, Memory memory) {
        memory.total = 48L << 30;
        memory.used = 40L << 30;
        return SUCCESS;
    }

    @Override
    public int nvmlDeviceGetPowerUsage(Pointer device, IntByReference milliwatts) {
        milliwatts.setValue(312_500);
        return SUCCESS;
    }

    @Override
    public int nvmlDeviceGetTotalEnergyConsumption(Pointer device, LongByReference millijoules) {
        millijoules.setValue(7_500);
        return SUCCESS;
    }

    @Override
    public int nvmlDeviceGetTemperature(Pointer device, int sensor, IntByReference degrees) {
        degrees.setValue(71);
        return SUCCESS;
    }

    @Override
    public int nvmlDeviceGetClockInfo(Pointer device, int clock, IntByReference megahertz) {
        megahertz.setValue(clock == CLOCK_SM ? 2_520 : 9_001);
        return SUCCESS;
    }

    @Override
    public int nvmlDeviceGetCurrentClocksThrottleReasons(Pointer device, LongByReference reasons) {
        reasons.setValue(0x04 | 0x40);
        return SUCCESS;
    }

    @Override
    public int nvmlEventSetCreate(PointerByReference set) {
        set.setValue(new Pointer(7));
        return SUCCESS;
    }

    @Override
    public int nvmlDeviceRegisterEvents(Pointer device, long types, Pointer set) {
        return SUCCESS;
    }

    @Override
    public int nvmlEventSetWait_v2(Pointer set, Event event, int milliseconds) {
        try {
            Long xid = xids.poll(10, TimeUnit.MILLISECONDS);
            if (xid == null) {
                return TIMEOUT;
            }
            event.device = gpu;
            event.type = EVENT_XID;
            event.data = xid;
            return SUCCESS;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return NOT_SUPPORTED;
        }
    }
}
