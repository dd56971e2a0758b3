package dev.parley.faults.agent;

import java.io.File;
import java.util.ArrayList;
import java.util.List;
import net.bytebuddy.asm.Advice;

/** Copied to where a window begins. Names nothing but Java's own classes: the worker's loader knows no others. */
final class WindowFault {
    @Advice.OnMethodEnter
    static void enter() throws Throwable {
        File folder = new File(System.getProperty("parley.faults.folder"));
        if (new File(folder, "device-error").delete()) {
            // As the engine multitalk reports what CUDA does.
            throw (RuntimeException) Class.forName("dev.parley.worker.render.DeviceFailedException")
                    .getConstructor(String.class, Throwable.class)
                    .newInstance("CUDA error: an illegal memory access was encountered", null);
        }
        if (new File(folder, "out-of-memory").delete()) {
            throw new OutOfMemoryError("CUDA out of memory. Tried to allocate 2.00 GiB");
        }
        if (new File(folder, "heap-full").delete()) {
            List<byte[]> all = new ArrayList<>();
            try {
                while (true) {
                    all.add(new byte[1 << 20]);
                }
            } catch (OutOfMemoryError full) {
                // Meanwhile every other thread wants memory too.
                Thread.sleep(6000);
                throw all.isEmpty() ? new IllegalStateException(full) : full;
            }
        }
        if (new File(folder, "hang").delete()) {
            while (true) {
                try {
                    Thread.sleep(1000);
                } catch (InterruptedException ignored) {
                    // As native code that waits for a device.
                }
            }
        }
    }

    private WindowFault() {}
}
