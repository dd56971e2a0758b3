package dev.parley.ingest.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.CoercionAction;
import com.fasterxml.jackson.databind.cfg.CoercionInputShape;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.type.LogicalType;
import dev.parley.contracts.InvalidRequestException;
import dev.parley.contracts.Json;
import dev.parley.contracts.Priority;
import dev.parley.contracts.RequestReader;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;

/** Reads what callers send, and no more of it than is allowed. */
final class Bodies {
    /** What is of another type than described is refused, not bent: 1.5 jobs are not one, and 5 is no text to speak. */
    private static final ObjectMapper STRICT = strict();

    private static final Map<Class<?>, String> EXPECTED = Map.of(
            String.class, "text",
            Integer.class, "a whole number",
            Long.class, "a whole number",
            Priority.class, "high, normal or low",
            Instant.class, "a time as 2026-08-01T12:00:00Z",
            List.class, "a list");

    private static ObjectMapper strict() {
        ObjectMapper mapper = Json.mapper()
                .copy()
                .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
                .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
        mapper.coercionConfigFor(LogicalType.Textual)
                .setCoercion(CoercionInputShape.Boolean, CoercionAction.Fail)
                .setCoercion(CoercionInputShape.Integer, CoercionAction.Fail)
                .setCoercion(CoercionInputShape.Float, CoercionAction.Fail);
        mapper.coercionConfigFor(LogicalType.Integer)
                .setCoercion(CoercionInputShape.String, CoercionAction.Fail)
                .setCoercion(CoercionInputShape.EmptyString, CoercionAction.Fail);
        return mapper;
    }

    /** A request's JSON. One byte too many is enough to refuse it. */
    static byte[] json(InputStream body) throws IOException {
        byte[] read = body.readNBytes(RequestReader.DEFAULT_MAX_BYTES + 1);
        if (read.length > RequestReader.DEFAULT_MAX_BYTES) {
            throw ProblemException.tooLarge(RequestReader.DEFAULT_MAX_BYTES);
        }
        return read;
    }

    /**
     * A small JSON object.
     *
     * @throws InvalidRequestException when it is none
     */
    static <T> T read(InputStream body, int most, Class<T> type) throws IOException {
        byte[] read = body.readNBytes(most + 1);
        if (read.length > most) {
            throw ProblemException.tooLarge(most);
        }
        try {
            return Optional.ofNullable(STRICT.readValue(new String(read, StandardCharsets.UTF_8), type))
                    .orElseThrow(() -> InvalidRequestException.of("", "not-json", "found null, expected an object"));
        } catch (MismatchedInputException e) {
            throw mismatch(e);
        } catch (JsonProcessingException e) {
            throw InvalidRequestException.of("", "not-json", e.getOriginalMessage());
        }
    }

    private static InvalidRequestException mismatch(MismatchedInputException e) {
        String path = e.getPath().stream()
                .map(JsonMappingException.Reference::getFieldName)
                .filter(Objects::nonNull)
                .collect(Collectors.joining("."));
        Class<?> type = e.getTargetType() == null ? Object.class : e.getTargetType();
        String expected = "found something else, expected " + EXPECTED.getOrDefault(type, "an object");
        return path.isEmpty()
                ? InvalidRequestException.of("", "not-json", expected)
                : InvalidRequestException.of(path, "wrong-type", expected);
    }

    /** Refuses what says itself that it is too long. */
    static void checkLength(String contentLength, long limit) {
        if (contentLength != null && (contentLength.length() > 18 || Long.parseLong(contentLength) > limit)) {
            throw ProblemException.tooLarge(limit);
        }
    }

    private Bodies() {}
}
