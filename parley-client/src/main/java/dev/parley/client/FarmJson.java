package dev.parley.client;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.io.IOException;

/** Reads what a farm says. One that is newer says more, in fields and in words: what is unknown is passed over. */
final class FarmJson {
    static final ObjectMapper MAPPER = JsonMapper.builder()
            .addModule(new JavaTimeModule())
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.READ_UNKNOWN_ENUM_VALUES_USING_DEFAULT_VALUE)
            .build();

    /** Whatever {@code body} is; a missing node if it is not JSON. */
    static JsonNode tree(byte[] body) {
        try {
            JsonNode read = MAPPER.readTree(body);
            return read == null ? MissingNode.getInstance() : read;
        } catch (IOException noJson) {
            return MissingNode.getInstance();
        }
    }

    /** @param call that was answered with {@code json} */
    static <T> T read(String call, JsonNode json, Class<T> type) {
        try {
            if (!json.isObject()) {
                throw new ParleyAnswerException(
                        "%s was answered with something else than a JSON object; is that a farm?".formatted(call),
                        null);
            }
            return MAPPER.treeToValue(json, type);
        } catch (JsonProcessingException e) {
            throw new ParleyAnswerException(
                    "%s was answered with a %s that cannot be read: %s"
                            .formatted(call, type.getSimpleName(), e.getOriginalMessage()),
                    e);
        }
    }

    private FarmJson() {}
}
