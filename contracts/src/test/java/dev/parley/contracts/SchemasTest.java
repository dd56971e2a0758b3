package dev.parley.contracts;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The schemas are written by hand, for people; here they are held to the records they describe. */
class SchemasTest {
    /** Described by a word: an id, and the plan, which is the farm's own. */
    private static final Set<Type> OPAQUE = Set.of(JobId.class, RenderPlan.class);

    @ParameterizedTest
    @MethodSource("records")
    void aSchemaNamesExactlyTheFieldsOfItsRecord(String name, String part, Class<?> record) {
        JsonNode root = Schemas.read(name);
        List<String> differences = new ArrayList<>();
        compare(root, root.at(part), record, record.getSimpleName(), differences);
        assertThat(differences).isEmpty();
    }

    static Stream<Arguments> records() {
        Stream<Arguments> whole = Stream.of(
                Arguments.of("render-request", "", RenderRequest.class),
                Arguments.of("chunk-committed", "", ChunkCommitted.class),
                Arguments.of("dead-letter", "", DeadLetter.class),
                Arguments.of("job-event", "", CloudEvent.class),
                Arguments.of("job-view", "", JobView.class),
                Arguments.of("command", "/$defs/cancelJob", Command.CancelJob.class),
                Arguments.of("command", "/$defs/drainWorker", Command.DrainWorker.class));
        Stream<Arguments> events = Arrays.stream(JobEvent.class.getPermittedSubclasses())
                .map(event -> Arguments.of(
                        "job-event", "/$defs/" + event.getSimpleName().toLowerCase(Locale.ROOT), event));
        return Stream.concat(whole, events);
    }

    @Test
    void theEventSchemaKnowsEveryTypeOfEvent() {
        JsonNode schema = Schemas.read("job-event");
        List<String> types = Samples.events().stream()
                .map(event -> CloudEvent.TYPE_PREFIX + event.name())
                .toList();
        assertThat(types).hasSize(JobEvent.class.getPermittedSubclasses().length);
        assertThat(words(schema.at("/properties/type/enum"))).containsExactlyInAnyOrderElementsOf(types);
        assertThat(schema.path("allOf")).hasSameSizeAs(types);
    }

    @Test
    void whatIsWrittenFitsItsSchema() {
        Instant now = Samples.NOW;
        ChunkCommitted chunk =
                new ChunkCommitted(Samples.JOB, 0, 0, 81, false, "o", 10, "0".repeat(64), "s", 1, "w1", now);
        assertThat(Schemas.validate("render-request", tree(Samples.request()))).isEmpty();
        assertThat(Schemas.validate("chunk-committed", tree(chunk))).isEmpty();
        assertThat(Schemas.validate(
                        "dead-letter",
                        tree(new DeadLetter(Samples.JOB, "{", Fault.INTERNAL, "m", 1, now, List.of("line")))))
                .isEmpty();
        assertThat(Schemas.validate("dead-letter", tree(new DeadLetter(null, null, Fault.INTERNAL, "m", 0, now))))
                .isEmpty();
        assertThat(Schemas.validate("command", tree(new Command.CancelJob(Samples.JOB, "r", now))))
                .isEmpty();
        assertThat(Schemas.validate("command", tree(new Command.DrainWorker("w1", null, now))))
                .isEmpty();
    }

    @Test
    void everyEventAndEveryViewFitsItsSchema() {
        for (JobEvent event : Samples.events()) {
            CloudEvent sent = Samples.cloudEvent(event);
            assertThat(Schemas.validate("job-event", tree(sent)))
                    .as(event.name())
                    .isEmpty();
            JobState state =
                    JobState.first(Samples.cloudEvent(Samples.ACCEPTED)).apply(sent);
            assertThat(Schemas.validate("job-view", tree(JobView.of(state))))
                    .as(event.name())
                    .isEmpty();
            JobView alone = JobView.of(JobState.first(sent));
            assertThat(Schemas.validate("job-view", tree(alone)))
                    .as(event.name())
                    .isEmpty();
        }
    }

