package dev.parley.plan;

/** The numbers and words that hold where neither a request nor a model says anything. The reference's, unless noted. */
public final class Defaults {
    public static final long SEED = 42;

    /** The model of a farm that names none: a folder in that of all models. */
    public static final String MODEL = "multitalk-tiny";

    /** Pixel frames of a window, 4n+1: the models were trained on these. */
    public static final int FRAMES_PER_WINDOW = 81;

    /** Frames that a window takes over from the one before, 4n+1. */
    public static final int MOTION_FRAMES = 25;

    public static final double TEA_CACHE_THRESHOLD = 0.2;

    /** The first steps, which decide where everything is: TeaCache always computes them. */
    public static final int TEA_CACHE_FORCED_STEPS = 5;

    public static final double APG_MOMENTUM = -0.75;

    public static final double APG_NORM_THRESHOLD = 55;

    /** How far each frame takes the colors of the picture: fully. */
    public static final double COLOR_CORRECTION = 1;

    /** The published LoRAs are made for this scale; the reference's own default of 1.2 overdoes them. */
    public static final double LORA_SCALE = 1;

    /** The model was tuned with this very text; from {@code wan/configs/shared_config.py}. */
    public static final String NEGATIVE_PROMPT =
            "bright tones, overexposed, static, blurred details, subtitles, style, works, paintings, images, static, "
                    + "overall gray, worst quality, low quality, JPEG compression residue, ugly, incomplete, extra fingers, "
                    + "poorly drawn hands, poorly drawn faces, deformed, disfigured, misshapen limbs, fused fingers, "
                    + "still picture, messy background, three legs, many people in the background, walking backwards";

    private Defaults() {}
}
