package dev.parley.client;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.function.Function;

/** One person of a video, and what is heard of them: a recording or a text. */
public final class Speaker {
    private final JobInput audio;
    private final JobInput portrait;
    private final ObjectNode fields;

    private Speaker(JobInput audio, JobInput portrait, ObjectNode fields) {
        this.audio = audio;
        this.portrait = portrait;
        this.fields = fields;
    }

    public static Speaker audio(JobInput recording) {
        return new Speaker(requireNonNull(recording, "recording"), null, JsonNodeFactory.instance.objectNode());
    }

    public static Speaker audio(Path recording) {
        return audio(JobInput.of(recording));
    }

    /** @param words spoken by a voice of the farm */
    public static Speaker text(String words) {
        return new Speaker(null, null, JsonNodeFactory.instance.objectNode().put("text", words));
    }

    /** @param name who speaks the text, as {@code kate} */
    public Speaker voice(String name) {
        return with(fields.deepCopy().put("voice", name));
    }

    /** Where the person is in the picture, in its pixels; default: all of it, or an equal share of its width. */
    public Speaker box(double x, double y, double width, double height) {
        return withBox(x, y, width, height, "pixel");
    }

    /** The same in fractions of the picture, from 0 to 1. */
    public Speaker boxOfFractions(double x, double y, double width, double height) {
        return withBox(x, y, width, height, "fraction");
    }

    private Speaker withBox(double x, double y, double width, double height, String unit) {
        ObjectNode changed = fields.deepCopy();
        changed.putObject("box")
                .put("x", x)
                .put("y", y)
                .put("width", width)
                .put("height", height)
                .put("unit", unit);
        return with(changed);
    }

    /** @param seconds when the voice begins, with {@link JobRequest.AudioMix#TIMELINE} */
    public Speaker startSeconds(double seconds) {
        return with(fields.deepCopy().put("startSeconds", seconds));
    }

    /** @param number of the recording's channel that has the person's voice, from 1 */
    public Speaker channel(int number) {
        return with(fields.deepCopy().put("channel", number));
    }

    /** The person's own picture, where the request has none of both. */
    public Speaker portrait(JobInput picture) {
        return new Speaker(audio, picture, fields);
    }

    private Speaker with(ObjectNode changed) {
        return new Speaker(audio, portrait, changed);
    }

    /** @param named what a request calls an input, once the farm has it */
    ObjectNode json(Function<JobInput, String> named) {
        ObjectNode json = fields.deepCopy();
        if (audio != null) {
            json.put("audio", named.apply(audio));
        }
        if (portrait != null) {
            json.put("image", named.apply(portrait));
        }
        return json;
    }
}
