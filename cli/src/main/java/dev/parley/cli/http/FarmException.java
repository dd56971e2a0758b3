package dev.parley.cli.http;

/** A call to the farm that came to nothing. */
public abstract sealed class FarmException extends Exception
        permits FarmUnreachableException, FarmAnswerException, FarmProblemException {
    FarmException(String message, Throwable cause) {
        super(message, cause);
    }
}
