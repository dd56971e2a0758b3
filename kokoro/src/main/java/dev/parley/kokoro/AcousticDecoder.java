package dev.parley.kokoro;

import static dev.parley.multitalk.internal.torch.TensorScope.scoped;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import dev.parley.multitalk.internal.checkpoint.Weights;
import java.util.ArrayList;
import java.util.List;

/** Makes what the generator makes sound of, from phonemes, pitch and loudness over time: the {@code decoder}. */
final class AcousticDecoder {
    private final NormedConvolution pitchConvolution;
    private final NormedConvolution loudnessConvolution;
    private final NormedConvolution asrRes;
    private final StyledBlock encode;
    private final List<StyledBlock> decode = new ArrayList<>();

    AcousticDecoder(Weights weights) {
        pitchConvolution = new NormedConvolution(weights.at("F0_conv"));
        loudnessConvolution = new NormedConvolution(weights.at("N_conv"));
        asrRes = new NormedConvolution(weights.at("asr_res.0"));
        encode = new StyledBlock(weights.at("encode"));
        for (int n = 0; n < weights.count("decode"); n++) {
            decode.add(new StyledBlock(weights.at("decode." + n)));
        }
    }

    /** @param asr (1, C, steps), {@code pitch} and {@code loudness} (1, 1, 2 steps) */
    NDArray forward(NDArray asr, NDArray pitch, NDArray loudness, NDArray style) {
        return scoped(() -> {
            NDArray f0 = pitchConvolution.forward(pitch, 2, 1); // (1, 1, steps)
            NDArray n = loudnessConvolution.forward(loudness, 2, 1); // (1, 1, steps)
            NDArray x = encode.forward(NDArrays.concat(new NDList(asr, f0, n), 1), style);
            NDArray residual = asrRes.forward(asr);
            for (StyledBlock block : decode) { // the last one makes it twice as long
                x = block.forward(NDArrays.concat(new NDList(x, residual, f0, n), 1), style);
            }
            return x; // (1, C, 2 steps)
        });
    }
}
