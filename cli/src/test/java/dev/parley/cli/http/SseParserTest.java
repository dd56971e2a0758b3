package dev.parley.cli.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.cli.http.SseParser.Event;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SseParserTest {
    @Test
    void anEmptyLineEndsAnEvent() {
        assertThat(events("event: state", "id: 3", "data: {}", "")).containsExactly(new Event("state", "3", "{}"));
    }

    @Test
    void linesOfDataAreJoined() {
        assertThat(events("data: a", "data:b", "data:", "")).containsExactly(new Event("message", "", "a\nb\n"));
    }

    @Test
    void commentsAndUnknownFieldsAreNothing() {
        assertThat(events(": still here", "retry: 100", "", "data: a", ""))
                .containsExactly(new Event("message", "", "a"));
    }

    @Test
    void theIdStaysTheTypeDoesNot() {
        assertThat(events("event: state", "id: 3", "data: a", "", "data: b", ""))
                .containsExactly(new Event("state", "3", "a"), new Event("message", "3", "b"));
    }

    @Test
    void whatIsCutOffIsNoEvent() {
        assertThat(events("event: state", "data: half")).isEmpty();
    }

    private static List<Event> events(String... lines) {
        SseParser parser = new SseParser();
        return List.of(lines).stream()
                .map(parser::line)
                .flatMap(Optional::stream)
                .toList();
    }
}
