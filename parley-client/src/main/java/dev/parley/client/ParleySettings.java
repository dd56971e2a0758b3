package dev.parley.client;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;

/**
 * How a client behaves. Begin with {@link #defaults()} and change what you need.
 *
 * @param connect how long a connection may take to be made
 * @param answer how long a farm may take for a complete answer to an ordinary call
 * @param submit the same for a submission: the farm first fetches inputs that are given as URLs, at most for 10 minutes
 * @param upload the same for the upload of a file
 * @param silence the longest pause between two bytes of a download, and between two signs of life of a job's events
 * @param patience for how long a call is repeated where the farm cannot be reached, is busy or breaks off
 * @param headers sent with every call, as a proxy in front of the farm wants them
 */
public record ParleySettings(
        Duration connect,
        Duration answer,
        Duration submit,
        Duration upload,
        Duration silence,
        Duration patience,
        Map<String, String> headers) {
    public ParleySettings {
        positive("connect", connect);
        positive("answer", answer);
        positive("submit", submit);
        positive("upload", upload);
        positive("silence", silence);
        if (requireNonNull(patience, "patience").isNegative()) {
            throw new IllegalArgumentException("Expected a patience of zero or more, found " + patience);
        }
        headers = Map.copyOf(headers);
    }

    /** Patience of two minutes, which a farm's restart takes at most. */
    public static ParleySettings defaults() {
        return new ParleySettings(
                Duration.ofSeconds(5),
                Duration.ofSeconds(60),
                Duration.ofMinutes(11),
                Duration.ofMinutes(30),
                Duration.ofSeconds(45),
                Duration.ofMinutes(2),
                Map.of());
    }

    private static void positive(String name, Duration duration) {
        if (requireNonNull(duration, name).isNegative() || duration.isZero()) {
            throw new IllegalArgumentException(
                    "Expected a duration above zero as %s, found %s".formatted(name, duration));
        }
    }

    public ParleySettings withAnswer(Duration other) {
        return new ParleySettings(connect, other, submit, upload, silence, patience, headers);
    }

    public ParleySettings withSilence(Duration other) {
        return new ParleySettings(connect, answer, submit, upload, other, patience, headers);
    }

    /** @param other zero to try everything once */
    public ParleySettings withPatience(Duration other) {
        return new ParleySettings(connect, answer, submit, upload, silence, other, headers);
    }

    public ParleySettings withHeaders(Map<String, String> others) {
        return new ParleySettings(connect, answer, submit, upload, silence, patience, others);
    }

    /**
     * With an API key, for a farm that asks for one; it stands in place of another {@code Authorization}.
     *
     * @param key {@code parley_...}, as {@code ./parley keys create} prints it
     */
    public ParleySettings withApiKey(String key) {
        if (!requireNonNull(key, "key").matches("[!-~]+")) {
            throw new IllegalArgumentException("Expected a key as parley_..., found other characters");
        }
        Map<String, String> others = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        others.putAll(headers);
        others.remove("Authorization"); // a name keeps its capitals
        others.put("Authorization", "Bearer " + key);
        return withHeaders(others);
    }

    /** Without the headers' values, which may be secret. */
    @Override
    public String toString() {
        return "ParleySettings[answer=%s, submit=%s, upload=%s, silence=%s, patience=%s, headers=%s]"
                .formatted(answer, submit, upload, silence, patience, headers.keySet());
    }
}
