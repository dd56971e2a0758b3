package dev.parley.ingest.http;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.quarkus.smallrye.openapi.OpenApiFilter;
import io.smallrye.openapi.api.SmallRyeOpenAPI;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import org.eclipse.microprofile.openapi.OASFilter;
import org.eclipse.microprofile.openapi.models.OpenAPI;

/**
 * Puts the published schemas into the OpenAPI document when the service is built, so that the description of a request is
 * the schema that requests are held against.
 */
@OpenApiFilter(OpenApiFilter.RunStage.BUILD)
public class SchemaFilter implements OASFilter {
    @Override
    public void filterOpenAPI(OpenAPI description) {
        schemas().getComponents().getSchemas().forEach(description.getComponents()::addSchema);
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
