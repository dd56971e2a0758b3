package dev.parley.contracts;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;

/**
 * How the contracts look as JSON: absent rather than null, times as RFC 3339, unknown fields tolerated so that services
 * of two versions can talk.
 */
public final class Json {
    private static final ObjectMapper MAPPER = JsonMapper.builder()
            .addModule(new JavaTimeModule())
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .defaultPropertyInclusion(
                    JsonInclude.Value.construct(JsonInclude.Include.NON_NULL, JsonInclude.Include.NON_NULL))
            .build();

    /** The shared mapper; do not reconfigure it. */
    public static ObjectMapper mapper() {
        return MAPPER;
    }

    public static String write(Object value) {
        try {
            return MAPPER.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(
                    "Cannot write a %s as JSON".formatted(value.getClass().getSimpleName()), e);
        }
    }

    /** Reads what another service of the farm wrote. A public request is read by {@link RequestReader} instead. */
    public static <T> T read(String json, Class<T> type) {
        try {
            T read = MAPPER.readValue(json, type);
            if (read == null) {
                throw new IllegalArgumentException("Cannot read a %s: found null".formatted(type.getSimpleName()));
            }
            return read;
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(
                    "Cannot read a %s: %s".formatted(type.getSimpleName(), e.getOriginalMessage()), e);
        }
    }

    private Json() {}
}
