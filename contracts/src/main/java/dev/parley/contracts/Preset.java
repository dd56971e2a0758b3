package dev.parley.contracts;

import com.fasterxml.jackson.annotation.JsonProperty;

/** Steps, guidance and shift that belong together. */
public enum Preset {
    /**
     * What the farm's model was made for ({@link ModelDefaults}). The numbers here are the published one's: 40 steps, three
     * forwards each, shift 7 at 480 and 11 at 720.
     */
    @JsonProperty("standard")
    STANDARD(40, null, 5.0, 4.0),
    /** The FusionX LoRA: 8 steps, two forwards each. */
    @JsonProperty("fusionx")
    FUSIONX(8, 2.0, 1.0, 2.0),
    /** The LightX2V LoRA: 4 steps, two forwards each. */
    @JsonProperty("lightx2v")
    LIGHTX2V(4, 2.0, 1.0, 2.0);

    private final int steps;
    private final Double shift;
    private final double textGuidance;
    private final double audioGuidance;

    Preset(int steps, Double shift, double textGuidance, double audioGuidance) {
        this.steps = steps;
        this.shift = shift;
        this.textGuidance = textGuidance;
        this.audioGuidance = audioGuidance;
    }

    public int steps() {
        return steps;
    }

    public double shift(RenderRequest.Size size) {
        if (shift != null) {
            return shift;
        }
        return switch (size) {
            case MULTITALK_480 -> 7;
            case MULTITALK_720 -> 11;
        };
    }

    public double textGuidance() {
        return textGuidance;
    }

    public double audioGuidance() {
        return audioGuidance;
    }
}
