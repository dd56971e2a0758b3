package dev.parley.multitalk.internal.cuda;

import ai.djl.ndarray.NDArray;
import ai.djl.pytorch.engine.PtNDArray;
import com.sun.jna.Memory;
import com.sun.jna.NativeLibrary;
import com.sun.jna.Pointer;
import com.sun.jna.ptr.IntByReference;
import com.sun.jna.ptr.PointerByReference;
import dev.parley.multitalk.internal.torch.Torch;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** PyTorch's GPU as CUDA's driver sees it: the same context, the same memory, the same streams. */
final class CudaDevice {
    private static final int MULTIPROCESSOR_COUNT = 16; // CUdevice_attribute
    private static final int COMPUTE_CAPABILITY_MAJOR = 75;
    private static final int COMPUTE_CAPABILITY_MINOR = 76;

    /** The least compute capability, times ten, that has bfloat16. */
    private static final int BFLOAT16 = 80;

    private final Libraries libraries;
    private final int index;
    private final int device;
    private final Pointer context;

    private CudaDevice(Libraries libraries, int index) {
        this.libraries = libraries;
        this.index = index;
        var handle = new IntByReference();
        driver("cuDeviceGet", handle, index);
        device = handle.getValue();
        var primary = new PointerByReference();
        driver("cuDevicePrimaryCtxRetain", primary, device); // PyTorch's; never released, as PyTorch never does
        context = primary.getValue();
    }

    /** The device of {@code torch}; empty on a CPU, and where a library is missing or too old. */
    static Optional<CudaDevice> of(Torch torch) {
        if (!torch.device().startsWith("cuda:")) {
            return Optional.empty();
        }
        try {
            return Libraries.find()
                    .map(libraries -> new CudaDevice(
                            libraries, Integer.parseInt(torch.device().substring(5))));
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot look for CUDA's libraries", e);
        }
    }

    /** Kernels in bfloat16 for the device of {@code torch}; empty where {@link #of} is, and where they cannot be had. */
    static <T> Optional<T> compiling(Torch torch, Function<CudaDevice, T> kernels) {
        try {
            return of(torch).filter(device -> device.architecture() >= BFLOAT16).map(kernels);
        } catch (CudaException | UncheckedIOException | LinkageError e) {
            return Optional.empty(); // an old driver, a compiler without its parts, a libtorch without these functions
        }
    }

    /** Ten times the compute capability: 90 for an H200, 89 for an L40S. */
    int architecture() {
        return 10 * attribute(COMPUTE_CAPABILITY_MAJOR) + attribute(COMPUTE_CAPABILITY_MINOR);
    }

    int multiprocessors() {
        return attribute(MULTIPROCESSOR_COUNT);
    }

    private int attribute(int number) {
        var value = new IntByReference();
        driver("cuDeviceGetAttribute", value, number, device);
        return value.getValue();
    }

    Compiler compiler() {
        return new Compiler(libraries.compiler());
    }

    /** Loads machine code made by {@link #compiler()} and looks up its kernels by name. */
    Pointer load(byte[] cubin) {
        var module = new PointerByReference();
        within(() -> driver("cuModuleLoadData", module, cubin));
        return module.getValue();
    }

    /** @return a kernel, and how many of its blocks of {@code threads} the whole device computes at a time */
    Kernel kernel(Pointer module, String name, int threads) {
        var function = new PointerByReference();
        var blocks = new IntByReference();
        within(() -> {
            driver("cuModuleGetFunction", function, module, name);
            driver("cuOccupancyMaxActiveBlocksPerMultiprocessor", blocks, function.getValue(), threads, 0L);
        });
        return new Kernel(this, name, function.getValue(), threads, blocks.getValue() * multiprocessors());
    }

    /** Queues a kernel behind all that this thread has given the device through PyTorch. */
    void launch(Pointer function, int blocks, int threads, Pointer arguments) {
        Pointer stream = stream();
        within(() -> driver("cuLaunchKernel", function, blocks, 1, 1, threads, 1, 1, 0, stream, arguments, null));
    }

    /** Into which this thread's work for the device goes. */
    Pointer stream() {
        var stream = new PointerByReference();
        NativeLibrary cuda = libraries.torchCuda();
        CudaException.require(
                cuda.getFunction("aoti_torch_get_current_cuda_stream").invokeInt(new Object[] {index, stream}),
                "aoti_torch_get_current_cuda_stream");
        return stream.getValue();
    }

    /** Empty where PyTorch has none. */
    Optional<NativeLibrary> cudnn() {
        return libraries.cudnn();
    }

    /**
     * Where a tensor's rows lie.
     *
     * @throws IllegalArgumentException if they do not follow one another without gaps, from a multiple of 16 on
     */
    Pointer rows(NDArray tensor) {
        var handle = new Pointer(((PtNDArray) tensor).getHandle());
        var data = new PointerByReference();
        torch("aoti_torch_get_data_ptr", handle, data);
        var strides = new PointerByReference();
        torch("aoti_torch_get_strides", handle, strides);
        long[] shape = tensor.getShape().getShape();
        long next = 1;
        for (int axis = shape.length - 1; axis >= 0; axis--) {
            if (shape[axis] != 1 && strides.getValue().getLong(8L * axis) != next) {
                throw new IllegalArgumentException(
                        "A tensor of shape %s does not lie together".formatted(tensor.getShape()));
            }
            next *= shape[axis];
        }
        if (Pointer.nativeValue(data.getValue()) % 16 != 0) {
            throw new IllegalArgumentException("A tensor of shape %s is not aligned".formatted(tensor.getShape()));
        }
        return data.getValue();
    }

    private void torch(String function, Object... args) {
        CudaException.require(libraries.torch().getFunction(function).invokeInt(args), function);
    }

    /** With this device's context current: a thread may work for several devices, and PyTorch leaves any. */
    void within(Runnable body) {
        driver("cuCtxPushCurrent_v2", context);
        try {
            body.run();
        } finally {
            driver("cuCtxPopCurrent_v2", new PointerByReference());
        }
    }

    private void driver(String function, Object... args) {
        int code = libraries.driver().getFunction(function).invokeInt(args);
        if (code != 0) {
            throw new CudaException("%s on cuda:%d failed with CUresult %d".formatted(function, index, code));
        }
    }

    /** A kernel of a loaded module. */
    record Kernel(CudaDevice device, String name, Pointer function, int threads, int resident) {
        /**
         * Queues the kernel.
         *
         * @param blocks how many
         * @param args tensors, {@code null} for no tensor, {@link Integer}, {@link Long} and {@link Float}
         */
        void launch(int blocks, Object... args) {
            List<Object> values = new ArrayList<>(args.length);
            for (Object arg : args) {
                values.add(arg instanceof NDArray tensor ? device.rows(tensor) : arg);
            }
            // The driver copies the values before it returns.
            try (var memory = new Memory(16L * args.length)) {
                for (int i = 0; i < args.length; i++) {
                    long at = 8L * (args.length + i);
                    write(memory, at, values.get(i));
                    memory.setPointer(8L * i, memory.share(at));
                }
                device.launch(function, blocks, threads, memory);
            }
        }

        private static void write(Memory memory, long at, Object value) {
            if (value == null || value instanceof Pointer) {
                memory.setPointer(at, (Pointer) value);
            } else if (value instanceof Integer number) {
                memory.setInt(at, number);
            } else if (value instanceof Long number) {
                memory.setLong(at, number);
            } else if (value instanceof Float number) {
                memory.setFloat(at, number);
            } else {
                throw new IllegalArgumentException("A kernel cannot take " + value.getClass());
            }
        }
    }
}
