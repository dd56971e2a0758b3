package dev.parley.multitalk;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.util.List;
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
        String gpu = name(Integer.parseInt(device.substring(5)), System.getenv("CUDA_VISIBLE_DEVICES"));
        return answer(
                List.of("nvidia-smi", "--query-gpu=memory.total", "--format=csv,noheader,nounits", "--id=" + gpu));
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

    /** @param command that prints a number of MiB */
    static OptionalLong answer(List<String> command) {
        Process process = null;
        try {
            process = new ProcessBuilder(command).redirectErrorStream(true).start();
            process.getOutputStream().close();
            if (!process.waitFor(SECONDS, TimeUnit.SECONDS) || process.exitValue() != 0) {
                return OptionalLong.empty();
            }
            String mebibytes = new String(process.getInputStream().readAllBytes(), US_ASCII).strip();
            return OptionalLong.of(forTensors(Long.parseLong(mebibytes) << 20));
        } catch (IOException | NumberFormatException e) {
            return OptionalLong.empty(); // no driver, or one that does not report it
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return OptionalLong.empty();
        } finally {
            if (process != null) {
                process.destroyForcibly();
            }
        }
    }
}
