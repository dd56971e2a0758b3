package dev.parley.contracts;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Iterator;
import java.util.List;
import java.util.Set;

/**
 * The input JSON of the reference implementation: {@code cond_image}, {@code cond_audio} or {@code tts_audio},
 * {@code audio_type}, {@code bbox}. Where the reference is silently odd, this is not: a third person, a box without a
 * voice, and the silent speaker {@code None}, which today's form cannot express, are refused.
 */
final class ReferenceForm {
    static final List<String> KEYS = List.of("cond_image", "cond_audio", "tts_audio");

    static final Set<String> KNOWN = SharedFields.knownBeside("cond_image", "cond_audio", "tts_audio", "bbox");

    private static final List<String> PEOPLE = List.of("person1", "person2");

    private final ObjectNode sent;
    private final Translation translation;

    ReferenceForm(ObjectNode sent, Translation translation) {
        this.sent = sent;
        this.translation = translation;
    }

    void translate() {
        SharedFields.translate(sent, translation);
        copy("prompt", "prompt");
        copy("mode", "mode");
        copy("image", "cond_image");
        int people = voices();
        boxes(people);
    }

    private void copy(String path, String from) {
        translation.name(path, from);
        if (sent.has(from)) {
            translation.put(path, from, sent.get(from));
        }
    }

    /** How many people speak. */
    private int voices() {
        translation.name("speakers", "cond_audio");
        JsonNode recordings = sent.path("cond_audio");
        if (!recordings.isMissingNode() && !recordings.isObject()) {
            translation.refuse(
                    "speakers",
                    "cond_audio",
                    "wrong-type",
                    "found %s, expected an object with person1 and person2".formatted(Found.node(recordings)));
            return 0;
        }
        if (recordings.isEmpty() && sent.has("tts_audio")) {
            return new ReferenceScript(sent.get("tts_audio"), translation).translate();
        }
        if (recordings.isEmpty()) {
            translation.refuse(
                    "speakers", "cond_audio", "missing", "found no voice, expected person1, or person1 and person2");
            return 0;
        }
        if (!sent.path("tts_audio").isEmpty()) {
            translation.refuse(
                    "speakers",
                    "tts_audio",
                    "ambiguous",
                    "found a text to speak beside the recordings in cond_audio, expected one of the two");
            return 0;
        }
        return recordings((ObjectNode) recordings);
    }

    private int recordings(ObjectNode recordings) {
        refuseStrangers("cond_audio", recordings);
        int people = recordings.has("person2") ? 2 : 1;
        for (int i = 0; i < people; i++) {
            recording(i, recordings.path(PEOPLE.get(i)));
        }
        if (people == 2) {
            SharedFields.translateAudioType(sent, translation);
        }
        return people;
    }

    private void recording(int speaker, JsonNode recording) {
        String path = "speakers[" + speaker + "].audio";
        String from = "cond_audio." + PEOPLE.get(speaker);
        translation.name("speakers[" + speaker + "]", from);
        if (recording.isMissingNode()) {
            translation.refuse(path, from, "missing", "found nothing, expected a recording");
        } else if (recording.asText().equals("None")) {
            translation.refuse(
                    path,
                    from,
                    "silent-speaker",
                    "found 'None', expected a recording: a person who stays silent is not a speaker; leave them out, or"
                            + " send a recording of silence");
        } else {
            translation.put(path, from, recording);
        }
    }

    private void boxes(int people) {
        JsonNode boxes = sent.path("bbox");
        if (boxes.isMissingNode()) {
            return;
        }
        if (!(boxes instanceof ObjectNode byPerson)) {
            translation.refuse(
                    "bbox",
                    "bbox",
                    "wrong-type",
                    "found %s, expected an object with person1 and person2".formatted(Found.node(boxes)));
            return;
        }
        refuseStrangers("bbox", byPerson);
        for (int i = 0; i < PEOPLE.size(); i++) {
            if (byPerson.has(PEOPLE.get(i))) {
                box(i, people, byPerson.get(PEOPLE.get(i)));
            }
        }
    }

    /** The reference calls them x and y, but its numbers are rows first. */
    private void box(int speaker, int people, JsonNode corners) {
        String path = "speakers[" + speaker + "].box";
        String from = "bbox." + PEOPLE.get(speaker);
        if (speaker >= people) {
            translation.refuse(path, from, "no-voice", "found a box for a person without a voice");
            return;
        }
        if (!isBox(corners)) {
            translation.refuse(
                    path,
                    from,
                    "bad-box",
                    "found %s, expected [row_min, column_min, row_max, column_max], each max beyond its min"
                            .formatted(corners.isArray() && corners.size() <= 8 ? corners : Found.node(corners)));
            return;
        }
        double top = corners.get(0).doubleValue();
        double left = corners.get(1).doubleValue();
        ObjectNode box = sent.objectNode()
                .put("x", left)
                .put("y", top)
                .put("width", corners.get(3).doubleValue() - left)
                .put("height", corners.get(2).doubleValue() - top);
        translation.put(path, from, box);
    }

    private static boolean isBox(JsonNode corners) {
        if (!corners.isArray() || corners.size() != 4) {
            return false;
        }
        for (JsonNode corner : corners) {
            if (!corner.isNumber()) {
                return false;
            }
        }
        return corners.get(0).doubleValue() < corners.get(2).doubleValue()
                && corners.get(1).doubleValue() < corners.get(3).doubleValue();
    }

    private void refuseStrangers(String field, ObjectNode byPerson) {
        for (Iterator<String> names = byPerson.fieldNames(); names.hasNext(); ) {
            String name = names.next();
            if (!PEOPLE.contains(name)) {
                String from = field + "." + Found.name(name);
                translation.refuse(
                        from,
                        from,
                        "unknown-person",
                        "found %s, expected person1 and person2 only: one or two people".formatted(Found.text(name)));
            }
        }
    }
}
