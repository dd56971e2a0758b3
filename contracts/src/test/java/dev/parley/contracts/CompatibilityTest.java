package dev.parley.contracts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion.VersionFlag;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Programs of yesterday and farms of today understand each other, and the other way round. The schemas under {@code earlier}
 * are those of 29 November 2026, before jobs could be deleted and retried; they stay as they are. What readers must bear:
 * fields and types that they do not know.
 */
class CompatibilityTest {
    private static final RequestReader READER = new RequestReader();

    @Test
    void whoeverKnowsTheEarlierEventsUnderstandsTodays() {
        JsonSchema earlier = schema("job-event");
        List<String> known = words(read("job-event").at("/properties/type/enum"));
        List<String> told = new ArrayList<>();
        for (JobEvent event : Samples.events()) {
            JsonNode sent = Json.mapper().valueToTree(Samples.cloudEvent(event));
            String type = sent.path("type").textValue();
            if (known.contains(type)) {
                assertThat(earlier.validate(sent)).as(type).isEmpty();
                told.add(type);
            }
        }
        assertThat(told).as("no type is given up").containsExactlyInAnyOrderElementsOf(known);
    }

    @Test
    void whoeverKnowsTheEarlierJobsUnderstandsTodays() {
        JsonSchema earlier = schema("job-view");
        JobState job = JobState.first(Samples.cloudEvent(Samples.ACCEPTED));
        for (JobEvent event : Samples.events()) {
            JobState after = job.apply(Samples.cloudEvent(event));
            assertThat(earlier.validate(Json.mapper().valueToTree(JobView.of(after))))
                    .as(event.name())
                    .isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"job-event", "job-view", "render-request"})
    void noFieldIsGivenUpOrAskedForAnew(String name) {
        assertThat(difference(read(name), Schemas.read(name), "")).isEmpty();
    }

    @Test
    void aFarmOfTodayReadsWhatAnEarlierOneWrote() {
        ObjectNode event = Json.mapper().valueToTree(Samples.cloudEvent(Samples.ACCEPTED));
        ((ObjectNode) event.path("data")).remove(List.of("retryOf", "inputs"));

        JobState state = JobState.first(Json.read(event.toString(), CloudEvent.class));

        assertThat(state.retryOf()).isNull();
        assertThat(state.intake().inputs()).isEmpty();
        ObjectNode written = Json.mapper().valueToTree(state);
        assertThat(Json.read(written.toString(), JobState.class)).isEqualTo(state);
    }

    @Test
    void anEarlierFarmReadsAroundWhatItDoesNotKnow() {
        ObjectNode event = Json.mapper().valueToTree(Samples.cloudEvent(Samples.COMPLETED));
        event.put("traceparent", "00-1-2-03");
        ((ObjectNode) event.path("data")).put("quality", 0.9);
        assertThat(Json.read(event.toString(), CloudEvent.class).data()).isEqualTo(Samples.COMPLETED);
        ObjectNode state = Json.mapper().valueToTree(JobState.first(Samples.cloudEvent(Samples.ACCEPTED)));
        state.put("mood", "good");
        assertThat(Json.read(state.toString(), JobState.class).status()).isEqualTo(JobStatus.ACCEPTED);
        // Readers skip it, and go on.
        event.put("type", "dev.parley.job.applauded");
        assertThatThrownBy(() -> Json.read(event.toString(), CloudEvent.class))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("applauded");
    }

    @Test
    void aRequestOfALaterProgramIsTakenWithAWarning() {
        ObjectNode request = Requests.one();
        request.put("mood", "good");
        ReadRequest read = READER.examine(request.toString().getBytes(StandardCharsets.UTF_8), false);
        assertThat(read.warnings()).extracting(Warning::path).containsExactly("mood");
    }

    /** What a reader of the earlier schema would miss, or a writer of it would be refused for. */
    private static Set<String> difference(JsonNode earlier, JsonNode today, String at) {
        Set<String> missing = new TreeSet<>();
        for (Map.Entry<String, JsonNode> field : earlier.path("properties").properties()) {
            if (!today.path("properties").has(field.getKey())) {
                missing.add(at + "/" + field.getKey() + " is gone");
            }
        }
        List<String> before = words(earlier.path("required"));
        for (String required : words(today.path("required"))) {
            if (!before.contains(required)) {
                missing.add(at + "/" + required + " is required now");
            }
        }
        for (String word : words(earlier.path("enum"))) {
            if (!words(today.path("enum")).contains(word)) {
                missing.add(at + " has no " + word + " any more");
            }
        }
        for (String part : List.of("properties", "$defs")) {
            for (Map.Entry<String, JsonNode> inner : earlier.path(part).properties()) {
                missing.addAll(
                        difference(inner.getValue(), today.path(part).path(inner.getKey()), at + "/" + inner.getKey()));
            }
        }
        return missing;
    }

    private static List<String> words(JsonNode list) {
        List<String> words = new ArrayList<>();
        list.forEach(word -> words.add(word.asText()));
        return words;
    }

    private static JsonSchema schema(String name) {
        return JsonSchemaFactory.getInstance(VersionFlag.V202012).getSchema(read(name));
    }

    private static JsonNode read(String name) {
        try (InputStream in = CompatibilityTest.class.getResourceAsStream("/earlier/" + name + ".schema.json")) {
            return Json.mapper().readTree(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
