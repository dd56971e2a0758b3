package dev.parley.ingest.http;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.parley.contracts.PublishedSchema;
import dev.parley.contracts.Topics;
import dev.parley.ingest.access.KeyRing;
import dev.parley.ingest.access.TenantQuota;
import dev.parley.ingest.quota.Quotas;
import dev.parley.kit.admission.Engines;
import dev.parley.plan.Presets;
import dev.parley.testkit.FarmResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.spi.Bean;
import jakarta.enterprise.inject.spi.BeanManager;
import jakarta.inject.Inject;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.Path;
import java.io.IOException;
import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(FarmResource.class)
class DescriptionTest {
    private static final Pattern OTHER_FILE = Pattern.compile("\\$ref: ([^'#\\s]+)");

    @Inject
    Engines farm;

    @Inject
    BeanManager beans;

    @Test
    void theDescriptionNamesEveryCallAndNoOther() throws Exception {
        Set<String> described = new TreeSet<>();
        JsonNode paths = description().path("paths");
        paths.properties().forEach(path -> path.getValue().fieldNames().forEachRemaining(method -> {
            if (!method.equals("parameters")) {
                described.add(method + " " + path.getKey());
            }
        }));
        assertThat(described).isEqualTo(served());
    }

    @Test
    void everyProblemThatIsDescribedHasItsMediaType() {
        given().queryParam("format", "json")
                .get("/q/openapi")
                .then()
                .body(
                        "components.responses.collect { it.value.content.keySet() }.flatten().unique()",
                        equalTo(List.of("application/problem+json")));
    }

    /** Field by field, with all its rules: nothing that a request may say is kept from a generated client. */
    @Test
    void theSchemasOfRequestsAndJobsAreTheServedOnes() throws Exception {
        JsonNode described = description().at("/components/schemas");
        for (String title : List.of("RenderRequest", "JobView")) {
            String file = title.equals("JobView") ? "job-view" : "render-request";
            ObjectNode served = (ObjectNode) new ObjectMapper()
                    .readTree(served(file + ".schema.json").toString().replace("#/$defs/", "#/components/schemas/"));
            served.remove("$schema");
            if (served.at("/properties/preset") instanceof ObjectNode preset) {
                preset.remove(List.of("enum", PublishedSchema.DESCRIPTIONS)); // the document is every farm's
            }
            JsonNode parts = served.remove("$defs");
            assertThat(plain(described.path(title))).isEqualTo(plain(served));
            for (Map.Entry<String, JsonNode> part : parts.properties()) {
                String name = part.getKey().substring(0, 1).toUpperCase(Locale.ROOT)
                        + part.getKey().substring(1);
                assertThat(plain(described.path(name))).as(name).isEqualTo(plain(part.getValue()));
            }
        }
        assertThat(described.at("/Sampling/properties/seed/default").asInt()).isEqualTo(42);
    }

    @Test
    void everyReferenceLeadsSomewhere() throws Exception {
        JsonNode description = description();
        assertThat(description.path("openapi").asText()).startsWith("3.1");
        List<String> references = description.findValuesAsText("$ref");
        assertThat(references).hasSizeGreaterThan(30).allSatisfy(reference -> assertThat(
                        description.at(reference.substring(1)).isMissingNode())
                .as(reference)
                .isFalse());
    }

    @Test
    void answersHaveTheFieldsThatAreDescribed() throws Exception {
        JsonNode described = description().at("/components/schemas");
        for (Class<? extends Record> answer : List.of(
                Plan.class,
                JobsResource.Page.class,
                Batches.LineAnswer.class,
                UploadsResource.Uploaded.class,
                VoicesResource.VoiceList.class,
                FarmViewResource.FarmView.class,
                SpeechResource.Words.class,
                WebhookResource.Delivery.class,
                KeysResource.KeyList.class,
                SessionResource.Session.class,
                KeyRing.KeyView.class,
                KeyRing.KeyWish.class,
                KeyRing.NewKey.class,
                UsageResource.UsageList.class,
                Quotas.Usage.class,
                TenantQuota.class,
                DetectResource.Detected.class,
                DetectResource.ContentCredentials.class,
                InputsResource.PictureFacts.class,
                InputsResource.SoundFacts.class,
                Problem.class)) {
            List<String> fields = Stream.of(answer.getRecordComponents())
                    .map(RecordComponent::getName)
                    .toList();
            assertThat(described
                            .at("/%s/properties".formatted(answer.getSimpleName()))
                            .fieldNames())
                    .toIterable()
                    .containsExactlyInAnyOrderElementsOf(fields);
        }
    }

    @Test
    void everyCallHasANameForGeneratedClients() throws Exception {
        List<String> names = description().path("paths").findValuesAsText("operationId");
        assertThat(names).doesNotHaveDuplicates().hasSize(served().size());
    }

