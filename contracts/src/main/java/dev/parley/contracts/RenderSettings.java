package dev.parley.contracts;

import static java.util.Objects.requireNonNull;
import static java.util.Objects.requireNonNullElse;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.parley.contracts.RenderRequest.AudioMix;
import dev.parley.contracts.RenderRequest.Engine;
import dev.parley.contracts.RenderRequest.Mode;
import dev.parley.contracts.RenderRequest.Quantization;
import dev.parley.contracts.RenderRequest.Size;
import dev.parley.contracts.RenderRequest.Speaker;
import dev.parley.contracts.RenderRequest.Turn;
import dev.parley.plan.Defaults;
import dev.parley.plan.LoraUse;
import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.List;
import java.util.Map;

/**
 * What a {@link RenderRequest} means, with every default filled in: nothing is left to be decided. As JSON it is a request
 * again that asks for a new job with the same video: it has no ids and no webhook.
 *
 * @param image the picture; null only of portraits that have not been made one yet
 * @param turns who is heard when; empty where the speakers have voices of their own
 * @param preset a name; what it stood for is in {@code sampling} and {@code loras}
 * @param lengthLimitSeconds null for none
 * @param visibleMark null for none
 * @param expiresAfterSeconds how long the job may wait for a worker; null for as long as the farm allows
 * @param experimental true, or null for false, as in plans of older farms
 */
@RecordBuilder
@RecordBuilder.Options(enableWither = false, builderMode = RecordBuilder.BuilderMode.STANDARD_AND_STAGED)
public record RenderSettings(
        String tenant,
        Map<String, String> labels,
        String image,
        List<Speaker> speakers,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) List<Turn> turns,
        String prompt,
        String negativePrompt,
        Mode mode,
        Size size,
        String preset,
        SamplerSettings sampling,
        List<LoraUse> loras,
        TeaCacheSettings teaCache,
        ApgSettings apg,
        double colorCorrection,
        Quantization quantization,
        boolean lowVram,
        Double lengthLimitSeconds,
        VisibleMark visibleMark,
        AudioMix audioMix,
        Boolean experimental,
        Engine engine,
        Priority priority,
        Double expiresAfterSeconds) {
    public RenderSettings {
        requireNonNull(mode, "mode");
        requireNonNull(size, "size");
        requireNonNull(preset, "preset");
        requireNonNull(sampling, "sampling");
        requireNonNull(apg, "apg");
        requireNonNull(engine, "engine");
        // What plans of older farms may lack.
        labels = labels == null ? Map.of() : Map.copyOf(labels);
        speakers = List.copyOf(speakers);
        turns = turns == null ? List.of() : List.copyOf(turns);
        loras = loras == null ? List.of() : List.copyOf(loras);
        teaCache = requireNonNullElse(teaCache, TeaCacheSettings.OFF);
        quantization = requireNonNullElse(quantization, Quantization.NONE);
        priority = requireNonNullElse(priority, Priority.NORMAL);
        experimental = Boolean.TRUE.equals(experimental) ? true : null;
        audioMix = requireNonNullElse(audioMix, AudioMix.TOGETHER);
    }

    /**
     * What the sampler does, as {@link RenderRequest.Sampling} says.
     *
     * @param trimLastWindow false in a plan from before there was the choice
     */
    @RecordBuilder
    @RecordBuilder.Options(enableWither = false, builderMode = RecordBuilder.BuilderMode.STAGED)
    public record SamplerSettings(
            int steps,
            double shift,
            double textGuidance,
            double audioGuidance,
            long seed,
            int framesPerWindow,
            int motionFrames,
            boolean trimLastWindow) {}

    public record TeaCacheSettings(boolean enabled, double threshold) {
        static final TeaCacheSettings OFF = new TeaCacheSettings(false, Defaults.TEA_CACHE_THRESHOLD);
    }

    @RecordBuilder
    @RecordBuilder.Options(enableWither = false, builderMode = RecordBuilder.BuilderMode.STAGED)
    public record ApgSettings(boolean enabled, double momentum, double normThreshold) {}

    /** The same settings for other inputs. */
    public RenderSettings withInputs(String otherImage, List<Speaker> otherSpeakers) {
        return withInputs(otherImage, otherSpeakers, turns);
    }

    /** The same settings for other inputs. */
    public RenderSettings withInputs(String otherImage, List<Speaker> otherSpeakers, List<Turn> otherTurns) {
        return RenderSettingsBuilder.builder(this)
                .image(otherImage)
                .speakers(otherSpeakers)
                .turns(otherTurns)
                .build();
    }
}