    @Test
    void dataOfAnotherEventDoesNotFit() {
        ObjectNode event = (ObjectNode) tree(Samples.cloudEvent(new JobEvent.Claimed("w1", 1, 0)));
        event.put("type", "dev.parley.job.completed");
        assertThat(Schemas.validate("job-event", event)).isNotEmpty();
    }

    @Test
    void timesMustBeTimes() {
        ObjectNode event = (ObjectNode) tree(Samples.cloudEvent(new JobEvent.Assembling(1)));
        event.put("time", "yesterday");
        assertThat(Schemas.validate("job-event", event)).isNotEmpty();
    }

    private static void compare(JsonNode root, JsonNode given, Type type, String at, List<String> differences) {
        JsonNode schema =
                given.has("$ref") ? root.at(given.get("$ref").textValue().substring(1)) : given;
        if (type instanceof ParameterizedType container) {
            Type held = container.getActualTypeArguments()[container.getRawType() == Map.class ? 1 : 0];
            boolean map = container.getRawType() == Map.class;
            expect(map ? "object" : "array", schema.path("type").asText(), at, differences);
            compare(root, schema.path(map ? "additionalProperties" : "items"), held, at + "[]", differences);
        } else if (((Class<?>) type).isRecord() && !OPAQUE.contains(type)) {
            compareFields(root, schema, (Class<?>) type, at, differences);
        } else if (((Class<?>) type).isEnum()) {
            List<String> words = Arrays.stream(((Class<?>) type).getEnumConstants())
                    .map(word -> tree(word).textValue())
                    .toList();
            expect(words, words(schema.path("enum")), at, differences);
        } else if (!schema.has("const") && !schema.has("enum")) {
            JsonNode types = schema.path("type");
            // Behind the record's own type come those that are read as it: a channel may have a name.
            JsonNode own = types.isArray() ? types.get(0) : types;
            expect(nameOf((Class<?>) type), own.asText(), at, differences);
            expect(
                    type == Instant.class ? "date-time" : "",
                    schema.path("format").asText(),
                    at,
                    differences);
        }
    }

    private static void compareFields(
            JsonNode root, JsonNode schema, Class<?> record, String at, List<String> differences) {
        Set<String> fields = new TreeSet<>();
        Set<String> required = new TreeSet<>(words(schema.path("required")));
        for (RecordComponent component : record.getRecordComponents()) {
            String name = component.getName();
            fields.add(name);
            compare(root, schema.at("/properties/" + name), component.getGenericType(), at + "." + name, differences);
            // A primitive is always written, so readers may count on it.
            if (component.getType().isPrimitive() && !required.contains(name)) {
                differences.add(at + "." + name + " must be required");
            }
        }
        if (Command.class.isAssignableFrom(record)) {
            fields.add("type");
        }
        if (record == RenderRequest.class) {
            fields.add("strict"); // says how to read it, and is not kept
            fields.add("script"); // becomes the texts of the speakers
        }
        Set<String> properties = new TreeSet<>();
        schema.path("properties").fieldNames().forEachRemaining(properties::add);
        expect(fields, properties, at, differences);
        if (!properties.containsAll(required)) {
            differences.add(at + " requires " + required + " but has only " + properties);
        }
    }

    private static String nameOf(Class<?> type) {
        if (type == String.class || type == JobId.class || type == Instant.class) {
            return "string";
        }
        if (type == boolean.class || type == Boolean.class) {
            return "boolean";
        }
        if (type == double.class || type == Double.class) {
            return "number";
        }
        if (type == JobEvent.class || type == RenderPlan.class) {
            return "object";
        }
        return "integer";
    }

    private static void expect(Object expected, Object actual, String at, List<String> differences) {
        if (!expected.equals(actual)) {
            differences.add("%s: the record has %s, the schema %s".formatted(at, expected, actual));
        }
    }

    private static List<String> words(JsonNode list) {
        List<String> words = new ArrayList<>();
        list.forEach(word -> words.add(word.asText()));
        return words;
    }

    private static JsonNode tree(Object value) {
        return Json.mapper().valueToTree(value);
    }
}
