package dev.parley.speech;

import static java.util.Objects.requireNonNull;

/**
 * Somebody who can speak.
 *
 * @param name what requests call it, as {@code kate} or {@code espeak-ng/en-us}
 * @param language BCP 47, as {@code en-US}
 * @param synthesizer the program behind it, as {@code FreeTTS 1.2.2}
 */
public record SpeechVoice(String name, String language, String description, String synthesizer) {
    public SpeechVoice {
        requireNonNull(name, "name");
        requireNonNull(language, "language");
        requireNonNull(description, "description");
        requireNonNull(synthesizer, "synthesizer");
    }
}
