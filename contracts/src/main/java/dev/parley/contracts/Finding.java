package dev.parley.contracts;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonProperty;

/**
 * One thing that a machine needs to run a farm, and how it stands with it. {@code parley doctor} prints them.
 *
 * @param subject a short stable word, as {@code disk}
 * @param found what is there, for people
 * @param advice what to do; null where nothing is to be done
 */
public record Finding(String subject, Verdict verdict, String found, String advice) {
    public Finding {
        requireNonNull(subject, "subject");
        requireNonNull(verdict, "verdict");
        requireNonNull(found, "found");
    }

    /** Whether a farm can run. */
    public enum Verdict {
        @JsonProperty("ok")
        OK,
        /** It can, but somebody may have expected more. */
        @JsonProperty("note")
        NOTE,
        /** It cannot. */
        @JsonProperty("bad")
        BAD
    }

    public static Finding ok(String subject, String found) {
        return new Finding(subject, Verdict.OK, found, null);
    }

    public static Finding note(String subject, String found, String advice) {
        return new Finding(subject, Verdict.NOTE, found, advice);
    }

    public static Finding bad(String subject, String found, String advice) {
        return new Finding(subject, Verdict.BAD, found, advice);
    }
}
