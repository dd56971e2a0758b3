package dev.parley.contracts;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.parley.contracts.RenderRequest.Lora;
import java.util.List;

/**
 * Steps, guidance, shift and LoRA that belong together. A request may override each of them, and a model may know better
 * ({@link ModelDefaults}): the numbers here are for the published one.
 */
public enum Preset {
    /** 40 steps, three forwards each, shift 7 at 480 and 11 at 720. */
    @JsonProperty("standard")
    STANDARD(40, null, 5.0, 4.0, List.of()),
    /** The FusionX LoRA: 8 steps, two forwards each. */
    @JsonProperty("fusionx")
    FUSIONX(8, 2.0, 1.0, 2.0, List.of(new Lora("Wan2.1_I2V_14B_FusionX_LoRA", 1.0))),
    /** The LightX2V LoRA: 4 steps, two forwards each. */
    @JsonProperty("lightx2v")
    LIGHTX2V(4, 2.0, 1.0, 2.0, List.of(new Lora("Wan21_T2V_14B_lightx2v_cfg_step_distill_lora_rank32", 1.0)));

    private final int steps;
    private final Double shift;
    private final double textGuidance;
    private final double audioGuidance;
    private final List<Lora> loras;

    Preset(int steps, Double shift, double textGuidance, double audioGuidance, List<Lora> loras) {
        this.steps = steps;
        this.shift = shift;
        this.textGuidance = textGuidance;
        this.audioGuidance = audioGuidance;
        this.loras = loras;
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

    /** Without them the other numbers make a bad video. They are called as they are published. */
    public List<Lora> loras() {
        return loras;
    }
}
