package dev.parley.cli.request;

import dev.parley.contracts.InvalidRequestException;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A script as a text file in UTF-8, with or without a byte order mark. */
final class ScriptFile {
    private static final long LARGEST = 1 << 17;

    /** @throws InvalidRequestException when it cannot be read */
    static String read(Path file) {
        try {
            if (Files.size(file) > LARGEST) {
                throw InvalidRequestException.of(
                        "--script",
                        "too-large",
                        "found %d bytes, expected at most %d".formatted(Files.size(file), LARGEST));
            }
            String text = Files.readString(file);
            return text.startsWith("\uFEFF") ? text.substring(1) : text;
        } catch (CharacterCodingException e) {
            throw InvalidRequestException.of("--script", "bad-format", "'%s' is no text in UTF-8".formatted(file));
        } catch (IOException e) {
            throw InvalidRequestException.of("--script", "no-such-file", "cannot read '%s': %s".formatted(file, e));
        }
    }

    private ScriptFile() {}
}
