package dev.parley.contracts;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonMetaSchema;
import com.networknt.schema.JsonNodePath;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.NonValidationKeyword;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.SpecVersion.VersionFlag;
import com.networknt.schema.ValidationMessage;
import com.networknt.schema.regex.RegularExpression;
import java.util.Set;
import java.util.regex.Pattern;

/** Holds a request against its JSON Schema and says in our words what does not fit. Safe for use by many threads. */
final class SchemaCheck {
    private final JsonSchema schema = load();

    /** The schema of a request in today's form, as it is written. */
    JsonNode rules() {
        return schema.getSchemaNode();
    }

    /** Reports what is wrong and takes it out of {@code request}, so that what remains can be read as a record. */
    void check(ObjectNode request, Violations violations) {
        Set<ValidationMessage> messages = schema.validate(request);
        for (ValidationMessage message : messages) {
            report(message, violations);
        }
        for (ValidationMessage message : messages) {
            if (isAboutTheValue(message.getType())) {
                remove(request, message.getInstanceLocation(), rulesBehind(message));
            }
        }
    }

    private void report(ValidationMessage message, Violations violations) {
        JsonNode rules = rulesBehind(message);
        if (message.getType().equals("type") && rules.has("enum")) {
            return; // the complaint of enum says it, and names the words
        }
        String path = path(message.getInstanceLocation());
        SchemaComplaint complaint = new SchemaComplaint(message.getType(), rules, message.getInstanceNode());
        switch (message.getType()) {
            case "required" ->
                violations.addUnlessSpoilt(within(path, message.getProperty()), complaint.code(), complaint.message());
            case "propertyNames" ->
                violations.add(within(path, message.getProperty()), complaint.code(), complaint.message());
            case "minItems", "maxItems", "maxProperties" -> violations.add(path, complaint.code(), complaint.message());
            default -> violations.spoil(path, complaint.code(), complaint.message());
        }
    }

    private static String within(String path, String name) {
        return path.isEmpty() ? name : path + "." + Found.name(name);
    }

    /** What is incomplete or has too many entries can still be read, and its entries can be judged. */
    private static boolean isAboutTheValue(String keyword) {
        return switch (keyword) {
            case "required", "minItems", "maxItems", "maxProperties", "propertyNames" -> false;
            default -> true;
        };
    }

    /** The part of the schema in which the keyword stands. */
    private JsonNode rulesBehind(ValidationMessage message) {
        JsonNodePath location = message.getSchemaLocation().getFragment();
        JsonNode rules = schema.getSchemaNode();
        for (int i = 0; i < location.getNameCount() - 1; i++) {
            rules = step(rules, location.getElement(i));
        }
        return rules;
    }

    private static void remove(ObjectNode request, JsonNodePath at, JsonNode rules) {
        JsonNode parent = request;
        for (int i = 0; i < at.getNameCount() - 1; i++) {
            parent = step(parent, at.getElement(i));
        }
        Object last = at.getElement(at.getNameCount() - 1);
        if (parent instanceof ObjectNode object) {
            object.remove(last.toString());
        } else if (parent instanceof ArrayNode array && last instanceof Integer index) {
            if (rules.path("type").asText().equals("string")) {
                remove(request, at.getParent(), rules); // of a list of words none is read
            } else {
                // Not removed: the paths of those behind it would change.
                array.set(index, array.objectNode());
            }
        }
    }

    private static JsonNode step(JsonNode from, Object name) {
        return name instanceof Integer index ? from.path(index) : from.path(name.toString());
    }

    /** As {@code speakers[1].box.width}. */
    private static String path(JsonNodePath location) {
        StringBuilder path = new StringBuilder();
        for (int i = 0; i < location.getNameCount(); i++) {
            if (location.getElement(i) instanceof Integer index) {
                path.append('[').append(index).append(']');
            } else {
                path.append(path.isEmpty() ? "" : ".").append(Found.name(location.getName(i)));
            }
        }
        return path.toString();
    }

    private static JsonSchema load() {
        JsonMetaSchema dialect = JsonMetaSchema.builder(JsonMetaSchema.getV202012())
                .keyword(new NonValidationKeyword(SchemaComplaint.EXPECTED))
                .keyword(new NonValidationKeyword(PublishedSchema.DESCRIPTIONS))
                .keyword(new NonValidationKeyword(RequestFields.REFERENCE_NAMES))
                .keyword(new NonValidationKeyword(RequestFields.REFERENCE_SWITCH))
                .build();
        JsonSchemaFactory factory =
                JsonSchemaFactory.getInstance(VersionFlag.V202012, builder -> builder.metaSchema(dialect));
        SchemaValidatorsConfig config = SchemaValidatorsConfig.builder()
                .regularExpressionFactory(SchemaCheck::regularExpression)
                .build();
        JsonSchema schema = factory.getSchema(PublishedSchema.RENDER_REQUEST.rules(), config);
        schema.initializeValidators();
        return schema;
    }

    /** Java's {@code $} also matches before a final line feed, that of JSON Schema does not. */
    static RegularExpression regularExpression(String regex) {
        Pattern pattern = Pattern.compile(regex.replaceFirst("\\$$", "\\\\z"));
        return value -> pattern.matcher(value).find();
    }
}
