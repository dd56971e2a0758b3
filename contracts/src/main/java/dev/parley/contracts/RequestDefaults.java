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

    private static final Sampling NO_SAMPLING =
            RenderRequestSamplingBuilder.builder().build();
    private static final TeaCache NO_TEA_CACHE =
            RenderRequestTeaCacheBuilder.builder().build();
    private static final Apg NO_APG = RenderRequestApgBuilder.builder().build();

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
        return RenderSettingsBuilder.stagedBuilder()
                .tenant(or(request.tenant(), TENANT))
                .labels(or(request.labels(), Map.of()))
                .image(request.image())
                .speakers(request.speakers())
                .turns(request.turns())
                .prompt(or(request.prompt(), prompt(request.speakers().size())))
                .negativePrompt(or(request.negativePrompt(), Defaults.NEGATIVE_PROMPT))
                .mode(mode)
                .size(size)
                .preset(name)
                .sampling(sampling(or(request.sampling(), NO_SAMPLING), preset, size, model))
                .loras(request.loras() == null ? preset.loras() : loras(request.loras()))
                .teaCache(teaCache(or(request.teaCache(), NO_TEA_CACHE)))
                .apg(apg(or(request.apg(), NO_APG), mode))
                .colorCorrection(or(request.colorCorrection(), model.colorCorrection()))
                .quantization(or(request.quantization(), Quantization.NONE))
                .lowVram(or(request.lowVram(), false))
                .lengthLimitSeconds(request.lengthLimitSeconds())
                .visibleMark(
                        request.visibleMark() == null
                                ? null
                                : request.visibleMark().placed())
                .audioMix(or(request.audioMix(), request.turns() == null ? AudioMix.TOGETHER : AudioMix.TIMELINE))
                .experimental(request.experimental())
                .engine(or(request.engine(), engine))
                .priority(or(request.priority(), Priority.NORMAL))
                .expiresAfterSeconds(request.expiresAfterSeconds())
                .build();
    }

    private static String prompt(int speakers) {
        return switch (speakers) {
            case 1 -> "A person is talking.";
            case 2 -> "Two people are talking to each other.";
            default -> "Several people are talking to each other.";
        };
    }

    private static SamplerSettings sampling(Sampling asked, Preset preset, Size size, ModelProfile model) {
        return RenderSettingsSamplerSettingsBuilder.builder()
                .steps(or(asked.steps(), preset.steps()))
                .shift(or(asked.shift(), preset.shift(WireName.of(size))))
                .textGuidance(or(asked.textGuidance(), preset.textGuidance()))
                .audioGuidance(or(asked.audioGuidance(), preset.audioGuidance()))
                .seed(or(asked.seed(), Defaults.SEED))
                .framesPerWindow(or(asked.framesPerWindow(), model.framesPerWindow()))
                .motionFrames(or(asked.motionFrames(), model.motionFrames()))
                .trimLastWindow(or(asked.trimLastWindow(), true))
                .build();
    }

    private static List<LoraUse> loras(List<Lora> given) {
        return given.stream()
                .map(lora -> new LoraUse(lora.name(), or(lora.scale(), Defaults.LORA_SCALE)))
                .toList();
    }

    private static TeaCacheSettings teaCache(TeaCache asked) {
        return new TeaCacheSettings(or(asked.enabled(), false), or(asked.threshold(), Defaults.TEA_CACHE_THRESHOLD));
    }

    /** Streaming needs APG: it keeps colors from drifting from window to window. */
    private static ApgSettings apg(Apg asked, Mode mode) {
        return RenderSettingsApgSettingsBuilder.builder()
                .enabled(or(asked.enabled(), mode == Mode.STREAMING))
                .momentum(or(asked.momentum(), Defaults.APG_MOMENTUM))
                .normThreshold(or(asked.normThreshold(), Defaults.APG_NORM_THRESHOLD))
                .build();
    }

    private static <T> T or(T given, T otherwise) {
        return given == null ? otherwise : given;
    }

    private RequestDefaults() {}
}
