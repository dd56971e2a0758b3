package dev.parley.ingest.described;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.parley.testkit.FarmResource;
import dev.parley.testkit.openapi.ApiDocument;
import dev.parley.testkit.openapi.Operation;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Whether the OpenAPI document is fit to be read by people and by generators of clients. */
@QuarkusTest
@QuarkusTestResource(FarmResource.class)
class DescriptionLintTest {
    /** Of a schema, a parameter, a media type; what else is in a flow mapping is mostly the rest of a sentence. */
    private static final Set<String> KEYWORDS = Set.of(
            "$ref",
            "type",
            "enum",
            "const",
            "default",
            "description",
            "title",
            "format",
            "pattern",
            "example",
            "minimum",
            "maximum",
            "exclusiveMinimum",
            "exclusiveMaximum",
            "minLength",
            "maxLength",
            "minItems",
            "maxItems",
            "maxProperties",
            "properties",
            "additionalProperties",
            "propertyNames",
            "items",
            "required",
            "uniqueItems",
            "writeOnly",
            "x-expected",
            "x-enum-descriptions",
            "x-reference-names",
            "x-reference-switch");

    private ApiDocument document;

    @BeforeEach
    void read() throws IOException {
        document = new ApiDocument(new ObjectMapper()
                .readTree(given().queryParam("format", "json").get("/q/openapi").asString()));
    }

    /** Without one, generators leave a call's body out, and of an answer they make nothing. */
    @Test
    void everyMediaTypeHasASchema() {
        List<JsonNode> contents = document.root().findValues("content");
        assertThat(contents).hasSizeGreaterThan(50);
        assertThat(contents)
                .flatMap(content -> List.copyOf(content.properties()))
                .allSatisfy(type -> assertThat(type.getValue().has("schema"))
                        .as(type.getKey())
                        .isTrue());
    }

    /** A client generated for Python tries all types, and fails where one has a list and another one a number. */
    @Test
    void nothingIsOneOfSeveralTypes() {
        assertThat(document.root().findValues("oneOf")).isEmpty();
    }

    @Test
    void everyOperationSaysWhatItIsAndHowItIsRefused() {
        Set<String> tags = texts(document.root().path("tags"), "name");
        assertThat(document.operations()).hasSizeGreaterThan(30).allSatisfy(operation -> {
            assertThat(operation.id()).as(operation.toString()).matches("[a-z][A-Za-z]+");
            assertThat(operation.described().path("summary").asText())
                    .as(operation.toString())
                    .isNotBlank()
                    .hasSizeLessThan(80);
            assertThat(operation.described().path("tags"))
                    .as(operation.toString())
                    .hasSize(1)
                    .allMatch(tag -> tags.contains(tag.asText()));
            assertThat(operation.answers().keySet())
                    .as(operation.toString())
                    .anyMatch(status -> status < 400)
                    .anyMatch(status -> status >= 400 && status < 500);
            assertThat(operation.answers().values())
                    .as(operation.toString())
                    .allMatch(answer -> !answer.path("description").asText().isBlank());
        });
    }

    @Test
    void itSaysWhereItsCallsGoAndWhatItsTagsAre() {
        assertThat(document.root().path("servers")).isNotEmpty();
        assertThat(document.root().at("/info/license/identifier").asText()).isNotBlank();
        assertThat(document.root().path("tags"))
                .allMatch(tag -> !tag.path("description").asText().isBlank());
    }

    @Test
    void everyParameterOfAPathIsDescribed() {
        assertThat(document.operations()).allSatisfy(operation -> {
            long inBraces = operation.path().chars().filter(c -> c == '{').count();
            assertThat(operation.parameters())
                    .as(operation.toString())
                    .filteredOn(parameter -> parameter.in().equals("path"))
                    .hasSize((int) inBraces)
                    .allMatch(parameter ->
                            parameter.required() && operation.path().contains("{" + parameter.name() + "}"));
        });
    }

    @Test
    void everyExampleFitsItsSchema() {
        List<String> faults = new ArrayList<>();
        int[] examples = {0};
        for (JsonNode holder : document.root().findParents("schema")) {
            List<JsonNode> found = new ArrayList<>();
            holder.path("examples").forEach(named -> found.add(named.path("value")));
            if (holder.has("example")) {
                found.add(holder.get("example"));
            }
            for (JsonNode example : found) {
                examples[0]++;
                document.faults(holder.get("schema"), example).forEach(fault -> faults.add(fault + " in " + example));
            }
        }
        assertThat(faults).isEmpty();
        assertThat(examples[0]).isGreaterThan(10);
    }

    @Test
    void everyDefaultFitsItsSchema() {
        List<JsonNode> schemas = new ArrayList<>(document.root().findParents("default"));
        schemas.removeIf(schema -> !schema.path("type").isTextual());
        assertThat(schemas).hasSizeGreaterThan(10).allSatisfy(schema -> assertThat(
                        document.faults(schema, schema.get("default")))
                .as(schema.toString())
                .isEmpty());
    }

    /** A comma in an unquoted sentence makes a keyword of what follows it. */
    @Test
    void schemasHaveKeywordsOnly() {
        List<String> strange = new ArrayList<>();
        for (Map.Entry<String, JsonNode> schema :
                document.root().at("/components/schemas").properties()) {
            strangers(schema.getKey(), schema.getValue(), strange);
        }
        for (Operation operation : document.operations()) {
            operation.parameters().forEach(parameter -> strangers(parameter.name(), parameter.schema(), strange));
        }
        assertThat(strange).isEmpty();
    }

    private static void strangers(String name, JsonNode schema, List<String> strange) {
        schema.fieldNames().forEachRemaining(keyword -> {
            if (!KEYWORDS.contains(keyword)) {
                strange.add(name + ": " + keyword);
            }
        });
        schema.path("properties")
                .properties()
                .forEach(property -> strangers(name + "." + property.getKey(), property.getValue(), strange));
        for (String part : List.of("items", "additionalProperties", "propertyNames")) {
            if (schema.path(part).isObject()) {
                strangers(name + "." + part, schema.get(part), strange);
            }
        }
    }

    private static Set<String> texts(JsonNode list, String field) {
        return StreamSupport.stream(list.spliterator(), false)
                .map(one -> one.path(field).asText())
                .collect(Collectors.toSet());
    }
}
