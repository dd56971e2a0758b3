package dev.parley.testkit.openapi;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonMetaSchema;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.NonValidationKeyword;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.SpecVersion.VersionFlag;
import com.networknt.schema.ValidationMessage;
import dev.parley.testkit.openapi.Operation.Parameter;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** An OpenAPI 3.1 document: its operations, and its schemas to hold values against. Not safe for several threads. */
public final class ApiDocument {
    private static final Set<String> METHODS =
            Set.of("get", "put", "post", "delete", "options", "head", "patch", "trace");
    private static final SchemaValidatorsConfig STRICT =
            SchemaValidatorsConfig.builder().formatAssertionsEnabled(true).build();

    private final JsonNode root;
    private final JsonSchemaFactory schemas = JsonSchemaFactory.getInstance(
            VersionFlag.V202012,
            builder -> builder.metaSchema(JsonMetaSchema.builder(JsonMetaSchema.getV202012())
                    .unknownKeywordFactory((keyword, context) -> new NonValidationKeyword(keyword))
                    .build()));
    private final Map<JsonNode, JsonSchema> open = new IdentityHashMap<>();
    private final Map<JsonNode, JsonSchema> closed = new IdentityHashMap<>();

    public ApiDocument(JsonNode root) {
        this.root = root;
    }

    public JsonNode root() {
        return root;
    }

    /** In the order of the document. */
    public List<Operation> operations() {
        List<Operation> operations = new ArrayList<>();
        for (Map.Entry<String, JsonNode> path : root.path("paths").properties()) {
            for (Map.Entry<String, JsonNode> method : path.getValue().properties()) {
                if (METHODS.contains(method.getKey())) {
                    operations.add(operation(path.getKey(), path.getValue(), method.getKey(), method.getValue()));
                }
            }
        }
        return operations;
    }

    private Operation operation(String path, JsonNode item, String method, JsonNode described) {
        Map<String, JsonNode> bodies = new LinkedHashMap<>();
        resolved(described.path("requestBody"))
                .path("content")
                .properties()
                .forEach(body -> bodies.put(body.getKey(), body.getValue().path("schema")));
        Map<Integer, JsonNode> answers = new TreeMap<>();
        described
                .path("responses")
                .properties()
                .forEach(answer -> answers.put(Integer.valueOf(answer.getKey()), resolved(answer.getValue())));
        return new Operation(
                method.toUpperCase(Locale.ROOT),
                path,
                described,
                siblings(item),
                parameters(item, described),
                bodies,
                answers);
    }

    private static Set<String> siblings(JsonNode item) {
        return item.properties().stream()
                .map(Map.Entry::getKey)
                .filter(METHODS::contains)
                .map(name -> name.toUpperCase(Locale.ROOT))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private List<Parameter> parameters(JsonNode item, JsonNode described) {
        List<Parameter> parameters = new ArrayList<>();
        for (JsonNode holder : List.of(item, described)) {
            for (JsonNode reference : holder.path("parameters")) {
                JsonNode parameter = resolved(reference);
                parameters.add(new Parameter(
                        parameter.path("name").asText(),
                        parameter.path("in").asText(),
                        parameter.path("required").asBoolean(),
                        parameter.path("schema")));
            }
        }
        return parameters;
    }

    /** What a reference leads to; anything else itself. */
    public JsonNode resolved(JsonNode node) {
        JsonNode found = node;
        while (found.has("$ref")) {
            found = root.at(found.get("$ref").asText().substring(1));
        }
        return found;
    }

    /** Why a value does not fit a schema of this document; nothing if it does. */
    public List<String> faults(JsonNode schema, JsonNode value) {
        return faults(open.computeIfAbsent(schema, rules -> compiled(rules, false)), value);
    }

    /** The same of what the service gives: it has no field at its top that is not described. */
    public List<String> faultsOfAnswer(JsonNode schema, JsonNode value) {
        return faults(closed.computeIfAbsent(schema, rules -> compiled(rules, true)), value);
    }

    private static List<String> faults(JsonSchema schema, JsonNode value) {
        return schema.validate(value).stream()
                .map(ValidationMessage::getMessage)
                .toList();
    }

    private JsonSchema compiled(JsonNode rules, boolean closed) {
        ObjectNode whole = JsonNodeFactory.instance.objectNode();
        whole.put("$schema", "https://json-schema.org/draft/2020-12/schema");
        whole.putArray("allOf").add(rules.isMissingNode() ? JsonNodeFactory.instance.objectNode() : rules);
        if (closed) {
            whole.put("unevaluatedProperties", false);
        }
        whole.set("components", root.path("components"));
        return schemas.getSchema(whole, STRICT);
    }
}
