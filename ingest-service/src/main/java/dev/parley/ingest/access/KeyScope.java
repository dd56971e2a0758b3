package dev.parley.ingest.access;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** What a key allows. */
public enum KeyScope {
    /** Upload, ask for jobs, try voices and webhooks. */
    SUBMIT,
    /** Look at jobs, their events and videos. */
    READ,
    /** Change jobs that are there: cancel, delete. */
    CANCEL,
    /** All of it for all tenants, and keys. */
    ADMIN;

    @JsonValue
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** @throws IllegalArgumentException when there is none of this name */
    @JsonCreator
    public static KeyScope of(String word) {
        return Arrays.stream(values())
                .filter(scope -> scope.word().equals(word))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "found the scope '%s', expected one of %s".formatted(word, words())));
    }

    static List<String> words() {
        return Arrays.stream(values()).map(KeyScope::word).toList();
    }
}
