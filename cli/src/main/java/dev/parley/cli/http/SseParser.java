package dev.parley.cli.http;

import java.util.Optional;

/** Server-sent events, line by line. */
final class SseParser {
    private String event = "";
    private String id = "";
    private final StringBuilder data = new StringBuilder();

    /** @param event its type, {@code message} where it names none */
    record Event(String event, String id, String data) {}

    /** The event that {@code line}, if it is empty, ends. */
    Optional<Event> line(String line) {
        if (line.isEmpty()) {
            return end();
        }
        int colon = line.indexOf(':');
        String field = colon < 0 ? line : line.substring(0, colon);
        String value = colon < 0 ? "" : line.substring(colon + 1);
        value = value.startsWith(" ") ? value.substring(1) : value;
        switch (field) {
            case "event" -> event = value;
            case "id" -> id = value;
            case "data" -> data.append(value).append('\n');
            default -> {
                // a comment (it keeps the connection alive), or a field that we have no use for
            }
        }
        return Optional.empty();
    }

    private Optional<Event> end() {
        Optional<Event> complete = data.isEmpty()
                ? Optional.empty()
                : Optional.of(new Event(event.isEmpty() ? "message" : event, id, data.substring(0, data.length() - 1)));
        event = "";
        data.setLength(0);
        return complete;
    }
}
