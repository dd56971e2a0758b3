package dev.parley.contracts;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;

/** Requests to test with. */
final class Requests {
    static final String PICTURE = "inputs/" + "a".repeat(64);
    static final String VOICE = "inputs/" + "b".repeat(64);
    static final String OTHER_VOICE = "inputs/" + "c".repeat(64);

    /** A sound request of one speaker, in JSON that may be written with single quotes. */
    static ObjectNode one() {
        return json("{'image': '%s', 'speakers': [{'audio': '%s'}]}".formatted(PICTURE, VOICE));
    }

    static ObjectNode two() {
        return json("{'image': '%s', 'speakers': [{'audio': '%s'}, {'audio': '%s'}]}"
                .formatted(PICTURE, VOICE, OTHER_VOICE));
    }

    static ObjectNode json(String text) {
        return (ObjectNode) tree(text.replace('\'', '"'));
    }

    static ObjectNode file(String name) {
        try (InputStream in = Requests.class.getResourceAsStream("/requests/" + name)) {
            return (ObjectNode) Json.mapper().readTree(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static JsonNode tree(String json) {
        try {
            return Json.mapper().readTree(json);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(json, e);
        }
    }

    /** The record of a request that says nothing but who is seen and heard. */
    static RenderRequest record(String image, String prompt, RenderRequest.Speaker... speakers) {
        return RenderRequestBuilder.builder()
                .image(image)
                .prompt(prompt)
                .speakers(List.of(speakers))
                .build();
    }

    static RenderRequest.Speaker speaker(String audio) {
        return RenderRequestSpeakerBuilder.builder().audio(audio).build();
    }

    private Requests() {}
}
