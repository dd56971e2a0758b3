package dev.parley.ingest.http;

import dev.parley.contracts.InvalidRequestException;

/** Query parameters that are true or false. Whoever writes {@code dryRun=yes} must not get a job in earnest. */
final class Flag {
    /** @return whether it is set; an absent one is not */
    static boolean isSet(String name, String text) {
        if (text == null || text.equalsIgnoreCase("false")) {
            return false;
        }
        if (text.equalsIgnoreCase("true")) {
            return true;
        }
        throw InvalidRequestException.of(name, "wrong-type", "found '%s', expected true or false".formatted(text));
    }

    private Flag() {}
}
