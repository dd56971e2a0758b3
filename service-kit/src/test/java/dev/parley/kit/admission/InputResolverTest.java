package dev.parley.kit.admission;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.contracts.ObjectKeys;
import dev.parley.contracts.WebUrl;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class InputResolverTest {
    private static final String URL = "https://shop.example/latest.wav";
    /** SHA-256 of "one" and "two". */
    private static final String ONE =
            ObjectKeys.input("7692c3ad3540bb803c020b3aee66cd8887123234ea0c6e7143c0add73ff431ed");

    private static final String TWO =
            ObjectKeys.input("3fc4ccfe745870e2c0d99f71f30ff0656c8dedd41cc1d7d3d376b0dbe685e2f3");

    private final InputFiles storage = new InputFiles(Map.of());
    private final Deque<String> contents = new ArrayDeque<>(List.of("one", "two"));
    private final List<WebUrl> fetched = new ArrayList<>();
    private final Inputs inputs = new Inputs(storage, DefaultConfig.of(LimitsConfig.class));
    private final InputResolver resolver = new InputResolver(inputs, this::fetch);

    @AfterEach
    void close() {
        storage.close();
    }

    @Test
    void theNextRequestGetsWhatTheUrlGivesThen() {
        assertThat(resolver.forOneRequest().resolve("image", URL)).isEqualTo(ONE);
        assertThat(resolver.forOneRequest().resolve("image", URL)).isEqualTo(TWO);
    }

    @Test
    void oneRequestFetchesAUrlOnce() {
        InputResolver.ForOneRequest request = resolver.forOneRequest();

        assertThat(request.resolve("speakers[0].audio", URL)).isEqualTo(ONE);
        assertThat(request.resolve("speakers[1].audio", URL)).isEqualTo(ONE);
        assertThat(fetched).containsExactly(WebUrl.parse(URL));
    }

    private InputStream fetch(String path, WebUrl url) {
        fetched.add(url);
        return new ByteArrayInputStream(contents.remove().getBytes(StandardCharsets.UTF_8));
    }
}
