package dev.parley.ingest.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.parley.contracts.Json;
import dev.parley.contracts.RenderRequest;
import dev.parley.contracts.RenderRequestBuilder;
import dev.parley.contracts.RenderSettings;
import dev.parley.contracts.RequestDefaults;
import dev.parley.kit.admission.Engines;
import dev.parley.kit.mark.VisibleMarkConfig;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Map;
import java.util.Set;

/** Leaves out of a request what is this farm's default, so that another preset, say, brings its own numbers. */
@ApplicationScoped
class Brevity {
    /** Not to be left out though they stand in what they are compared with. */
    private static final Set<String> CHOSEN = Set.of("speakers", "preset", "mode", "size", "engine");

    private final Engines engines;
    private final VisibleMarkConfig visibleMark;

    @Inject
    Brevity(Engines engines, VisibleMarkConfig visibleMark) {
        this.engines = engines;
        this.visibleMark = visibleMark;
    }

    /** @param settings with every default filled in */
    ObjectNode of(RenderSettings settings) {
        ObjectNode request = Json.mapper().valueToTree(settings);
        removeDefaults(request, Json.mapper().valueToTree(defaults(settings)));
        return request;
    }

    /** @param request as {@link dev.parley.contracts.RequestReader} let it pass */
    ObjectNode of(RenderRequest request) {
        var engine = request.engine() == null ? engines.standard() : request.engine();
        return of(RequestDefaults.fill(request, engine, engines.profile(engine)));
    }

    /** What a request would mean that has only the choices on which other defaults depend. */
    private RenderSettings defaults(RenderSettings settings) {
        RenderRequest bare = RenderRequestBuilder.builder()
                .speakers(settings.speakers())
                .preset(settings.preset())
                .mode(settings.mode())
                .size(settings.size())
                .build();
        return RequestDefaults.fill(visibleMark.marked(bare), settings.engine(), engines.profile(settings.engine()));
    }

    private static void removeDefaults(ObjectNode request, JsonNode defaults) {
        for (String field : request.properties().stream().map(Map.Entry::getKey).toList()) {
            JsonNode value = request.get(field);
            if (value instanceof ObjectNode group && !field.equals("labels")) {
                removeDefaults(group, defaults.path(field));
                if (group.isEmpty()) {
                    request.remove(field);
                }
            } else if (!CHOSEN.contains(field) && value.equals(defaults.path(field))) {
                request.remove(field);
            }
        }
    }
}
