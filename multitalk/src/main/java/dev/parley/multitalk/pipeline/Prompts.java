package dev.parley.multitalk.pipeline;

/** The prompts of the reference's configuration, {@code wan/configs/shared_config.py}. */
final class Prompts {
    /** What stands for an empty negative prompt. */
    static final String NEGATIVE =
            "bright tones, overexposed, static, blurred details, subtitles, style, works, paintings, images, "
                    + "static, overall gray, worst quality, low quality, JPEG compression residue, ugly, incomplete, "
                    + "extra fingers, poorly drawn hands, poorly drawn faces, deformed, disfigured, misshapen limbs, "
                    + "fused fingers, still picture, messy background, three legs, many people in the background, "
                    + "walking backwards";

    private Prompts() {}
}
