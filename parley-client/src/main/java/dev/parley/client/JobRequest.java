package dev.parley.client;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;

/**
 * What a video should be. A request has an idempotency key from the beginning: however often one object is
 * submitted, also after an exception that leaves open whether the farm has heard of it, there is one job.
 *
 * <p>Fields that are not set take the farm's defaults. The farm checks all of them, and names every violation at once.
 *
 * <pre>{@code
 * JobRequest request = JobRequest.of(JobInput.of(Path.of("samples/pair.png")))
 *         .speaker(Speaker.text("Hello there.").voice("kate"))
 *         .speaker(Speaker.audio(Path.of("samples/news.wav")))
 *         .audioMix(JobRequest.AudioMix.IN_TURN)
 *         .prompt("two people talk to each other")
 *         .preset("lightx2v")
 *         .label("episode", "12")
 *         .build();
 * }</pre>
 */
public final class JobRequest {
    private final ObjectNode fields;
    private final JobInput image;
    private final List<Speaker> speakers;

    /** When the voices are heard. */
    public enum AudioMix {
        /** All begin at once. */
        TOGETHER,
        /** One after the other, in the order of the speakers. */
        IN_TURN,
        /** Each at its {@link Speaker#startSeconds}. */
        TIMELINE
    }

    private JobRequest(Builder made) {
        fields = made.fields.deepCopy();
        if (!fields.hasNonNull("idempotencyKey")) {
            fields.put("idempotencyKey", UUID.randomUUID().toString());
        }
        image = made.image;
        speakers = List.copyOf(made.speakers);
    }

    /** @param image a picture of everybody who speaks */
    public static Builder of(JobInput image) {
        return new Builder(requireNonNull(image, "image"));
    }

    public static Builder of(Path image) {
        return of(JobInput.of(image));
    }

    /** Of two people who have a {@link Speaker#portrait} each. */
    public static Builder ofPortraits() {
        return new Builder(null);
    }

    /**
     * A request as it is written in JSON (by the schema {@code /v1/schemas/render-request.schema.json}, or in one of
     * the older forms), with inputs that the farm can reach: {@code inputs/<sha256>}, URLs, {@code data:} URIs.
     */
    public static JobRequest ofJson(String json) {
        JsonNode read = FarmJson.tree(json.getBytes(StandardCharsets.UTF_8));
        if (!read.isObject()) {
            throw new IllegalArgumentException("Expected a request as a JSON object, found something else");
        }
        Builder builder = new Builder(null);
        builder.fields.setAll((ObjectNode) read);
        return builder.build();
    }

    /** The key under which the farm knows this request again. */
    public String idempotencyKey() {
        return fields.path("idempotencyKey").asText();
    }

    /**
     * The id that the job has if it is asked for by {@link #record}: the one that the request names, or else one that its
     * key gives it.
     */
    public String jobId() {
        String named = fields.path("jobId").asText();
        return named.isEmpty()
                ? UUID.nameUUIDFromBytes(("parley\0" + idempotencyKey()).getBytes(StandardCharsets.UTF_8))
                        .toString()
                : named;
    }

    /**
     * The request as the value of a record on the topic {@code parley.requests}, for any producer of Kafka. Files and bytes
     * are within it as {@code data:} URIs. Brokers take records of about 1 MB, so larger ones are to be uploaded before, or
     * to be URLs. Published twice it is one job.
     *
     * @throws ParleyInputException if a file cannot be read
     */
    public String record() {
        ObjectNode json = json(InlineInput::uri);
        json.remove("idempotencyKey");
        return json.put("jobId", jobId()).toString();
    }

    /** What is to be sent before the request is. */
    Set<JobInput> inputs() {
        Set<JobInput> inputs = new LinkedHashSet<>();
        json(input -> {
            inputs.add(input);
            return "";
        });
        return inputs;
    }

    /** @param named what the farm calls an input */
    ObjectNode json(Function<JobInput, String> named) {
        ObjectNode json = fields.deepCopy();
        if (image != null) {
            json.put("image", named.apply(image));
        }
        if (!speakers.isEmpty()) {
            ArrayNode list = json.putArray("speakers");
            speakers.forEach(speaker -> list.add(speaker.json(named)));
        }
        return json;
    }

