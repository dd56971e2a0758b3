package dev.parley.multitalk.internal.sample;

import static dev.parley.multitalk.internal.torch.TensorScope.scoped;

import ai.djl.ndarray.NDArray;
import dev.parley.multitalk.GuidanceSettings;
import java.util.Map;

/** Classifier-free guidance, arXiv 2207.12598, with a scale for the prompt and one for the voices. */
final class ClassifierFree implements Guidance {
    private final SampleKernels kernels;
    private final GuidanceSettings settings;

    ClassifierFree(SampleKernels kernels, GuidanceSettings settings) {
        this.kernels = kernels;
        this.settings = settings;
    }

    @Override
    public NDArray combine(NDArray cond, NDArray dropText, NDArray uncond) {
        return scoped(() -> kernels.guide(
                uncond, cond.sub(dropText), settings.textScale(), settings.audioScale(), dropText.sub(uncond)));
    }

    @Override
    public NDArray combine(NDArray cond, NDArray dropped) {
        double scale = settings.guidesText() ? settings.textScale() : settings.audioScale();
        return scoped(() -> kernels.guide(dropped, cond.sub(dropped), scale, 0, null));
    }

    @Override
    public Map<String, NDArray> memory() {
        return Map.of();
    }

    @Override
    public void recall(Map<String, NDArray> memory) {
        if (!memory.isEmpty()) {
            throw new IllegalArgumentException("Guidance without APG remembers nothing, found " + memory.keySet());
        }
    }

    @Override
    public void close() {}
}
