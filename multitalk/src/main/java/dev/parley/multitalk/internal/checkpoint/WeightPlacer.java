package dev.parley.multitalk.internal.checkpoint;

import ai.djl.ndarray.NDArray;
import dev.parley.multitalk.TorchType;
import dev.parley.multitalk.internal.parameter.BlockOffloader;
import dev.parley.multitalk.internal.parameter.DenseMatrix;
import dev.parley.multitalk.internal.parameter.Fp8Matrix;
import dev.parley.multitalk.internal.parameter.Group;
import dev.parley.multitalk.internal.parameter.Int8Matrix;
import dev.parley.multitalk.internal.parameter.Matrix;
import dev.parley.multitalk.internal.parameter.Parameter;
import dev.parley.multitalk.internal.torch.CoreKernels;
import dev.parley.multitalk.internal.torch.TensorScope;
import dev.parley.multitalk.internal.torch.Torch;
import java.util.Arrays;
import java.util.List;

/** Decides where weights are kept, and casts, quantizes and moves them there. */
final class WeightPlacer {
    private final Torch torch;
    private final Loading loading;
    private final CoreKernels core;
    private final BlockOffloader offloader;
    private final Group missing;
    private long residentBytesLeft;
    private Boolean fp8Products; // null: not determined yet

    WeightPlacer(Torch torch, Loading loading) {
        this.torch = torch;
        this.loading = loading;
        core = torch.kernels(CoreKernels.class);
        offloader = new BlockOffloader(torch);
        missing = Group.resident(torch);
        residentBytesLeft = loading.residentBytes();
    }

    Torch torch() {
        return torch;
    }

    Loading loading() {
        return loading;
    }

    /** The group for a part that may be offloaded: resident while the budget lasts. */
    Group group(long bytes) {
        if (bytes > residentBytesLeft) {
            return offloader.add();
        }
        residentBytesLeft -= bytes;
        return Group.resident(torch);
    }

    /** {@code tensor}, which is closed, on the device and in the precision of the model. */
    NDArray onDevice(NDArray tensor) {
        return cast(tensor, torch.device());
    }

    Parameter parameter(Group group, String key, NDArray tensor) {
        return group.add(key, cast(tensor, group.device()));
    }

    /** Stands in for a parameter that the checkpoint lacks, until all problems are listed. */
    Parameter missing(String key, long... shape) {
        return missing.add(key, filler(shape));
    }

    /** Stands in for a linear layer that the checkpoint lacks. */
    Matrix missingMatrix(String key, long out, long in) {
        return new DenseMatrix(missing, missing(key, out, in));
    }

    /**
     * Stands in for a tensor that the checkpoint lacks: a single element on the device, whatever the shape. Neither cast
     * nor quantized nor transferred, which could fill the memory before the problems are reported.
     */
    NDArray filler(long... expected) {
        long[] shape = Arrays.stream(expected).map(size -> Math.max(1, size)).toArray();
        TorchType type = loading.precision() == null ? TorchType.F32 : loading.precision();
        return core.filler(shape, torch.device(), type.code());
    }

    /** Quantizes a linear layer's weight on the device, then moves it to its group. */
    Matrix quantized(Group group, String key, NDArray stored) {
        boolean fp8 = loading.eightBits().kind() == EightBitLayers.Kind.FP8;
        List<NDArray> dataAndScale = TensorScope.scopedAll(() -> {
            NDArray weight = onDevice(stored);
            return fp8
                    ? Fp8Matrix.quantize(torch, weight)
                    : Int8Matrix.quantize(torch, weight, TorchType.ofCode(core.type(weight)));
        });
        Parameter data = group.add(EightBitLayers.data(key), move(dataAndScale.get(0), group.device()));
        Parameter scale = group.add(EightBitLayers.scale(key), move(dataAndScale.get(1), group.device()));
        return fp8 ? new Fp8Matrix(group, data, scale, hasFp8Products()) : int8(group, data, scale);
    }

    /** Eight-bit floats as they are stored; the scale stays what it is, whatever the precision. */
    Matrix fp8(Group group, String key, NDArray data, NDArray scale) {
        return new Fp8Matrix(
                group,
                group.add(EightBitLayers.data(key), move(data, group.device())),
                group.add(EightBitLayers.scale(key), move(scale, group.device())),
                hasFp8Products());
    }

    Matrix int8(Group group, Parameter data, Parameter scale) {
        return new Int8Matrix(group, data, scale, loading.eightBits().kind() == EightBitLayers.Kind.INT8_DYNAMIC);
    }

    private boolean hasFp8Products() {
        if (fp8Products == null) {
            fp8Products = Fp8Matrix.runsOn(torch);
        }
        return fp8Products;
    }

    private NDArray cast(NDArray tensor, String device) {
        TorchType stored = TorchType.ofCode(core.type(tensor));
        TorchType wanted = loading.precision() != null && stored.isFloat() ? loading.precision() : stored;
        return move(tensor, device, wanted.code());
    }

    private NDArray move(NDArray tensor, String device) {
        return move(tensor, device, Math.toIntExact(core.type(tensor)));
    }

    private NDArray move(NDArray tensor, String device, int type) {
        NDArray moved = core.place(tensor, device, type);
        tensor.close();
        return moved;
    }
}
