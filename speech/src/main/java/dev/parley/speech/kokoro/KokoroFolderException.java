package dev.parley.speech.kokoro;

import java.io.IOException;

/** A folder does not hold Kokoro's files; the message says which is missing or damaged, and what was expected. */
public final class KokoroFolderException extends IOException {
    KokoroFolderException(String message) {
        super(message);
    }

    KokoroFolderException(String message, IOException cause) {
        super(message, cause);
    }
}
