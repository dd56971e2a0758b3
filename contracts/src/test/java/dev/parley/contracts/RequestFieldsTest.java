package dev.parley.contracts;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.DoubleNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaId;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SpecVersion.VersionFlag;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class RequestFieldsTest {
    private static final String FLAT =
            "{\"reference_image\": \"https://x.example/a.png\", \"audio_path\": \"https://x.example/a.wav\"}";
    private static final String REFERENCE = "{\"cond_image\": \"https://x.example/a.png\","
            + " \"cond_audio\": {\"person1\": \"https://x.example/a.wav\"}}";

    private final RequestReader reader = new RequestReader();

    @Test
    void aFieldHasItsNamesAndWordsFromTheSchema() {
        assertThat(RequestFields.find("quantization"))
                .hasValue(new RequestField(
                        "quantization",
                        "Number format of the linear layers' weights; int8 and fp8 halve their memory.",
                        "none",
                        List.of("none", "int8", "fp8"),
                        List.of("quant"),
                        Map.of("use_quantization", "int8")));
        assertThat(RequestFields.find("speakers[].box.x")).isPresent();
        assertThat(RequestFields.find("speakers[].audio").orElseThrow().description())
                .isEqualTo("Recording of the person's voice.");
        assertThat(RequestFields.find("sampling.stepz")).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(PublishedSchema.class)
    void everyFieldIsDescribedInSentences(PublishedSchema schema) {
        List<String> undescribed = new ArrayList<>();
        describe(schema.read(), schema.read(), "", undescribed);
        assertThat(undescribed).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(PublishedSchema.class)
    void whatIsPublishedIsAJsonSchema(PublishedSchema schema) {
        JsonSchema ofSchemas =
                JsonSchemaFactory.getInstance(VersionFlag.V202012).getSchema(SchemaLocation.of(SchemaId.V202012));
        assertThat(ofSchemas.validate(schema.read())).isEmpty();
    }

    @Test
    void aReferenceNameMeansOneField() {
        Set<String> names = new TreeSet<>();
        for (RequestField field : RequestFields.all()) {
            Stream.concat(field.referenceNames().stream(), field.referenceSwitches().keySet().stream())
                    .forEach(name -> assertThat(names.add(name)).as(name).isTrue());
        }
        assertThat(names).contains("sample_steps", "use_lora").hasSizeGreaterThan(20);
    }

    @ParameterizedTest
    @MethodSource("referenceNames")
    void bothOlderFormsKnowEveryReferenceName(String name, JsonNode sent, String path, JsonNode read) throws Exception {
        for (String form : List.of(FLAT, REFERENCE)) {
            ObjectNode request = (ObjectNode) Json.mapper().readTree(form);
            request.set(name, sent);
            // Strict: a name that UnknownFields does not know is refused.
            ReadRequest taken = reader.examine(request.toString().getBytes(StandardCharsets.UTF_8), true);
            JsonNode today = Json.mapper().valueToTree(taken.request());
            JsonNode value = today.at("/" + path.replace('.', '/'));
            assertThat(value.isDouble() ? DoubleNode.valueOf(read.doubleValue()) : read)
                    .isEqualTo(value.isLong() ? IntNode.valueOf(value.intValue()) : value);
        }
    }

    static Stream<Arguments> referenceNames() {
        return RequestFields.all().stream()
                .flatMap(field -> Stream.concat(
                        field.referenceNames().stream()
                                .map(name -> Arguments.of(name, example(field), field.path(), example(field))),
                        field.referenceSwitches().entrySet().stream()
                                .map(word -> Arguments.of(
                                        word.getKey(),
                                        BooleanNode.TRUE,
                                        field.path(),
                                        TextNode.valueOf(word.getValue())))));
    }

    /** A value that the field may have. */
    private static JsonNode example(RequestField field) {
        if (!field.values().isEmpty()) {
            return TextNode.valueOf(field.values().get(0));
        }
        JsonNode rules = PublishedSchema.RENDER_REQUEST.read();
        for (String name : field.path().split("\\.")) {
            rules = RequestFields.resolved(
                    PublishedSchema.RENDER_REQUEST.read(),
                    rules.path("properties").path(name));
        }
        return switch (rules.path("type").asText()) {
            case "boolean" -> BooleanNode.TRUE;
            case "string" -> TextNode.valueOf("x");
            default -> rules.path("default").isNumber() ? rules.get("default") : IntNode.valueOf(1);
        };
    }

    private static void describe(JsonNode schema, JsonNode rules, String path, List<String> undescribed) {
        rules.path("$defs").properties().forEach(part -> describe(schema, part.getValue(), part.getKey(), undescribed));
        rules.path("properties").properties().forEach(property -> {
            JsonNode given = property.getValue();
            JsonNode described = given.has("description") ? given : RequestFields.resolved(schema, given);
            if (!given.has("const") && !described.path("description").asText().matches("[A-Z].{5,250}[.]")) {
                undescribed.add(path + "." + property.getKey());
            }
            describe(schema, given, property.getKey(), undescribed);
        });
    }

    @Test
    void everyEngineHasADescription() {
        JsonNode engine = PublishedSchema.RENDER_REQUEST.rules().at("/properties/engine");
        assertThat(engine.path(PublishedSchema.DESCRIPTIONS))
                .hasSameSizeAs(RenderRequest.Engine.values())
                .hasSameSizeAs(engine.path("enum"))
                .allSatisfy(words -> assertThat(words.asText()).endsWith("."));
    }
}
