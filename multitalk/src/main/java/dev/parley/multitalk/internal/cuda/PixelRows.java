package dev.parley.multitalk.internal.cuda;

import ai.djl.ndarray.NDArray;
import com.sun.jna.Pointer;
import dev.parley.multitalk.internal.cuda.CudaDevice.Kernel;
import dev.parley.multitalk.internal.torch.Torch;
import java.util.List;
import java.util.Optional;

/**
 * The kernels of {@code pixels.cu}, for frames whose pixels' channels lie together. Tensors are bfloat16, frames are
 * {@code (T, H, W, C)} and lie together; what is written must not share memory with what is read. Calls only queue the
 * work, behind what the thread has queued through PyTorch.
 */
public final class PixelRows {
    private static final int THREADS = 256;

    /** Values that a lane takes at a time: 16 bytes. */
    private static final int VECTOR = 8;

    /** Vectors of a row that a lane takes at most. */
    private static final int EACH = 3;

    private static final int WARP = 32;

    private final Kernel normSilu;
    private final Kernel sumNormSilu;
    private final Kernel sumAdd;
    private final Kernel enlarge;

    private PixelRows(CudaDevice device) {
        Pointer module = device.load(device.compiler().compile(List.of("pixels.cu"), device.architecture()));
        normSilu = device.kernel(module, "norm_silu", THREADS);
        sumNormSilu = device.kernel(module, "sum_norm_silu", THREADS);
        sumAdd = device.kernel(module, "sum_add", THREADS);
        enlarge = device.kernel(module, "enlarge", THREADS);
    }

    /** Compiles the kernels, a part of a second the first time; empty where the device does not allow it. */
    public static Optional<PixelRows> compile(Torch torch) {
        return CudaDevice.compiling(torch, PixelRows::new);
    }

    /** Whether rows of so many channels can be had. */
    public static boolean takes(long channels) {
        return channels > 0 && channels % VECTOR == 0 && channels <= VECTOR * EACH * WARP;
    }

    /** How many lanes take a row of so many vectors together: a power of two. */
    static int lanes(int vectors) {
        int least = (vectors + EACH - 1) / EACH;
        return least == 1 ? 1 : Integer.highestOneBit(least - 1) << 1;
    }

    /**
     * Root mean square norm times {@code gamma (C)}, rounded, then SiLU.
     *
     * @param out more frames than {@code x} has, of which the last are written
     */
    public void normSilu(NDArray x, NDArray gamma, NDArray out, double eps) {
        Rows rows = Rows.of(x);
        launch(normSilu, rows, x, gamma, out, rows.before(out), rows.count, rows.vectors, rows.lanes, (float) eps);
    }

    /** {@link #normSilu} of the sum of {@code terms}, which are three, and {@code bias (C)}. */
    public void sumNormSilu(List<NDArray> terms, NDArray bias, NDArray gamma, NDArray out, double eps) {
        NDArray a = terms.get(0);
        Rows rows = Rows.of(a);
        launch(
                sumNormSilu,
                rows,
                a,
                terms.get(1),
                terms.get(2),
                bias,
                gamma,
                out,
                rows.before(out),
                rows.count,
                rows.vectors,
                rows.lanes,
                (float) eps);
    }

    /** The sum of {@code terms}, which are three, of {@code bias (C)} and {@code x}. */
    public void sumAdd(List<NDArray> terms, NDArray bias, NDArray x, NDArray out) {
        Rows rows = Rows.of(x);
        launch(
                sumAdd,
                rows,
                terms.get(0),
                terms.get(1),
                terms.get(2),
                bias,
                x,
                out,
                rows.count,
                rows.vectors,
                rows.lanes);
    }

    /** Each pixel of {@code x} four times: {@code out (T, 2H, 2W, C)}. */
    public void enlarge(NDArray x, NDArray out) {
        Rows rows = Rows.of(x);
        launch(enlarge, rows, x, out, rows.count, Math.toIntExact(x.getShape().get(2)), rows.vectors);
    }

    private static void launch(Kernel kernel, Rows rows, Object... args) {
        long blocks = ((long) rows.count * rows.lanes + THREADS - 1) / THREADS;
        kernel.launch((int) Math.min(blocks, kernel.resident()), args);
    }

    private record Rows(int count, int vectors, int lanes) {
        static Rows of(NDArray frames) {
            long channels = frames.getShape().get(3);
            if (!takes(channels)) {
                throw new IllegalArgumentException("No rows of %d channels".formatted(channels));
            }
            int vectors = (int) channels / VECTOR;
            return new Rows(Math.toIntExact(frames.getShape().size() / channels), vectors, PixelRows.lanes(vectors));
        }

        /** The rows of {@code out} that come before as many as these are. */
        int before(NDArray out) {
            return Math.toIntExact(out.getShape().size() / VECTOR / vectors - count);
        }
    }
}
