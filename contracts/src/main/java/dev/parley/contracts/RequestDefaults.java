package dev.parley.contracts;

import dev.parley.contracts.RenderRequest.Apg;
import dev.parley.contracts.RenderRequest.AudioMix;
import dev.parley.contracts.RenderRequest.Engine;
import dev.parley.contracts.RenderRequest.Lora;
import dev.parley.contracts.RenderRequest.Mode;
import dev.parley.contracts.RenderRequest.Quantization;
import dev.parley.contracts.RenderRequest.Sampling;
import dev.parley.contracts.RenderRequest.Size;
import dev.parley.contracts.RenderRequest.TeaCache;
import dev.parley.contracts.RenderSettings.ApgSettings;
import dev.parley.contracts.RenderSettings.SamplerSettings;
import dev.parley.contracts.RenderSettings.TeaCacheSettings;
import dev.parley.plan.Defaults;
import dev.parley.plan.LoraUse;
import dev.parley.plan.ModelProfile;
import dev.parley.plan.Preset;
import dev.parley.plan.Presets;
import java.util.List;
import java.util.Map;

/**
 * What a request means where it says nothing. Boxes stay absent: their default depends on the picture. So does the length
 * limit, for which absence is an answer. The numbers are those of {@link ModelProfile} and {@link Defaults}.
 */
public final class RequestDefaults {
    public static final String TENANT = "default";

    private static final Sampling NOTHING = new Sampling(null, null, null, null, null, null, null, null);

    /** As {@link #fill(RenderRequest, Engine, ModelProfile)}, for the published model. */
    public static RenderSettings fill(RenderRequest request, Engine engine) {
        return fill(request, engine, ModelProfile.PUBLISHED);
    }

    /**
     * The same request with every default filled in. A preset that the model does not know has the standard one's numbers;
     * admission refuses it.
     *
     * @param request one that {@link RequestReader} let pass
     * @param engine the farm's, for a request that names none
     * @param model that will render it
     */
    public static RenderSettings fill(RenderRequest request, Engine engine, ModelProfile model) {
        Mode mode = or(request.mode(), Mode.STREAMING);
        Size size = or(request.size(), Size.MULTITALK_480);
        String name = or(request.preset(), Presets.STANDARD);
        Preset preset = model.presets().find(name).orElse(model.presets().standard());
        return new RenderSettings(
                or(request.tenant(), TENANT),
                or(request.labels(), Map.of()),
                request.image(),
                request.speakers(),
                or(request.prompt(), prompt(request.speakers().size())),
                or(request.negativePrompt(), Defaults.NEGATIVE_PROMPT),
                mode,
                size,
                name,
                sampling(or(request.sampling(), NOTHING), preset, size, model),
                request.loras() == null ? preset.loras() : loras(request.loras()),
                teaCache(request.teaCache()),
                apg(request.apg(), mode),
                or(request.colorCorrection(), model.colorCorrection()),
                or(request.quantization(), Quantization.NONE),
                or(request.lowVram(), false),
                request.lengthLimitSeconds(),
                or(request.audioMix(), AudioMix.TOGETHER),
                or(request.engine(), engine));
    }

    private static String prompt(int speakers) {
        return speakers == 1 ? "A person is talking." : "Two people are talking to each other.";
    }

    private static SamplerSettings sampling(Sampling asked, Preset preset, Size size, ModelProfile model) {
        return new SamplerSettings(
                or(asked.steps(), preset.steps()),
                or(asked.shift(), preset.shift(WireName.of(size))),
                or(asked.textGuidance(), preset.textGuidance()),
                or(asked.audioGuidance(), preset.audioGuidance()),
                or(asked.seed(), Defaults.SEED),
                or(asked.framesPerWindow(), model.framesPerWindow()),
                or(asked.motionFrames(), model.motionFrames()),
                or(asked.trimLastWindow(), true));
    }

    private static List<LoraUse> loras(List<Lora> given) {
        return given.stream()
                .map(lora -> new LoraUse(lora.name(), or(lora.scale(), Defaults.LORA_SCALE)))
                .toList();
    }

    private static TeaCacheSettings teaCache(TeaCache given) {
        TeaCache asked = given == null ? new TeaCache(null, null) : given;
        return new TeaCacheSettings(or(asked.enabled(), false), or(asked.threshold(), Defaults.TEA_CACHE_THRESHOLD));
    }

    /** Streaming needs it: it keeps colors from drifting from window to window. */
    private static ApgSettings apg(Apg given, Mode mode) {
        Apg asked = given == null ? new Apg(null, null, null) : given;
        return new ApgSettings(
                or(asked.enabled(), mode == Mode.STREAMING),
                or(asked.momentum(), Defaults.APG_MOMENTUM),
                or(asked.normThreshold(), Defaults.APG_NORM_THRESHOLD));
    }

    private static <T> T or(T given, T otherwise) {
        return given == null ? otherwise : given;
    }

    private RequestDefaults() {}
}
