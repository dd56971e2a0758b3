package dev.parley.worker.gpu;

import static java.nio.charset.StandardCharsets.US_ASCII;

import com.sun.jna.Pointer;
import com.sun.jna.ptr.IntByReference;
import com.sun.jna.ptr.LongByReference;
import com.sun.jna.ptr.PointerByReference;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.function.ToIntFunction;

/** A GPU. What its driver does not say, as of a part of a GPU (MIG), is empty. */
record Gpu(Nvml nvml, Pointer handle, String uuid, String name) {
    private static final int TEXT = 96; // NVML_DEVICE_UUID_V2_BUFFER_SIZE, and as long as any name

    /** Those that this process can see; none if the driver answers with an error. */
    static List<Gpu> all(Nvml nvml) {
        var count = new IntByReference();
        if (nvml.nvmlInit_v2() != Nvml.SUCCESS || nvml.nvmlDeviceGetCount_v2(count) != Nvml.SUCCESS) {
            return List.of();
        }
        List<Gpu> gpus = new ArrayList<>();
        for (int i = 0; i < count.getValue(); i++) {
            var device = new PointerByReference();
            // One that this container may not use answers NVML_ERROR_NO_PERMISSION.
            if (nvml.nvmlDeviceGetHandleByIndex_v2(i, device) == Nvml.SUCCESS) {
                Pointer handle = device.getValue();
                String uuid = text(bytes -> nvml.nvmlDeviceGetUUID(handle, bytes, TEXT));
                String name = text(bytes -> nvml.nvmlDeviceGetName(handle, bytes, TEXT));
                gpus.add(new Gpu(nvml, handle, uuid, name));
            }
        }
        return gpus;
    }

    private static String text(ToIntFunction<byte[]> call) {
        byte[] bytes = new byte[TEXT];
        if (call.applyAsInt(bytes) != Nvml.SUCCESS) {
            return "unknown";
        }
        String text = new String(bytes, US_ASCII);
        return text.substring(0, text.indexOf('\0') < 0 ? text.length() : text.indexOf('\0'));
    }

    /** From 0 to 1: for how much of the last second something ran on it. */
    OptionalDouble busy() {
        var utilization = new Nvml.Utilization();
        return nvml.nvmlDeviceGetUtilizationRates(handle, utilization) == Nvml.SUCCESS
                ? OptionalDouble.of(utilization.gpu / 100.0)
                : OptionalDouble.empty();
    }

    OptionalDouble memory(Function<Nvml.Memory, Long> part) {
        var memory = new Nvml.Memory();
        return nvml.nvmlDeviceGetMemoryInfo(handle, memory) == Nvml.SUCCESS
                ? OptionalDouble.of(part.apply(memory))
                : OptionalDouble.empty();
    }

    OptionalDouble watts() {
        return number(value -> nvml.nvmlDeviceGetPowerUsage(handle, value), 1e-3);
    }

    OptionalDouble joules() {
        var millijoules = new LongByReference();
        return nvml.nvmlDeviceGetTotalEnergyConsumption(handle, millijoules) == Nvml.SUCCESS
                ? OptionalDouble.of(millijoules.getValue() / 1e3)
                : OptionalDouble.empty();
    }

    OptionalDouble celsius() {
        return number(value -> nvml.nvmlDeviceGetTemperature(handle, Nvml.TEMPERATURE_OF_THE_CHIP, value), 1);
    }

    /** @param clock one of NVML's */
    OptionalDouble hertz(int clock) {
        return number(value -> nvml.nvmlDeviceGetClockInfo(handle, clock, value), 1e6);
    }

    private static OptionalDouble number(ToIntFunction<IntByReference> call, double unit) {
        var value = new IntByReference();
        return call.applyAsInt(value) == Nvml.SUCCESS
                ? OptionalDouble.of(value.getValue() * unit)
                : OptionalDouble.empty();
    }

    /** Bits of {@link Throttle}. */
    OptionalLong throttled() {
        var reasons = new LongByReference();
        return nvml.nvmlDeviceGetCurrentClocksThrottleReasons(handle, reasons) == Nvml.SUCCESS
                ? OptionalLong.of(reasons.getValue())
                : OptionalLong.empty();
    }
}
