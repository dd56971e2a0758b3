package dev.parley.client;

/**
 * The answer is not what a farm sends: a server of another kind, a farm of another version, or a video whose hash is
 * not the announced one.
 */
public final class ParleyAnswerException extends ParleyException {
    ParleyAnswerException(String message, Throwable cause) {
        super(message, cause);
    }
}
