package dev.parley.multitalk.internal.lora;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.multitalk.ModelFiles;
import dev.parley.multitalk.TorchType;
import dev.parley.multitalk.internal.checkpoint.Checkpoint;
import dev.parley.multitalk.internal.checkpoint.Weights;
import dev.parley.multitalk.internal.dit.Dit;
import dev.parley.multitalk.internal.dit.DitConfig;
import dev.parley.multitalk.internal.torch.Torch;
import java.io.IOException;
import java.nio.file.Path;

/** Compares what headers tell of a transformer with the transformer itself. */
public final class TransformerShapes {
    public static void assertSame(ModelFiles files) throws IOException {
        Path wan = files.wan();
        Checkpoint checkpoint = Checkpoint.open(wan.resolve("diffusion_pytorch_model.safetensors.index.json"));
        Changeable headers = Changeable.of(checkpoint);
        try (Torch torch = Torch.open("cpu")) {
            Weights weights = Weights.of(checkpoint, torch, TorchType.F32);
            Changeable open = Changeable.of(new Dit(weights, DitConfig.read(wan.resolve("config.json"))).parameters());
            assertThat(checkpoint.tensors()).isNotEmpty();
            for (String key : checkpoint.tensors().keySet()) {
                String layer = key.replaceFirst("\\.weight$", "");
                assertThat(headers.matrix(layer)).as(layer).isEqualTo(open.matrix(layer));
                assertThat(headers.parameter(key)).as(key).isEqualTo(open.parameter(key));
            }
        }
    }

    private TransformerShapes() {}
}
