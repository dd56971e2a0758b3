package dev.parley.multitalk.internal.selftest;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import dev.parley.multitalk.TorchType;
import dev.parley.multitalk.internal.torch.CoreKernels;
import dev.parley.multitalk.internal.torch.Torch;
import java.util.Arrays;

/** A device and a type to test. */
final class Lab {
    private final Torch torch;
    private final TorchType type;
    private final CoreKernels core;
    private final SelfTestKernels kernels;

    Lab(Torch torch, TorchType type) {
        this.torch = torch;
        this.type = type;
        core = torch.kernels(CoreKernels.class);
        kernels = torch.kernels(SelfTestKernels.class);
    }

    String device() {
        return torch.device();
    }

    TorchType type() {
        return type;
    }

    CoreKernels core() {
        return core;
    }

    SelfTestKernels kernels() {
        return kernels;
    }

    NDArray tensor(double[] values, long... shape) {
        float[] floats = new float[values.length];
        for (int i = 0; i < values.length; i++) {
            floats[i] = (float) values[i];
        }
        return core.place(torch.manager().create(floats, new Shape(shape)), torch.device(), type.code());
    }

    /** The values of a tensor, first axis slowest. */
    float[] values(NDArray tensor) {
        return core.place(tensor, "cpu", TorchType.F32.code()).toFloatArray();
    }

    /** Makes it likely that memory which an operation fails to write contains NaN. */
    void soil(long... sizes) {
        kernels.soil(device(), type.code(), Arrays.copyOf(sizes, sizes.length));
    }
}
