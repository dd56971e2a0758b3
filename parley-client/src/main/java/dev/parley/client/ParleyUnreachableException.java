package dev.parley.client;

import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;

/** Nobody answered, or answers broke off, for as long as {@link ParleySettings#patience()} says. */
public final class ParleyUnreachableException extends ParleyException {
    ParleyUnreachableException(URI farm, String call, IOException cause) {
        super("The farm at %s cannot be reached (%s): %s".formatted(farm, call, reason(cause)), cause);
    }

    private static String reason(IOException cause) {
        if (cause instanceof ConnectException) {
            return "connection refused";
        }
        return cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
    }
}
