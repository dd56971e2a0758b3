package dev.parley.hub;

import java.io.IOException;

/** A host sends all of a file where a part was asked for. */
final class RangesIgnored extends IOException {
    RangesIgnored(String message) {
        super(message);
    }
}
