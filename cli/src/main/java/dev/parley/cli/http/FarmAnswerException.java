package dev.parley.cli.http;

import java.net.URI;

/** A farm answered what this command line cannot read, and will again: the two are of different versions. */
public final class FarmAnswerException extends FarmException {
    FarmAnswerException(URI farm, Class<?> expected, String why, Throwable cause) {
        super(
                "The farm at %s returned a %s that cannot be parsed (%s); is it the same version?"
                        .formatted(farm, expected.getSimpleName(), why),
                cause);
    }
}
