package dev.parley.multitalk.internal.parameter;

import ai.djl.engine.EngineException;
import ai.djl.ndarray.NDArray;
import dev.parley.multitalk.TorchType;
import dev.parley.multitalk.internal.torch.CoreKernels;
import dev.parley.multitalk.internal.torch.TensorScope;
import dev.parley.multitalk.internal.torch.Torch;
import java.util.List;

/**
 * A weight in floats of eight bits (E4M3, arXiv 2209.05433) with one scale. Inputs become such floats while they are
 * multiplied: half the memory of bfloat16, and faster on GPUs that multiply them (compute capability 8.9 and up); elsewhere the
 * same numbers are multiplied as wider ones. Four bits of precision: a product is on average three hundredths away.
 */
public final class Fp8Matrix extends Matrix {
    private static final int SIDE = 64;

    private final Parameter data; // (out, in), float8_e4m3fn
    private final Parameter scale; // (), float32
    private final boolean products;

    /** @param products whether the device {@linkplain #runsOn multiplies} such floats */
    public Fp8Matrix(Group group, Parameter data, Parameter scale, boolean products) {
        super(group, data.shape().get(1), data.shape().get(0));
        this.data = data;
        this.scale = scale;
        this.products = products;
    }

    /**
     * Data and scale of a weight: {@code scale = max|weight| / 448}, {@code data = weight / scale}.
     *
     * @param weight (out, in), floating-point
     */
    public static List<NDArray> quantize(Torch torch, NDArray weight) {
        return torch.kernels(MatrixKernels.class).fp8Quantize(weight);
    }

    /** Whether the device multiplies these floats, found by trying. */
    public static boolean runsOn(Torch torch) {
        if (torch.device().equals("cpu")) {
            return false;
        }
        return TensorScope.reading(() -> {
            MatrixKernels kernels = torch.kernels(MatrixKernels.class);
            NDArray x = torch.kernels(CoreKernels.class)
                    .probe(torch.device(), TorchType.BF16.code(), new long[] {SIDE, SIDE});
            List<NDArray> weight = kernels.fp8Quantize(x);
            try {
                kernels.fp8Product(x, weight.get(0), weight.get(1), true, null);
                return true;
            } catch (EngineException e) {
                return false; // what a kernel says that is not for this GPU
            }
        });
    }

    /** Whether the device multiplies them with a scale for each row of the inputs, found by trying. */
    public static boolean takesRowsOn(Torch torch) {
        return runsOn(torch)
                && TensorScope.reading(() -> {
                    MatrixKernels kernels = torch.kernels(MatrixKernels.class);
                    CoreKernels core = torch.kernels(CoreKernels.class);
                    NDArray x = core.probe(torch.device(), TorchType.BF16.code(), new long[] {SIDE, SIDE});
                    List<NDArray> weight = kernels.fp8Quantize(x);
                    NDArray steps = core.probe(torch.device(), TorchType.F32.code(), new long[] {SIDE, 1});
                    try {
                        kernels.fp8RowsProduct(weight.get(0), steps, weight.get(0), weight.get(1), null);
                        return true;
                    } catch (EngineException e) {
                        return false;
                    }
                });
    }

    boolean widens() {
        return !products;
    }

    /** Products come in tiles of 16. */
    private boolean multiplies() {
        return products && in() % 16 == 0 && out() % 16 == 0;
    }

    /** What has been added is multiplied by the inputs as they were. */
    @Override
    public Activations.Form form() {
        return multiplies() ? new Activations.Form(isChanged(), true) : Activations.Form.WIDE;
    }

    @Override
    NDArray product(MatrixKernels kernels, NDArray x, NDArray bias) {
        return kernels.fp8Product(x, data.get(), scale.get(), multiplies(), bias);
    }

    @Override
    NDArray smallProduct(MatrixKernels kernels, Activations x, NDArray bias) {
        return kernels.fp8RowsProduct(x.small(), x.step(), data.get(), scale.get(), bias);
    }
}
