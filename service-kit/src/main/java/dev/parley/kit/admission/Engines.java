package dev.parley.kit.admission;

import dev.parley.contracts.RenderRequest.Engine;
import dev.parley.plan.ModelProfile;
import dev.parley.plan.Presets;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.EnumSet;
import java.util.Set;

/** The farm's engines, the default one, and the model profile that plans for each are made with. */
@ApplicationScoped
public class Engines {
    private final Set<Engine> available;
    private final Engine standard;
    private final ModelProfile profile;
    private final boolean previews;

    /** @throws IllegalArgumentException when the standard engine is not available */
    @Inject
    public Engines(EngineConfig config, ModelFolder model, ModelsToCome toCome) {
        boolean hasModel = model.exists() || toCome.include(model.name());
        available = config.available().orElse(hasModel ? EnumSet.allOf(Engine.class) : EnumSet.of(Engine.PANTOMIME));
        standard = config.standard().orElse(available.contains(Engine.MULTITALK) ? Engine.MULTITALK : Engine.PANTOMIME);
        if (!available.contains(standard)) {
            throw new IllegalArgumentException(
                    "parley.engines.standard must be one of parley.engines.available, %s; found %s%s"
                            .formatted(available, standard, hint(config, model)));
        }
        profile = ModelProfile.read(model.path());
        previews = config.standard().isEmpty()
                && available.containsAll(EnumSet.allOf(Engine.class))
                && profile.drawnFacesOnly();
    }

    /** Of a service that brings no models. */
    public Engines(EngineConfig config, ModelFolder model) {
        this(config, model, new ModelsToCome.None());
    }

    private static String hint(EngineConfig config, ModelFolder model) {
        return config.available().isPresent()
                ? ""
                : ". There is no model %s: set parley.engines.available to pantomime,multitalk if it comes later"
                        .formatted(model.path());
    }

    /** Those that the farm has. */
    public Set<Engine> available() {
        return available;
    }

    /** The presets that requests may name, for any engine. */
    public Presets presets() {
        return profile.presets();
    }

    /** The engine of a request that names none. */
    public Engine standard() {
        return standard;
    }

    /** Whether photographs get pantomime unless asked otherwise: the model knows drawings only, and no setting decides. */
    boolean previewsPhotographs() {
        return previews;
    }

    /** Pantomime draws at any size and uses those of the published model. Presets of the farm's model have no effect on it. */
    public ModelProfile profile(Engine engine) {
        return switch (engine) {
            case MULTITALK -> profile;
            case PANTOMIME -> ModelProfile.PUBLISHED.withPresets(Presets.PUBLISHED.and(profile.presets()));
        };
    }
}
