package dev.parley.worker.supply;

import dev.parley.hub.HubSettings;
import dev.parley.hub.ModelCatalog;
import dev.parley.kit.SettingsRule;
import dev.parley.kit.admission.ModelsToCome;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.microprofile.config.Config;

/** What is to be pulled, and from where. The hub is described as to Hugging Face's own tools. */
@ApplicationScoped
class SupplyConfig implements SettingsRule, ModelsToCome {
    private static final String PULL = "parley.models.pull";
    private static final String CATALOG = "parley.models.catalog";
    private static final List<String> HUB = List.of(
            "HF_ENDPOINT", "HF_TOKEN", "HF_TOKEN_PATH", "HF_HOME", "HF_HUB_CACHE", "HF_HUB_OFFLINE", "XDG_CACHE_HOME");

    private final Config config;

    @Inject
    SupplyConfig(Config config) {
        this.config = config;
    }

    /** Bundles of the catalog; none by default. */
    List<String> names() {
        return config.getOptionalValues(PULL, String.class).orElse(List.of()).stream()
                .map(String::strip)
                .filter(name -> !name.isEmpty())
                .toList();
    }

    Path models() {
        return config.getOptionalValue("parley.models", Path.class)
                .orElse(Path.of("models"))
                .toAbsolutePath()
                .normalize();
    }

    ModelCatalog catalog() throws IOException {
        Optional<Path> own = config.getOptionalValue(CATALOG, Path.class);
        return own.isPresent() ? ModelCatalog.read(own.get()) : ModelCatalog.published();
    }

    HubSettings hub() throws IOException {
        Map<String, String> environment = new HashMap<>();
        for (String name : HUB) {
            config.getOptionalValue(name, String.class).ifPresent(value -> environment.put(name, value));
        }
        return HubSettings.of(
                environment, config.getOptionalValue("HOME", Path.class).filter(Path::isAbsolute));
    }

    /** What the settings name counts; whether it can be named, {@link #faults} say. */
    @Override
    public boolean include(String model) {
        try {
            return catalog().choose(names()).stream()
                    .anyMatch(bundle -> bundle.folder().equals(model));
        } catch (IOException e) {
            return false;
        }
    }

    @Override
    public List<String> faults() {
        if (names().isEmpty()) {
            return List.of();
        }
        try {
            catalog().choose(names());
        } catch (IOException e) {
            return List.of("%s, %s: %s".formatted(PULL, CATALOG, e.getMessage()));
        }
        try {
            hub();
            return List.of();
        } catch (IOException | IllegalArgumentException e) {
            return List.of(e.getMessage());
        }
    }
}
