package dev.parley.ingest.http;

import com.fasterxml.jackson.databind.JsonNode;
import dev.parley.contracts.PublishedSchema;
import dev.parley.contracts.RenderRequest.Engine;
import dev.parley.contracts.WireName;
import dev.parley.kit.admission.Engines;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** The engines that this farm has, its default first, in the words of the request's schema. */
@Path("/v1/engines")
public class EnginesResource {
    private final List<Choice> engines;

    @Inject
    EnginesResource(Engines farm) {
        Set<Engine> inOrder = new LinkedHashSet<>(List.of(farm.standard()));
        inOrder.addAll(farm.available());
        JsonNode schema = PublishedSchema.RENDER_REQUEST.rules().at("/properties/engine");
        engines = inOrder.stream()
                .map(engine -> choice(WireName.of(engine), schema))
                .toList();
    }

    @GET
    public List<Choice> list() {
        return engines;
    }

    private static Choice choice(String name, JsonNode schema) {
        JsonNode names = schema.path("enum");
        for (int i = 0; i < names.size(); i++) {
            if (names.path(i).asText().equals(name)) {
                return new Choice(
                        name, schema.path(PublishedSchema.DESCRIPTIONS).path(i).asText());
            }
        }
        throw new IllegalStateException("The request's schema lacks the engine '%s'".formatted(name));
    }
}
