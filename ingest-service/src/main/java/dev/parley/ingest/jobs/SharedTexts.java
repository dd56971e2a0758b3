package dev.parley.ingest.jobs;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.deser.std.StringDeserializer;
import com.fasterxml.jackson.databind.module.SimpleModule;
import dev.parley.contracts.Json;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Reads events and states so that equal texts are one object. Half of what a waiting job takes in memory are texts, and most
 * of them are those of other jobs, or come several times in one: names, defaults, the hashes of its inputs.
 */
final class SharedTexts extends StringDeserializer {
    private static final long serialVersionUID = 1;
    private static final int MOST = 50_000;
    private static final int LONGEST = 1_000;

    static final ObjectMapper MAPPER =
            Json.mapper().copy().registerModule(new SimpleModule().addDeserializer(String.class, new SharedTexts()));

    private final transient Map<String, String> known = new ConcurrentHashMap<>();

    @Override
    public String deserialize(JsonParser parser, DeserializationContext context) throws IOException {
        String text = super.deserialize(parser, context);
        return text == null || text.length() > LONGEST ? text : shared(text);
    }

    private String shared(String text) {
        if (known.size() >= MOST) {
            known.clear(); // what is still in use is soon known again
        }
        String first = known.putIfAbsent(text, text);
        return first == null ? text : first;
    }
}