    @Test
    void everyPublishedSchemaIsServedAndCached() throws Exception {
        JsonNode named = description().at("/paths/~1v1~1schemas~1{name}/get/parameters/0/schema/enum");
        assertThat(named)
                .extracting(JsonNode::asText)
                .containsExactlyInAnyOrderElementsOf(Stream.of(PublishedSchema.values())
                        .map(PublishedSchema::fileName)
                        .toList());
        for (PublishedSchema schema : PublishedSchema.values()) {
            Response answer = cached("/v1/schemas/" + schema.fileName(), "application/schema+json");
            assertThat(new ObjectMapper().readTree(answer.asString())).isEqualTo(schema.read(farm.presets()));
        }
        given().get("/v1/schemas/chunk-committed.schema.json")
                .then()
                .statusCode(404)
                .contentType(Problem.MEDIA_TYPE);
    }

    /** The references of the served document must lead to what is served, which depends on where it lies. */
    @Test
    void theDescriptionOfTheTopicsIsServedBesideItsSchemas() {
        String path = "/v1/asyncapi.yaml";
        String document = cached(path, "application/vnd.aai.asyncapi+yaml").asString();
        assertThat(document).startsWith("asyncapi: 3.1.0").contains("address: " + Topics.REQUESTS);
        List<String> schemas = OTHER_FILE
                .matcher(document)
                .results()
                .map(reference -> reference.group(1))
                .toList();
        assertThat(schemas).isNotEmpty();
        for (String schema : schemas) {
            cached(URI.create(path).resolve(schema).toString(), "application/schema+json");
        }
    }

    private static Response cached(String path, String mediaType) {
        Response answer = given().get(path);
        assertThat(answer.statusCode()).as(path).isEqualTo(200);
        assertThat(answer.contentType()).startsWith(mediaType);
        assertThat(answer.header("Cache-Control")).contains("max-age=600");
        given().header("If-None-Match", answer.header("ETag")).get(path).then().statusCode(304);
        return answer;
    }

    private static JsonNode served(String schema) throws IOException {
        return new ObjectMapper().readTree(given().get("/v1/schemas/" + schema).asString());
    }

    private static JsonNode description() throws IOException {
        return new ObjectMapper()
                .readTree(given().queryParam("format", "json").get("/q/openapi").asString());
    }

    /** Numbers as numbers, whether written 1 or 1.0, and references without capitals. */
    private static JsonNode plain(JsonNode schema) throws IOException {
        JsonNode copy = new ObjectMapper().readTree(schema.toString().replaceAll("(?<=\\d)\\.0(?!\\d)", ""));
        copy.findParents("$ref").forEach(parent -> ((ObjectNode) parent)
                .put("$ref", parent.get("$ref").asText().toLowerCase(Locale.ROOT)));
        return copy;
    }

    @Test
    void thePresetsAreThoseOfTheFarmsModel() throws Exception {
        List<String> presets = new ArrayList<>(Presets.PUBLISHED.names());
        presets.add("draft");
        given().get("/v1/presets")
                .then()
                .statusCode(200)
                .body("name", equalTo(presets))
                .body("[0].description", containsString("."))
                .body("[-1].description", equalTo("Two quick steps."));
        JsonNode listed = served("render-request.schema.json").at("/properties/preset");
        assertThat(listed.path("enum")).extracting(JsonNode::asText).containsExactlyElementsOf(presets);
        assertThat(listed.path(PublishedSchema.DESCRIPTIONS))
                .extracting(JsonNode::asText)
                .hasSameSizeAs(presets)
                .contains("Two quick steps.");
    }

    @Test
    void theEnginesAreThoseOfTheFarm() {
        given().get("/v1/engines")
                .then()
                .statusCode(200)
                .body("name", equalTo(List.of("pantomime")))
                .body("[0].description", containsString("no model"));
    }

    private Set<String> served() {
        Set<String> calls = new TreeSet<>();
        for (Class<?> resource : resources()) {
            String root = resource.getAnnotation(Path.class).value();
            for (Method method : resource.getDeclaredMethods()) {
                for (Annotation annotation : method.getAnnotations()) {
                    HttpMethod verb = annotation.annotationType().getAnnotation(HttpMethod.class);
                    if (verb != null) {
                        Path path = method.getAnnotation(Path.class);
                        calls.add(verb.value().toLowerCase(Locale.ROOT) + " " + root
                                + (path == null ? "" : path.value()));
                    }
                }
            }
        }
        return calls;
    }

    /** All that the service has, so that none is forgotten here. */
    private List<Class<?>> resources() {
        List<Class<?>> resources = beans.getBeans(Object.class, Any.Literal.INSTANCE).stream()
                .<Class<?>>map(Bean::getBeanClass)
                .filter(type -> type.isAnnotationPresent(Path.class))
                .distinct()
                .toList();
        assertThat(resources).hasSizeGreaterThan(20);
        return resources;
    }
}
