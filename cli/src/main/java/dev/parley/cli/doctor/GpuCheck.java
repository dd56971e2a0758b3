package dev.parley.cli.doctor;

import dev.parley.contracts.Finding;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Which GPU there is, and whether the worker is configured to use it. The self-test shows whether PyTorch can. */
final class GpuCheck {
    private static final String SUBJECT = "gpu";
    private static final long PATIENCE_SECONDS = 20;
    private static final List<String> ASK =
            List.of("nvidia-smi", "--query-gpu=name,driver_version,memory.total,memory.free", "--format=csv,noheader");

    static Finding look(Map<String, String> environment) throws InterruptedException {
        boolean wanted =
                environment.getOrDefault("PARLEY_MULTITALK_DEVICE", "cpu").startsWith("cuda");
        boolean there = Files.exists(Path.of("/proc/driver/nvidia")) || Files.exists(Path.of("/dev/nvidiactl"));
        return look(wanted, there, ASK);
    }

    /** @param there whether the kernel knows one */
    static Finding look(boolean wanted, boolean there, List<String> command) throws InterruptedException {
        try {
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            process.getOutputStream().close();
            if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                return Finding.bad(SUBJECT, "nvidia-smi is not responding", "restart the driver, or the machine");
            }
            String said =
                    new String(process.getInputStream().readAllBytes()).strip().replace("\n", "; ");
            if (process.exitValue() != 0) {
                return Finding.bad(SUBJECT, "nvidia-smi: " + said, "fix the driver (its version, or the container's)");
            }
            return wanted
                    ? Finding.ok(SUBJECT, said)
                    : Finding.note(SUBJECT, said + ", not used", "set PARLEY_MULTITALK_DEVICE=cuda:0 to render on it");
        } catch (IOException noSuchProgram) {
            return without(wanted, there);
        }
    }

    private static Finding without(boolean wanted, boolean there) {
        if (there) {
            return Finding.note(SUBJECT, "found, but nvidia-smi is missing", "install the driver's utilities");
        }
        return wanted
                ? Finding.bad(
                        SUBJECT,
                        "none, but PARLEY_MULTITALK_DEVICE names one",
                        "install the driver, pass the GPU to the container, or unset that variable")
                : Finding.ok(SUBJECT, "none; rendering on the CPU");
    }

    private GpuCheck() {}
}
