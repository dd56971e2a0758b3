package dev.parley.multitalk;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;

/**
 * How much memory a device has for tensors, as reported by {@code nvidia-smi}, which comes with the driver. DJL would ask
 * the CUDA runtime, and looks for one installed separately from PyTorch's.
 */
public final class DeviceMemory {
    /** A GPU's memory that the driver, CUDA's libraries and fragmentation use up. */
    private static final long NOT_FOR_TENSORS = 1L << 30;

    private static final long SECONDS = 10;

    private DeviceMemory() {}

    /**
     * @param device in PyTorch's notation: {@code cpu}, {@code cuda:0}
     * @return bytes; empty for the CPU, and if the GPU cannot be queried
     */
    public static OptionalLong of(String device) {
        if (!device.startsWith("cuda:")) {
            return OptionalLong.empty();
        }
        return answer(query(device, "memory.total"));
    }

    /**
     * How much of a GPU's memory there is for tensors: all but what {@link #of} leaves to the driver.
     *
     * @param bytes as {@code nvidia-smi} reports them
     */
    public static long forTensors(long bytes) {
        return Math.max(0, bytes - NOT_FOR_TENSORS);
    }

    /** CUDA numbers the visible devices; {@code nvidia-smi} numbers all of them, and accepts UUIDs as well. */
    static String name(int index, String visible) {
        String[] shown = visible == null || visible.isBlank() ? new String[0] : visible.split(",");
        return index < shown.length ? shown[index].strip() : Integer.toString(index);
    }

    /**
     * What a GPU is and how full it is.
     *
     * @param name as {@code NVIDIA L40S}
     * @param usedBytes by all processes
     */
    public record Reading(String name, long usedBytes, long totalBytes) {}

    /**
     * As {@code nvidia-smi} reports it now; takes some tenths of a second.
     *
     * @param device in PyTorch's notation
     * @return empty for the CPU, and if the GPU cannot be queried
     */
    public static Optional<Reading> read(String device) {
        return device.startsWith("cuda:") ? reading(query(device, "memory.used,memory.total,name")) : Optional.empty();
    }

    private static List<String> query(String device, String what) {
        String gpu = name(Integer.parseInt(device.substring(5)), System.getenv("CUDA_VISIBLE_DEVICES"));
        return List.of("nvidia-smi", "--query-gpu=" + what, "--format=csv,noheader,nounits", "--id=" + gpu);
    }

    /** @param command that prints MiB in use, MiB in all and a name */
    static Optional<Reading> reading(List<String> command) {
        try {
            return output(command)
                    .map(line -> line.split(",", 3))
                    .filter(parts -> parts.length == 3)
                    .map(parts -> new Reading(parts[2].strip(), mebibytes(parts[0]), mebibytes(parts[1])));
        } catch (NumberFormatException e) {
            return Optional.empty(); // a driver that does not report it
        }
    }

    /** @param command that prints a number of MiB */
    static OptionalLong answer(List<String> command) {
        try {
            Optional<Long> bytes = output(command).map(line -> forTensors(mebibytes(line)));
            return bytes.isPresent() ? OptionalLong.of(bytes.get()) : OptionalLong.empty();
        } catch (NumberFormatException e) {
            return OptionalLong.empty(); // a driver that does not report it
        }
    }

    private static long mebibytes(String number) {
        return Long.parseLong(number.strip()) << 20;
    }

    /** Empty where there is no driver. */
    private static Optional<String> output(List<String> command) {
        Process process = null;
        try {
            process = new ProcessBuilder(command).redirectErrorStream(true).start();
            process.getOutputStream().close();
            if (!process.waitFor(SECONDS, TimeUnit.SECONDS) || process.exitValue() != 0) {
                return Optional.empty();
            }
            return Optional.of(new String(process.getInputStream().readAllBytes(), US_ASCII).strip());
        } catch (IOException e) {
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        } finally {
            if (process != null) {
                process.destroyForcibly();
            }
        }
    }
}
