package dev.parley.contracts;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A request on its way into today's form, and under which name its sender knows each field. */
final class Translation {
    private static final List<String> TODAYS_KEYS = List.of("image", "speakers", ScriptForm.KEY, TurnsForm.KEY);
    private static final Set<String> TODAYS = Stream.concat(
                    Stream.of(ScriptForm.KEY),
                    Arrays.stream(RenderRequest.class.getRecordComponents()).map(RecordComponent::getName))
            .collect(Collectors.toCollection(LinkedHashSet::new));

    private final ObjectNode request;
    private final Map<String, String> names = new HashMap<>();
    private final Map<String, RequestWording.Lines> scripts = new HashMap<>();
    private final Violations violations;
    private final Set<String> known;

    private Translation(ObjectNode request, Violations violations, Set<String> known) {
        this.request = request;
        this.violations = violations;
        this.known = known;
    }

    /** Finds out which form {@code sent} has and brings it into today's. */
    static Translation of(ObjectNode sent, Violations violations) {
        String today = firstOf(TODAYS_KEYS, sent);
        String reference = firstOf(ReferenceForm.KEYS, sent);
        String flat = firstOf(FlatForm.KEYS, sent);
        if (reference == null && flat == null) {
            Translation same = new Translation(sent, violations, TODAYS);
            new ScriptForm(sent, same).translate();
            TurnsForm.addPeople(sent);
            return same;
        }
        refuseMixture(today, reference, flat);
        Translation translation = new Translation(
                JsonNodeFactory.instance.objectNode(),
                violations,
                reference != null ? ReferenceForm.KNOWN : FlatForm.KNOWN);
        if (reference != null) {
            new ReferenceForm(sent, translation).translate();
        } else {
            new FlatForm(sent, translation).translate();
        }
        return translation;
    }

    private static String firstOf(List<String> keys, ObjectNode sent) {
        return keys.stream().filter(sent::has).findFirst().orElse(null);
    }

    /** Which of two pictures or voices is meant, nobody can know. */
    private static void refuseMixture(String... keysOfForms) {
        List<String> found = new ArrayList<>();
        for (String key : keysOfForms) {
            if (key != null) {
                found.add("'" + key + "'");
            }
        }
        if (found.size() > 1) {
            throw InvalidRequestException.of(
                    "",
                    "mixed-forms",
                    "found %s, which belong to different forms of a request, expected one form"
                            .formatted(String.join(" and ", found)));
        }
    }

    ObjectNode request() {
        return request;
    }

    /** The names that the form in which the request was sent has at its top. */
    Set<String> known() {
        return known;
    }

    /** How the sender put it, as far as it has been translated. */
    RequestWording wording() {
        return new RequestWording(names, scripts);
    }

    /** Remembers where the text at {@code path} was taken from. */
    void takenFrom(String path, RequestWording.Lines script) {
        scripts.put(path, script);
    }

    void name(String path, String from) {
        names.put(path, from);
    }

    /** Puts {@code value}, which the sender calls {@code from}, at {@code path} of today's form. */
    void put(String path, String from, JsonNode value) {
        ObjectNode parent = parent(path);
        String field = path.substring(path.lastIndexOf('.') + 1);
        if (parent.has(field) && !parent.get(field).equals(value)) {
            refuse(
                    path,
                    from,
                    "ambiguous",
                    "found %s, but also '%s' with %s, expected one of the two"
                            .formatted(Found.node(value), wording().nameOf(path), Found.node(parent.get(field))));
        } else {
            parent.set(field, value);
            name(path, from);
        }
    }

    /** Objects to what the sender calls {@code from} and would stand at {@code path}. */
    void refuse(String path, String from, String code, String message) {
        name(path, from);
        violations.spoil(path, code, message);
    }

    /** The object that holds {@code path}; made if it is not there. */
    private ObjectNode parent(String path) {
        int dot = path.lastIndexOf('.');
        if (dot < 0) {
            return request;
        }
        String holder = path.substring(0, dot);
        if (holder.startsWith("speakers[")) {
            return speaker(Integer.parseInt(holder.substring("speakers[".length(), holder.length() - 1)));
        }
        if (!request.has(holder)) {
            request.putObject(holder);
        }
        // Where the sender put no object, the schema will say so; what we would add is of no use then.
        return request.get(holder) instanceof ObjectNode object ? object : request.objectNode();
    }

    private ObjectNode speaker(int index) {
        ArrayNode speakers = request.withArray("speakers");
        while (speakers.size() <= index) {
            speakers.addObject();
        }
        // What is no object, the schema will object to.
        return speakers.get(index) instanceof ObjectNode person ? person : request.objectNode();
    }
}
