package dev.parley.ingest.http;

import dev.parley.kit.admission.Engines;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import java.util.List;

/** The presets that requests to this farm may name. */
@Path("/v1/presets")
public class PresetsResource {
    private final Engines engines;

    @Inject
    PresetsResource(Engines engines) {
        this.engines = engines;
    }

    @GET
    public List<Choice> list() {
        return engines.presets().all().stream()
                .map(preset -> new Choice(preset.name(), preset.description()))
                .toList();
    }
}
