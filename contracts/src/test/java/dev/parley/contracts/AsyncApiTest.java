package dev.parley.contracts;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class AsyncApiTest {
    private static final JsonNode DOCUMENT = read();

    @Test
    void isAnAsyncApi3Document() {
        assertThat(DOCUMENT.path("asyncapi").textValue()).isEqualTo("3.1.0");
        assertThat(DOCUMENT.at("/info/title").isTextual()).isTrue();
        assertThat(DOCUMENT.at("/info/version").isTextual()).isTrue();
        Set<String> known = Set.of(
                "asyncapi", "id", "info", "servers", "defaultContentType", "channels", "operations", "components");
        DOCUMENT.fieldNames().forEachRemaining(name -> assertThat(known).contains(name));
        for (JsonNode channel : DOCUMENT.path("channels")) {
            assertThat(channel.path("address").isTextual()).isTrue();
            assertThat(channel.path("messages")).isNotEmpty();
        }
        for (JsonNode operation : DOCUMENT.path("operations")) {
            assertThat(operation.path("action").asText()).isIn("send", "receive");
            assertThat(operation.path("channel").has("$ref")).isTrue();
            assertThat(operation.path("messages")).isNotEmpty();
        }
    }

    @Test
    void describesThePublicTopicsUnderTheirRealNames() {
        List<String> addresses = new ArrayList<>();
        DOCUMENT.path("channels").forEach(channel -> {
            addresses.add(channel.path("address").textValue());
            assertThat(channel.at("/bindings/kafka/topic")).isEqualTo(channel.path("address"));
        });
        assertThat(addresses).containsExactlyInAnyOrder(Topics.REQUESTS, Topics.EVENTS, Topics.DEAD_LETTERS);
    }

    @Test
    void everyReferenceLeadsSomewhere() {
        Set<String> references = new HashSet<>();
        collect(DOCUMENT, references);
        assertThat(references).hasSizeGreaterThan(10);
        for (String reference : references) {
            if (reference.startsWith("#")) {
                assertThat(DOCUMENT.at(reference.substring(1)).isMissingNode())
                        .as(reference)
                        .isFalse();
            } else {
                assertThat(AsyncApiTest.class.getResource("/" + reference))
                        .as(reference)
                        .isNotNull();
            }
        }
    }

    @Test
    void everyExampleFitsTheSchemaOfItsMessage() {
        for (Map.Entry<String, JsonNode> message :
                DOCUMENT.at("/components/messages").properties()) {
            String file = message.getValue().at("/payload/schema/$ref").textValue();
            String schema = file.substring(file.indexOf('/') + 1, file.indexOf('.'));
            assertThat(examples(message.getKey())).isNotEmpty();
            for (JsonNode example : examples(message.getKey())) {
                assertThat(Schemas.validate(schema, example))
                        .as(message.getKey())
                        .isEmpty();
            }
        }
    }

    @Test
    void everyExampleIsUnderstood() {
        for (JsonNode request : examples("renderRequest")) {
            RenderRequest read = new RequestReader().read(request.toString());
            assertThat(Json.mapper().<JsonNode>valueToTree(read).size()).isEqualTo(request.size());
        }
        for (JsonNode event : examples("jobEvent")) {
            assertThat(Json.read(event.toString(), CloudEvent.class).subject()).isEqualTo(Samples.JOB);
        }
        for (JsonNode letter : examples("deadLetter")) {
            assertThat(new RequestReader()
                            .read(Json.read(letter.toString(), DeadLetter.class).request()))
                    .isNotNull();
        }
    }

    @Test
    void eventsAreKnownByTheirHeader() {
        JsonNode event = DOCUMENT.at("/components/messages/jobEvent");
        assertThat(event.path("contentType").textValue()).isEqualTo(CloudEvent.CONTENT_TYPE);
        assertThat(event.at("/headers/properties/content-type/const").textValue())
                .isEqualTo(CloudEvent.CONTENT_TYPE);
    }

    @Test
    void noServerHasAnAddressThatOnlySomeFarmsHave() {
        for (JsonNode server : DOCUMENT.path("servers")) {
            assertThat(server.path("host").textValue()).isEqualTo("{broker}");
            assertThat(server.at("/variables/broker/description").isTextual()).isTrue();
        }
    }

    private static List<JsonNode> examples(String message) {
        List<JsonNode> payloads = new ArrayList<>();
        DOCUMENT.at("/components/messages/" + message + "/examples")
                .forEach(example -> payloads.add(example.path("payload")));
        return payloads;
    }

    private static void collect(JsonNode node, Set<String> references) {
        if (node.path("$ref").isTextual()) {
            references.add(node.path("$ref").textValue());
        }
        node.forEach(child -> collect(child, references));
    }

    private static JsonNode read() {
        try (InputStream in = AsyncApiTest.class.getResourceAsStream("/asyncapi.yaml")) {
            return new YAMLMapper().readTree(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
