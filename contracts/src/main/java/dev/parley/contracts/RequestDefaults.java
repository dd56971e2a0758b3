package dev.parley.contracts;

import dev.parley.contracts.ModelDefaults.Sampler;
import dev.parley.contracts.RenderRequest.Apg;
import dev.parley.contracts.RenderRequest.AudioMix;
import dev.parley.contracts.RenderRequest.Engine;
import dev.parley.contracts.RenderRequest.Lora;
import dev.parley.contracts.RenderRequest.Mode;
import dev.parley.contracts.RenderRequest.Quantization;
import dev.parley.contracts.RenderRequest.Sampling;
import dev.parley.contracts.RenderRequest.Size;
import dev.parley.contracts.RenderRequest.TeaCache;
import java.util.List;
import java.util.Map;

/**
 * What a request means where it says nothing. Boxes stay absent: their default depends on the picture. So do the job id,
 * the idempotency key, the webhook and the length limit, for which absence is an answer.
 */
public final class RequestDefaults {
    public static final String TENANT = "default";
    public static final long SEED = 42;
    public static final int FRAMES_PER_WINDOW = 81;
    public static final int MOTION_FRAMES = 25;
    public static final double TEA_CACHE_THRESHOLD = 0.2;
    public static final double APG_MOMENTUM = -0.75;
    public static final double APG_NORM_THRESHOLD = 55;
    public static final double COLOR_CORRECTION = 1;
    /** The published LoRAs are made for this scale; the reference's own default of 1.2 overdoes them. */
    public static final double LORA_SCALE = 1;
    /** How the files of LoRAs end. */
    public static final String LORA_FILE = ".safetensors";
    /** The model was tuned with this very text. */
    public static final String NEGATIVE_PROMPT =
            "bright tones, overexposed, static, blurred details, subtitles, style, works, paintings, images, static, "
                    + "overall gray, worst quality, low quality, JPEG compression residue, ugly, incomplete, extra fingers, "
                    + "poorly drawn hands, poorly drawn faces, deformed, disfigured, misshapen limbs, fused fingers, "
                    + "still picture, messy background, three legs, many people in the background, walking backwards";

    /**
     * The same request with every default filled in.
     *
     * @param request one that {@link RequestReader} let pass
     * @param engine the farm's, for a request that names none
     */
    public static RenderRequest fill(RenderRequest request, Engine engine) {
        return fill(request, engine, ModelDefaults.NONE);
    }

    /** As {@link #fill(RenderRequest, Engine)}, for a model that was made for other settings. */
    public static RenderRequest fill(RenderRequest request, Engine engine, ModelDefaults model) {
        Mode mode = or(request.mode(), Mode.STREAMING);
        Size size = or(request.size(), Size.MULTITALK_480);
        Preset preset = or(request.preset(), Preset.STANDARD);
        return new RenderRequest(
                RenderRequest.SCHEMA_VERSION,
                request.jobId(),
                request.idempotencyKey(),
                or(request.tenant(), TENANT),
                or(request.labels(), Map.of()),
                request.image(),
                request.speakers(),
                or(request.prompt(), prompt(request.speakers().size())),
                or(request.negativePrompt(), NEGATIVE_PROMPT),
                mode,
                size,
                preset,
                sampling(request.sampling(), preset, size, model),
                loras(or(request.loras(), or(model.sampler(preset).loras(), preset.loras()))),
                teaCache(request.teaCache()),
                apg(request.apg(), mode),
                or(request.colorCorrection(), or(model.colorCorrection(), COLOR_CORRECTION)),
                or(request.quantization(), Quantization.NONE),
                or(request.lowVram(), false),
                request.lengthLimitSeconds(),
                or(request.audioMix(), AudioMix.TOGETHER),
                or(request.engine(), engine),
                request.webhook());
    }

    private static String prompt(int speakers) {
        return speakers == 1 ? "A person is talking." : "Two people are talking to each other.";
    }

    private static Sampling sampling(Sampling given, Preset preset, Size size, ModelDefaults model) {
        Sampling asked = given == null ? new Sampling(null, null, null, null, null, null, null, null) : given;
        Sampler own = model.sampler(preset);
        return new Sampling(
                or(asked.steps(), or(own.steps(), preset.steps())),
                or(asked.shift(), or(own.shift(), preset.shift(size))),
                or(asked.textGuidance(), or(own.textGuidance(), preset.textGuidance())),
                or(asked.audioGuidance(), or(own.audioGuidance(), preset.audioGuidance())),
                or(asked.seed(), SEED),
                or(asked.framesPerWindow(), or(model.framesPerWindow(), FRAMES_PER_WINDOW)),
                or(asked.motionFrames(), or(model.motionFrames(), MOTION_FRAMES)),
                or(asked.trimLastWindow(), true));
    }

    private static List<Lora> loras(List<Lora> given) {
        return given.stream()
                .map(lora -> new Lora(stem(lora.name()), or(lora.scale(), LORA_SCALE)))
                .toList();
    }

    /** The name of a LoRA without the extension of its file, which may be given or not. */
    public static String stem(String name) {
        return name.endsWith(LORA_FILE) ? name.substring(0, name.length() - LORA_FILE.length()) : name;
    }

    private static TeaCache teaCache(TeaCache given) {
        TeaCache asked = given == null ? new TeaCache(null, null) : given;
        return new TeaCache(or(asked.enabled(), false), or(asked.threshold(), TEA_CACHE_THRESHOLD));
    }

    /** Streaming needs it: it keeps colours from drifting from window to window. */
    private static Apg apg(Apg given, Mode mode) {
        Apg asked = given == null ? new Apg(null, null, null) : given;
        return new Apg(
                or(asked.enabled(), mode == Mode.STREAMING),
                or(asked.momentum(), APG_MOMENTUM),
                or(asked.normThreshold(), APG_NORM_THRESHOLD));
    }

    private static <T> T or(T given, T otherwise) {
        return given == null ? otherwise : given;
    }

    private RequestDefaults() {}
}
