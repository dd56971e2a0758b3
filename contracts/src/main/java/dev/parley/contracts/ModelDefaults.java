package dev.parley.contracts;

import dev.parley.contracts.RenderRequest.Lora;
import java.util.List;
import java.util.Map;

/**
 * The settings a model was made for. They stand for what a request leaves open. Where a field is absent (null) the model
 * has no wish.
 *
 * @param presets what presets mean to this model; those that it does not name keep the numbers and the LoRAs of
 *     {@link Preset}
 */
public record ModelDefaults(
        Map<Preset, Sampler> presets, Double colorCorrection, Integer framesPerWindow, Integer motionFrames) {
    /** Of the published model, which {@link Preset} describes. */
    public static final ModelDefaults NONE = new ModelDefaults(Map.of(), null, null, null);

    public ModelDefaults {
        presets = Map.copyOf(presets);
    }

    /** What {@code preset} means to this model. */
    Sampler sampler(Preset preset) {
        return presets.getOrDefault(preset, Sampler.NONE);
    }

    /** @param loras that the model needs with these numbers; empty where it needs none */
    public record Sampler(Integer steps, Double shift, Double textGuidance, Double audioGuidance, List<Lora> loras) {
        private static final Sampler NONE = new Sampler(null, null, null, null, null);

        public Sampler {
            loras = loras == null ? null : List.copyOf(loras);
        }
    }
}
