package dev.parley.ingest.intake;

import dev.parley.kit.SettingsRule;
import dev.parley.kit.admission.EngineConfig;
import dev.parley.kit.admission.Engines;
import dev.parley.kit.admission.ModelFolder;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.UncheckedIOException;
import java.util.List;

/** Engines that cannot be, or a model's file that cannot be read; otherwise the first request would find out. */
@ApplicationScoped
class EngineSettings implements SettingsRule {
    private final EngineConfig config;
    private final ModelFolder model;

    @Inject
    EngineSettings(EngineConfig config, ModelFolder model) {
        this.config = config;
        this.model = model;
    }

    @Override
    public List<String> faults() {
        try {
            new Engines(config, model);
            return List.of();
        } catch (IllegalArgumentException | UncheckedIOException e) {
            return List.of(e.getMessage());
        }
    }
}
