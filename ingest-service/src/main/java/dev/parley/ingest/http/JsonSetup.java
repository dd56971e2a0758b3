package dev.parley.ingest.http;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.parley.contracts.Json;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/** Answers look like everything else that the contracts write. */
final class JsonSetup {
    @Produces
    @Singleton
    static ObjectMapper mapper() {
        return Json.mapper().copy();
    }

    private JsonSetup() {}
}
