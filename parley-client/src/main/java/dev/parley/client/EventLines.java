package dev.parley.client;

import java.util.Optional;

/** Server-sent events, line by line (the WHATWG's parsing of an event stream). */
final class EventLines {
    private static final int LONGEST = 4 << 20;

    private String lastId = "";
    private final StringBuilder data = new StringBuilder();

    /** @param id of the stream at this event; empty if none was sent */
    record Message(String id, String data) {}

    /** The event that {@code line}, if it is empty, ends. */
    Optional<Message> line(String line) {
        if (line.isEmpty()) {
            return end();
        }
        int colon = line.indexOf(':');
        String field = colon < 0 ? line : line.substring(0, colon);
        String value = colon < 0 ? "" : line.substring(colon + 1);
        value = value.startsWith(" ") ? value.substring(1) : value;
        if (field.equals("data")) {
            if (data.length() + value.length() > LONGEST) {
                throw new ParleyAnswerException("An event has more than %d characters".formatted(LONGEST), null);
            }
            data.append(value).append('\n');
        } else if (field.equals("id") && value.indexOf('\0') < 0) {
            lastId = value;
        }
        return Optional.empty();
    }

    private Optional<Message> end() {
        if (data.isEmpty()) {
            return Optional.empty();
        }
        Message message = new Message(lastId, data.substring(0, data.length() - 1));
        data.setLength(0);
        return Optional.of(message);
    }
}
