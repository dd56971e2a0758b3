package dev.parley.worker.gpu;

import com.sun.jna.Library;
import com.sun.jna.Native;
import com.sun.jna.Pointer;
import com.sun.jna.Structure;
import com.sun.jna.Structure.FieldOrder;
import com.sun.jna.ptr.IntByReference;
import com.sun.jna.ptr.LongByReference;
import com.sun.jna.ptr.PointerByReference;
import java.util.Optional;

/** The part of NVML that we call, which comes with NVIDIA's driver. Every call answers with a code, 0 if it worked. */
interface Nvml extends Library {
    int SUCCESS = 0;
    int TIMEOUT = 10;

    int TEMPERATURE_OF_THE_CHIP = 0;
    int CLOCK_SM = 1;
    int CLOCK_MEMORY = 2;
    long EVENT_XID = 8;

    /** Empty where there is no driver, and on systems that JNA has no code for. */
    static Optional<Nvml> find() {
        try {
            return Optional.of(Native.load("libnvidia-ml.so.1", Nvml.class));
        } catch (UnsatisfiedLinkError | NoClassDefFoundError e) {
            return Optional.empty();
        }
    }

    int nvmlInit_v2();

    int nvmlDeviceGetCount_v2(IntByReference count);

    int nvmlDeviceGetHandleByIndex_v2(int index, PointerByReference device);

    int nvmlDeviceGetUUID(Pointer device, byte[] uuid, int length);

    int nvmlDeviceGetName(Pointer device, byte[] name, int length);

    int nvmlDeviceGetUtilizationRates(Pointer device, Utilization utilization);

    int nvmlDeviceGetMemoryInfo(Pointer device, Memory memory);

    int nvmlDeviceGetPowerUsage(Pointer device, IntByReference milliwatts);

    int nvmlDeviceGetTotalEnergyConsumption(Pointer device, LongByReference millijoules);

    int nvmlDeviceGetTemperature(Pointer device, int sensor, IntByReference degrees);

    int nvmlDeviceGetClockInfo(Pointer device, int clock, IntByReference megahertz);

    int nvmlDeviceGetCurrentClocksThrottleReasons(Pointer device, LongByReference reasons);

    int nvmlEventSetCreate(PointerByReference set);

    int nvmlDeviceRegisterEvents(Pointer device, long types, Pointer set);

    int nvmlEventSetWait_v2(Pointer set, Event event, int milliseconds);

    /** {@code nvmlUtilization_t}: percent of the last second, or less. */
    @FieldOrder({"gpu", "memory"})
    class Utilization extends Structure {
        public int gpu;
        public int memory;
    }

    /** {@code nvmlMemory_t}: bytes. */
    @FieldOrder({"total", "free", "used"})
    class Memory extends Structure {
        public long total;
        public long free;
        public long used;
    }

    /** {@code nvmlEventData_t}. */
    @FieldOrder({"device", "type", "data", "gpuInstance", "computeInstance"})
    class Event extends Structure {
        public Pointer device;
        public long type;
        /** The number of the XID. */
        public long data;

        public int gpuInstance;
        public int computeInstance;
    }
}
