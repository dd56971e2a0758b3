package dev.parley.multitalk.internal.cuda;

import ai.djl.ndarray.NDArray;
import com.sun.jna.Memory;
import com.sun.jna.Pointer;
import dev.parley.multitalk.AttentionPrecision;
import dev.parley.multitalk.TorchType;
import dev.parley.multitalk.internal.cuda.CudaDevice.Kernel;
import dev.parley.multitalk.internal.cuda.Cudnn.Graph;
import dev.parley.multitalk.internal.cuda.Cudnn.Mode;
import dev.parley.multitalk.internal.cuda.Cudnn.Reduction;
import dev.parley.multitalk.internal.cuda.Cudnn.Tensor;
import dev.parley.multitalk.internal.cuda.Cudnn.Type;
import dev.parley.multitalk.internal.cuda.FusedRows.Out;
import dev.parley.multitalk.internal.torch.CoreKernels;
import dev.parley.multitalk.internal.torch.Torch;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Attention in floats of eight bits (E4M3, arXiv 2209.05433) by cuDNN, which has it on Hopper and later; the kernels of
 * {@code attention8.cu} make its inputs. Queries, keys and values are rounded to three bits behind the point, and so are
 * shares and the result: of random values it is 6 % away. cuDNN takes two tokens and more. Not for several threads at once.
 */
public final class Fp8Attention implements EightBitAttention {
    /** The least compute capability, times ten, on which cuDNN has it. */
    private static final int HOPPER = 90;

    private static final int THREADS = 128;

    /** Values that a thread takes. */
    private static final int PART = 16;

    /** Shares are at most 1, and floats of eight bits at most 448: a power of two between. */
    private static final float SHARES = 256;

    /** Floats from one scalar to the next: cuDNN wants each from a multiple of 16 bytes on. */
    private static final int SCALAR = 4;

    /** Plans are kept for so many sizes. */
    private static final int PLANS = 8;

    private final CoreKernels core;
    private final CudaDevice device;
    private final Cudnn cudnn;
    private final int headWidth;
    private final Memory scale = new Memory(Float.BYTES);
    private final Kernel turnHeads;
    private final Kernel roundValues;
    private final Kernel writeSteps;
    private final Kernel writeScalars;
    private final Kernel widen;
    private final Map<Size, Graph> plans = new LinkedHashMap<>();

    private record Size(int tokens, int heads) {}

    private Fp8Attention(CoreKernels core, CudaDevice device, Cudnn cudnn, int headWidth) {
        this.core = core;
        this.device = device;
        this.cudnn = cudnn;
        this.headWidth = headWidth;
        scale.setFloat(0, (float) (1 / Math.sqrt(headWidth)));
        Pointer module = device.load(device.compiler()
                .compile(
                        List.of("e4m3.cu", "hadamard.cu", "attention8.cu"),
                        device.architecture(),
                        "HEAD=" + headWidth));
        turnHeads = device.kernel(module, "turn_heads", THREADS);
        roundValues = device.kernel(module, "round_values", THREADS);
        writeSteps = device.kernel(module, "write_steps", THREADS);
        writeScalars = device.kernel(module, "write_scalars", THREADS);
        widen = device.kernel(module, "widen", THREADS);
    }

    /** Compiles the kernels, a part of a second the first time; empty where the device, its cuDNN or the width do not allow it. */
    public static Optional<Fp8Attention> compile(Torch torch, long headWidth) {
        if (!EightBitAttention.takes(headWidth)) {
            return Optional.empty();
        }
        CoreKernels core = torch.kernels(CoreKernels.class);
        return CudaDevice.compiling(
                        torch,
                        device -> device.architecture() < HOPPER
                                ? Optional.<Fp8Attention>empty()
                                : Cudnn.of(device).map(cudnn -> new Fp8Attention(core, device, cudnn, (int) headWidth)))
                .flatMap(made -> made);
    }

    @Override
    public AttentionPrecision precision() {
        return AttentionPrecision.FP8;
    }

    @Override
    public boolean writesEightBits() {
        return true;
    }

