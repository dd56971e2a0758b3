package dev.parley.kokoro;

import static dev.parley.multitalk.internal.torch.TensorScope.scoped;

import ai.djl.ndarray.NDArray;
import dev.parley.multitalk.internal.checkpoint.Weights;
import dev.parley.multitalk.internal.nn.Linear;
import java.util.ArrayList;
import java.util.List;

/** LSTMs and norms in turn; the style stands beside each input. Keys {@code lstms.0}, {@code lstms.1.fc}, ... */
final class DurationEncoder {
    private final KokoroKernels kernels;
    private final List<BiLstm> lstms = new ArrayList<>();
    private final List<Linear> norms = new ArrayList<>();

    DurationEncoder(Weights weights) {
        kernels = weights.kernels(KokoroKernels.class);
        for (int n = 0; n + 1 < weights.count("lstms"); n += 2) {
            lstms.add(new BiLstm(weights.at("lstms." + n)));
            Weights fc = weights.at("lstms." + (n + 1) + ".fc");
            norms.add(new Linear(fc, fc.size("weight", 1), fc.size("weight", 0)));
        }
    }

    NDArray forward(NDArray x, NDArray style) { // x: (1, L, C), style: (1, S)
        return scoped(() -> {
            NDArray y = beside(x, style);
            for (int n = 0; n < lstms.size(); n++) {
                NDArray said = lstms.get(n).forward(y); // (1, L, C)
                y = beside(kernels.styledLayer(said, norms.get(n).forward(style)), style);
            }
            return y; // (1, L, C + S)
        });
    }

    private static NDArray beside(NDArray x, NDArray style) {
        long steps = x.getShape().get(1);
        return x.concat(style.expandDims(1).broadcast(1, steps, style.getShape().get(1)), 2);
    }
}
