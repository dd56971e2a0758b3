package dev.parley.multitalk.internal.sample;

import static dev.parley.multitalk.internal.torch.TensorScope.scoped;

import ai.djl.ndarray.NDArray;
import dev.parley.multitalk.Apg;
import dev.parley.multitalk.GuidanceSettings;
import dev.parley.multitalk.internal.torch.TensorScope;
import java.util.Map;
import java.util.TreeMap;

/**
 * Adaptive projected guidance: keeps the part of the guidance that is across the model's answer, limits its length and
 * damps it with what it was before. Colors saturate less than with plain guidance, which long videos need. The paper:
 * arXiv 2410.02416; the file: {@code wan/utils/multitalk_utils.py}, {@code adaptive_projected_guidance}.
 */
final class AdaptiveProjected implements Guidance {
    private final SampleKernels kernels;
    private final GuidanceSettings settings;
    private final Apg apg;
    private final Momentum text = new Momentum();
    private final Momentum audio = new Momentum();

    AdaptiveProjected(SampleKernels kernels, GuidanceSettings settings) {
        this.kernels = kernels;
        this.settings = settings;
        apg = settings.apg();
    }

    @Override
    public NDArray combine(NDArray cond, NDArray dropText, NDArray uncond) {
        return scoped(() -> kernels.guide(
                cond,
                update(text, cond.sub(dropText), cond),
                settings.textScale() - 1,
                settings.audioScale() - 1,
                update(audio, dropText.sub(uncond), cond)));
    }

    @Override
    public NDArray combine(NDArray cond, NDArray dropped) {
        boolean byText = settings.guidesText();
        double scale = byText ? settings.textScale() : settings.audioScale();
        Momentum momentum = byText ? text : audio;
        return scoped(() -> kernels.guide(cond, update(momentum, cond.sub(dropped), cond), scale - 1, 0, null));
    }

    private NDArray update(Momentum momentum, NDArray difference, NDArray cond) {
        return kernels.project(momentum.add(difference), cond, apg.normThreshold(), apg.parallelShare());
    }

    @Override
    public Map<String, NDArray> memory() {
        Map<String, NDArray> sums = new TreeMap<>();
        momenta().forEach((name, momentum) -> sums.put(name, momentum.sum));
        return sums;
    }

    @Override
    public void recall(Map<String, NDArray> memory) {
        Map<String, Momentum> momenta = momenta();
        if (!memory.keySet().equals(momenta.keySet())) {
            throw new IllegalArgumentException(
                    "APG remembers %s here, found %s".formatted(momenta.keySet(), memory.keySet()));
        }
        momenta.forEach((name, momentum) -> momentum.sum = TensorScope.keep(memory.get(name)));
    }

    /** Those that this guidance uses. */
    private Map<String, Momentum> momenta() {
        Map<String, Momentum> momenta = new TreeMap<>();
        if (settings.guidesText()) {
            momenta.put("text_momentum", text);
        }
        if (settings.guidesAudio()) {
            momenta.put("audio_momentum", audio);
        }
        return momenta;
    }

    @Override
    public void close() {
        text.close();
        audio.close();
    }

    /** The differences of the window's steps so far, the older the fainter. */
    private final class Momentum implements AutoCloseable {
        private NDArray sum; // null before the first step

        NDArray add(NDArray difference) {
            NDArray before = sum;
            sum = TensorScope.keep(
                    before == null ? difference.duplicate() : kernels.axpy(difference, before, apg.momentum()));
            if (before != null) {
                before.close();
            }
            return sum;
        }

        @Override
        public void close() {
            if (sum != null) {
                sum.close();
            }
        }
    }
}
