package dev.parley.contracts;

/**
 * The settings a model was made for. They stand for what a request leaves open, as those of {@link Preset#STANDARD} do;
 * the other presets belong to their LoRA and keep their numbers. Where a field is absent (null) the model has no wish.
 */
public record ModelDefaults(
        Integer steps,
        Double shift,
        Double textGuidance,
        Double audioGuidance,
        Double colorCorrection,
        Integer framesPerWindow,
        Integer motionFrames) {
    /** Of the published model, which {@link Preset#STANDARD} describes. */
    public static final ModelDefaults NONE = new ModelDefaults(null, null, null, null, null, null, null);
}
