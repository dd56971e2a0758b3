package dev.parley.client;

import java.io.IOException;
import java.nio.file.Path;

/** A file that should be sent cannot be read. */
public final class ParleyInputException extends ParleyException {
    ParleyInputException(Path file, IOException cause) {
        super("Cannot read %s: %s".formatted(file, reason(cause)), cause);
    }

    private static String reason(IOException cause) {
        return cause instanceof java.nio.file.NoSuchFileException ? "there is no such file" : cause.getMessage();
    }
}
