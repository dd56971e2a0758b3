package dev.parley.client;

/** A call to a farm that came to nothing; its kind says what to do next. */
public abstract sealed class ParleyException extends RuntimeException
        permits ParleyAnswerException,
                ParleyInputException,
                ParleyProblemException,
                ParleyTimeoutException,
                ParleyUnreachableException {
    ParleyException(String message, Throwable cause) {
        super(message, cause);
    }
}