    /** Collects a request's fields. */
    public static final class Builder {
        private final ObjectNode fields = JsonNodeFactory.instance.objectNode();
        private final List<Speaker> speakers = new ArrayList<>();
        private final JobInput image;

        private Builder(JobInput image) {
            this.image = image;
        }

        /** One more, from left to right in the picture. */
        public Builder speaker(Speaker next) {
            speakers.add(requireNonNull(next, "speaker"));
            return this;
        }

        /** @param text what the video shows */
        public Builder prompt(String text) {
            return set("prompt", text);
        }

        public Builder negativePrompt(String text) {
            return set("negativePrompt", text);
        }

        /** @param turns what both say, as {@code (s1) Hello. (s2) Hi!} */
        public Builder script(String turns) {
            return set("script", turns);
        }

        public Builder audioMix(AudioMix mix) {
            return set("audioMix", mix.name().toLowerCase(Locale.ROOT).replace('_', '-'));
        }

        /** @param name {@code multitalk} or {@code pantomime}; default: the farm's */
        public Builder engine(String name) {
            return set("engine", name);
        }

        /** @param name as {@code standard}, {@code fusionx} or {@code lightx2v} */
        public Builder preset(String name) {
            return set("preset", name);
        }

        /** @param name {@code multitalk-480} or {@code multitalk-720} */
        public Builder size(String name) {
            return set("size", name);
        }

        /**
         * Words in a corner of the picture that say that the video is AI-generated.
         *
         * @param language of the words: {@code en}, {@code de}, {@code fr}, {@code es}, {@code ja} or {@code zh}
         */
        public Builder visibleMark(String language) {
            return set("visibleMark.language", language);
        }

        /** @param corner as {@code top-left}; default: {@code bottom-right} */
        public Builder visibleMark(String language, String corner) {
            return visibleMark(language).set("visibleMark.corner", corner);
        }

        /** @param number the noise depends on it alone */
        public Builder seed(long number) {
            return set("sampling.seed", number);
        }

        /** @param number denoising steps; default: the preset's */
        public Builder steps(int number) {
            return set("sampling.steps", number);
        }

        /** A word of your own, by which jobs can be listed. */
        public Builder label(String name, String value) {
            object("labels").put(name, value);
            return this;
        }

        /** @param name of the team that asks, by which jobs can be listed */
        public Builder tenant(String name) {
            return set("tenant", name);
        }

        /** @param priority in which class it waits for a worker; default: normal */
        public Builder priority(Job.Priority priority) {
            return set("priority", priority.word());
        }

        /** @param longest how long it may wait for a worker before it fails; default: as long as the farm allows */
        public Builder expiresAfter(Duration longest) {
            return set("expiresAfterSeconds", longest.toMillis() / 1_000.0);
        }

        /** Who is called when the job ends, signed with the farm's secret (Standard Webhooks). */
        public Builder webhook(URI url) {
            return set("webhook.url", url.toString());
        }

        /** @param secret {@code whsec_...} that signs the call */
        public Builder webhook(URI url, String secret) {
            return webhook(url).set("webhook.secret", secret);
        }

        /** @param key up to 255 printable characters; default: a random one */
        public Builder idempotencyKey(String key) {
            return set("idempotencyKey", key);
        }

        /**
         * Any other field of a request.
         *
         * @param field its name, after dots where it lies deeper, as {@code sampling.textGuidance}
         * @param value a text, a number, a boolean, or lists and maps of them
         */
        public Builder set(String field, Object value) {
            int dot = field.lastIndexOf('.');
            ObjectNode parent = dot < 0 ? fields : object(field.substring(0, dot));
            parent.set(field.substring(dot + 1), FarmJson.MAPPER.valueToTree(value));
            return this;
        }

        private ObjectNode object(String path) {
            ObjectNode object = fields;
            for (String name : path.split("\\.")) {
                object = object.withObjectProperty(name);
            }
            return object;
        }

        /** The request, with a key of its own: a builder may make several. */
        public JobRequest build() {
            return new JobRequest(this);
        }
    }
}
