package dev.parley.speech;

import static java.util.Objects.requireNonNull;

/** Something cannot be spoken; the message says what and why. */
public final class SpeechException extends Exception {
    public enum Problem {
        /** No such voice is here. */
        UNKNOWN_VOICE,
        /** The voice cannot say it. */
        UNSAYABLE,
        /** It would last longer than is allowed. */
        TOO_LONG,
        /** The synthesizer failed or took too long. */
        SYNTHESIZER_FAILED
    }

    private final Problem problem;

    public SpeechException(Problem problem, String message) {
        this(problem, message, null);
    }

    public SpeechException(Problem problem, String message, Throwable cause) {
        super(message, cause);
        this.problem = requireNonNull(problem, "problem");
    }

    static SpeechException of(Unsayable fault) {
        return new SpeechException(Problem.UNSAYABLE, "'%s': %s".formatted(fault.word(), fault.reason()));
    }

    public Problem problem() {
        return problem;
    }
}
