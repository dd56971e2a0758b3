package dev.parley.bench.model;

import ai.djl.engine.Engine;
import ai.djl.pytorch.jni.JniUtils;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The most memory held since it was opened: on the CPU this process's resident memory, as the kernel keeps it; on a GPU
 * all that is in use on the device, as {@code nvidia-smi} says every 100 ms. PyTorch keeps what it has freed for the
 * next use, and that counts.
 */
interface PeakMemory extends AutoCloseable {
    /** In words, with its unit. */
    String peak();

    @Override
    void close();

    /** @param device in PyTorch's words: {@code cpu}, {@code cuda:0} */
    static PeakMemory watch(String device) {
        try {
            if (!device.equals("cpu")) {
                Engine.getInstance(); // loads the library that the next line calls
                JniUtils.emptyCudaCache(); // what earlier work left
            }
            return device.equals("cpu") ? Resident.open() : OnGpu.open(device.substring("cuda:".length()));
        } catch (IOException e) {
            return new Unknown(e.getMessage());
        }
    }

    /** What cannot be measured here, and why. */
    record Unknown(String reason) implements PeakMemory {
        @Override
        public String peak() {
            return "unknown: " + reason;
        }

        @Override
        public void close() {}
    }

    /** This process's resident memory. */
    final class Resident implements PeakMemory {
        private Resident() {}

        static PeakMemory open() throws IOException {
            Files.writeString(Path.of("/proc/self/clear_refs"), "5"); // forget the peak so far
            return new Resident();
        }

        @Override
        public String peak() {
            try {
                String line = Files.readAllLines(Path.of("/proc/self/status")).stream()
                        .filter(field -> field.startsWith("VmHWM:"))
                        .findFirst()
                        .orElseThrow(() -> new IOException("no VmHWM in /proc/self/status"));
                return Report.text("%d MB resident", Long.parseLong(line.replaceAll("\\D+", "")) >> 10);
            } catch (IOException e) {
                return new Unknown(e.getMessage()).peak();
            }
        }

        @Override
        public void close() {}
    }

    /** The memory in use on a GPU. */
    final class OnGpu implements PeakMemory {
        private final Process nvidiaSmi;
        private final AtomicLong most = new AtomicLong();

        private OnGpu(Process nvidiaSmi) {
            this.nvidiaSmi = nvidiaSmi;
        }

        static PeakMemory open(String index) throws IOException {
            Process process = new ProcessBuilder(
                            "nvidia-smi",
                            "--query-gpu=memory.used",
                            "--format=csv,noheader,nounits",
                            "--loop-ms=100",
                            "--id=" + index)
                    .redirectErrorStream(true)
                    .start();
            OnGpu watch = new OnGpu(process);
            Thread reader = new Thread(watch::read, "nvidia-smi");
            reader.setDaemon(true);
            reader.start();
            return watch;
        }

        private void read() {
            try (BufferedReader lines = nvidiaSmi.inputReader(StandardCharsets.UTF_8)) {
                for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                    if (line.strip().matches("\\d+")) {
                        most.accumulateAndGet(Long.parseLong(line.strip()), Math::max);
                    }
                }
            } catch (IOException e) {
                // It was ended while it spoke: what has been read counts.
            }
        }

        @Override
        public String peak() {
            return most.get() == 0 ? "unknown: nvidia-smi says nothing" : most.get() + " MiB on the device";
        }

        @Override
        public void close() {
            nvidiaSmi.destroy();
        }
    }
}
