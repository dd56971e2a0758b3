package dev.parley.multitalk.internal.model;

import dev.parley.multitalk.internal.checkpoint.Checkpoint;
import dev.parley.multitalk.internal.checkpoint.Loading;
import dev.parley.multitalk.internal.checkpoint.Weights;
import dev.parley.multitalk.internal.torch.Torch;
import java.io.IOException;
import java.nio.file.Path;
import java.util.function.Function;
import java.util.function.Predicate;

/** A network's file and how it is loaded. */
record NetworkSource(Path file, Loading loading) {
    Checkpoint checkpoint() throws IOException {
        return Checkpoint.open(file);
    }

    <T> T open(Torch torch, Function<Weights, T> network) throws IOException {
        Weights weights = Weights.load(checkpoint(), torch, loading);
        T opened = network.apply(weights);
        weights.finish();
        return opened;
    }

    long bytes(Predicate<String> keys) throws IOException {
        return checkpoint().bytes(loading, keys);
    }
}
