package dev.parley.ingest.http;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.quarkus.smallrye.openapi.OpenApiFilter;
import io.smallrye.openapi.api.SmallRyeOpenAPI;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.OASFilter;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.Operation;

/**
 * Puts the published schemas into the OpenAPI document when the service is built, so that the description of a request is
 * the schema that requests are held against; and to every call the answers to callers without a key that allows it.
 */
@OpenApiFilter(OpenApiFilter.RunStage.BUILD)
public class SchemaFilter implements OASFilter {
    private static final Map<String, String> REFUSALS = Map.of("401", "NoKey", "403", "NotAllowed");

    @Override
    public void filterOpenAPI(OpenAPI description) {
        schemas().getComponents().getSchemas().forEach(description.getComponents()::addSchema);
        description.getPaths().getPathItems().forEach((path, item) -> item.getOperations()
                .values()
                .forEach(call -> addAnswers(path, call)));
    }

    private static void addAnswers(String path, Operation call) {
        addRefusals(call);
        if (UnreadGate.isAboutJobs(path) && !call.getResponses().hasAPIResponse("503")) {
            call.getResponses()
                    .addAPIResponse("503", OASFactory.createAPIResponse().ref("#/components/responses/Away"));
        }
    }

    /** What any call is answered on a farm that asks for keys. */
    private static void addRefusals(Operation call) {
        REFUSALS.forEach((status, name) -> call.getResponses()
                .addAPIResponse(status, OASFactory.createAPIResponse().ref("#/components/responses/" + name)));
    }

    private static OpenAPI schemas() {
        ObjectNode document = JsonNodeFactory.instance.objectNode().put("openapi", "3.1.0");
        document.putObject("components").set("schemas", SchemaComponents.all());
        byte[] json = document.toString().getBytes(StandardCharsets.UTF_8);
        return SmallRyeOpenAPI.builder()
                .enableModelReader(false)
                .enableStandardStaticFiles(false)
                .enableStandardFilter(false)
                .enableAnnotationScan(false)
                .withCustomStaticFile(() -> new ByteArrayInputStream(json))
                .build()
                .model();
    }
}
