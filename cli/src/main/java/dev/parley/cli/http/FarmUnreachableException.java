package dev.parley.cli.http;

import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;

/** Nobody answered. */
public final class FarmUnreachableException extends FarmException {
    FarmUnreachableException(URI farm, IOException cause) {
        super("The farm at %s cannot be reached: %s".formatted(farm, reason(cause)), cause);
    }

    private static String reason(IOException cause) {
        if (cause instanceof ConnectException) {
            return "connection refused";
        }
        return cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
    }
}