    @Override
    public void attend(NDArray q, NDArray k, NDArray v, Out out) {
        int heads = EightBitAttention.heads(headWidth, q, k, v, out.wide() == null ? out.small() : out.wide());
        int tokens = Math.toIntExact(q.getShape().get(1));
        long parts = q.getShape().size() / PART;
        int blocks = blocks(parts);
        int eight = TorchType.F8_E4M3.code();
        Graph plan = plan(new Size(tokens, heads));
        try (NDArray queries = core.unwritten(q, eight);
                NDArray keys = core.unwritten(k, eight);
                NDArray values = core.unwritten(v, eight);
                NDArray ours = out.small() == null ? core.unwritten(q, eight) : null;
                NDArray mean = core.meanToken(k);
                NDArray largest = core.largest(v);
                NDArray scalars = core.unwrittenOf(q, new long[] {5, SCALAR}, TorchType.F32.code());
                NDArray room = core.unwrittenOf(q, new long[] {Math.max(1, plan.workspace())}, TorchType.U8.code())) {
            NDArray small = ours == null ? out.small() : ours;
            turnHeads.launch(blocks, q, null, queries, heads, parts);
            turnHeads.launch(blocks, k, mean, keys, heads, parts);
            roundValues.launch(blocks, v, largest, values, parts);
            writeScalars.launch(1, scalars, SHARES);
            Pointer one = scalar(scalars, 0);
            plan.compute(
                    List.of(
                            device.rows(queries),
                            device.rows(keys),
                            device.rows(values),
                            device.rows(small),
                            scale,
                            one,
                            one,
                            scalar(scalars, 1),
                            scalar(scalars, 2),
                            one,
                            scalar(scalars, 3),
                            scalar(scalars, 4),
                            one),
                    device.rows(room));
            if (out.small() != null) {
                writeSteps.launch(blocks(tokens), largest, out.step(), (long) tokens);
            }
            if (out.wide() != null) {
                widen.launch(blocks, small, largest, out.wide(), parts);
            }
        } // PyTorch gives their memory only to work that comes later on the same stream
    }

    private Pointer scalar(NDArray scalars, int index) {
        return device.rows(scalars).share((long) index * SCALAR * Float.BYTES);
    }

    private static int blocks(long threads) {
        return Math.toIntExact((threads + THREADS - 1) / THREADS);
    }

    private Graph plan(Size size) {
        Graph known = plans.get(size);
        if (known != null) {
            return known;
        }
        if (plans.size() == PLANS) {
            Iterator<Graph> eldest = plans.values().iterator();
            eldest.next().close();
            eldest.remove();
        }
        Graph made = describe(size);
        plans.put(size, made);
        return made;
    }

    /**
     * As cuDNN wants it for FP8: with a scalar for each tensor in eight bits, and with the largest share and result, which
     * nobody needs. Places are given to {@link Graph#compute} in the order of this text.
     */
    private Graph describe(Size size) {
        long h = size.heads;
        long n = size.tokens;
        long d = headWidth;
        long[] shape = {1, h, n, d};
        long[] strides = {n * h * d, d, h * d, 1};
        Graph g = cudnn.new Graph();
        try {
            Tensor q = g.tensor(Type.E4M3, shape, strides);
            Tensor k = g.tensor(Type.E4M3, new long[] {1, h, d, n}, new long[] {n * h * d, d, 1, h * d});
            Tensor v = g.tensor(Type.E4M3, shape, strides);
            Tensor out = g.tensor(Type.E4M3, shape, strides);
            Tensor scores = g.between(Type.F32, 1, h, n, n);
            g.multiply(q, k, scores);
            scores = times(g, scores, g.hostScalar());
            scores = times(g, scores, g.scalar()); // step of the queries
            scores = times(g, scores, g.scalar()); // step of the keys

            Tensor most = g.between(Type.F32, 1, h, n, 1);
            g.reduce(Reduction.MAX, scores, most);
            Tensor below = g.between(Type.F32, 1, h, n, n);
            g.pointwise(Mode.SUB, scores, most, below);
            Tensor powers = g.between(Type.F32, 1, h, n, n);
            g.pointwise(Mode.EXP, below, null, powers);
            Tensor sum = g.between(Type.F32, 1, h, n, 1);
            g.reduce(Reduction.ADD, powers, sum);
            Tensor logarithm = g.between(Type.F32, 1, h, n, 1);
            g.pointwise(Mode.LOG, sum, null, logarithm);
            g.pointwise(Mode.ADD, most, logarithm, g.between(Type.F32, 1, h, n, 1)); // read by nobody
            Tensor shares = g.between(Type.F32, 1, h, n, n);
            g.pointwise(Mode.DIV, powers, sum, shares);

            Tensor shareStretch = g.scalar();
            Tensor shareStep = g.scalar();
            Tensor valueStep = g.scalar();
            Tensor largestShare = g.scalar();
            Tensor largestResult = g.scalar();
            g.reduce(Reduction.AMAX, shares, largestShare);
            Tensor smallShares = g.between(Type.E4M3, 1, h, n, n);
            g.pointwise(Mode.MUL, shares, shareStretch, smallShares);
            Tensor attended = g.between(Type.F32, 1, h, n, d);
            g.multiply(smallShares, v, attended);
            attended = times(g, attended, shareStep);
            attended = times(g, attended, valueStep);
            g.pointwise(Mode.MUL, attended, g.scalar(), out); // stretch of the result
            g.reduce(Reduction.AMAX, attended, largestResult);
            g.plan();
            return g;
        } catch (CudaException e) {
            g.close();
            throw e;
        }
    }

    private static Tensor times(Graph g, Tensor x, Tensor factor) {
        Tensor out = g.between(Type.F32, x.shape());
        g.pointwise(Mode.MUL, x, factor, out);
        return out;
    }
}
