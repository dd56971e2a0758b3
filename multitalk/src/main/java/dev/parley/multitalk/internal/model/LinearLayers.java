package dev.parley.multitalk.internal.model;

import dev.parley.multitalk.TorchType;
import dev.parley.multitalk.internal.checkpoint.Checkpoint;
import dev.parley.multitalk.internal.checkpoint.EightBitLayers;
import dev.parley.multitalk.internal.checkpoint.Loading;
import dev.parley.multitalk.internal.checkpoint.TensorSource;
import dev.parley.multitalk.internal.checkpoint.Weights;
import dev.parley.multitalk.internal.dit.BaseModel;
import dev.parley.multitalk.internal.dit.Dit;
import dev.parley.multitalk.internal.dit.DitConfig;
import dev.parley.multitalk.internal.text.TextEncoder;
import dev.parley.multitalk.internal.torch.CoreKernels;
import dev.parley.multitalk.internal.torch.Torch;
import java.io.IOException;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

/** The layers of a network that are quantized while it is loaded, found by building it from tensors without values. */
public final class LinearLayers {
    private LinearLayers() {}

    /**
     * @throws IOException if a file is missing or cannot be read
     * @throws dev.parley.multitalk.CheckpointException if a file does not match its network
     */
    public static Set<String> ofTransformer(Torch torch, ModelPaths paths) throws IOException {
        DitConfig config = DitConfig.read(paths.config());
        Checkpoint checkpoint = Checkpoint.open(paths.transformer());
        BaseModel.require(checkpoint, config);
        return of(torch, checkpoint, weights -> new Dit(weights, config));
    }

    /**
     * @throws IOException if a file is missing or cannot be read
     * @throws dev.parley.multitalk.CheckpointException if a file does not match its network
     */
    public static Set<String> ofTextEncoder(Torch torch, ModelPaths paths) throws IOException {
        return of(torch, Checkpoint.open(paths.textEncoder()), TextEncoder::new);
    }

    private static Set<String> of(Torch torch, Checkpoint checkpoint, Function<Weights, ?> network) {
        CoreKernels core = torch.kernels(CoreKernels.class);
        TensorSource empty = (key, stored) -> core.filler(
                stored.shape().stream().mapToLong(Long::longValue).toArray(), torch.device(), TorchType.F32.code());
        Weights weights = Weights.load(checkpoint, empty, torch, Loading.of(TorchType.F32));
        network.apply(weights);
        weights.finish();
        Set<String> layers = new TreeSet<>(weights.parameters().layers());
        layers.removeIf(layer -> !EightBitLayers.isOfBlocks(layer));
        return layers;
    }
}
