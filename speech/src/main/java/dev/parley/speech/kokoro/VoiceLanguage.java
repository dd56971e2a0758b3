package dev.parley.speech.kokoro;

import dev.parley.speech.EspeakPhonemes;
import dev.parley.speech.Phonemizer;
import dev.parley.speech.english.EnglishPhonemes;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What a voice speaks: the first letter of its name tells. Japanese and Chinese voices were taught with alphabets of
 * their own, which espeak-ng does not write; they are not offered.
 */
enum VoiceLanguage {
    AMERICAN('a', "en-US", ""),
    BRITISH('b', "en-GB", ""),
    SPANISH('e', "es", "es"),
    FRENCH('f', "fr-FR", "fr-fr"),
    HINDI('h', "hi", "hi"),
    ITALIAN('i', "it", "it"),
    PORTUGUESE('p', "pt-BR", "pt-br");

    private final char letter;
    private final String tag;
    private final String espeak;

    VoiceLanguage(char letter, String tag, String espeak) {
        this.letter = letter;
        this.tag = tag;
        this.espeak = espeak;
    }

    /** BCP 47. */
    String tag() {
        return tag;
    }

    static Optional<VoiceLanguage> of(String voice) {
        for (VoiceLanguage language : values()) {
            if (voice.charAt(0) == language.letter) {
                return Optional.of(language);
            }
        }
        return Optional.empty();
    }

    /** @return empty where the language needs espeak-ng and the path does not have it */
    Optional<Phonemizer> phonemizer(List<Path> path) {
        return switch (this) {
            case AMERICAN -> Optional.of(EnglishPhonemes.american());
            case BRITISH -> Optional.of(EnglishPhonemes.british());
            case SPANISH, FRENCH, HINDI, ITALIAN, PORTUGUESE ->
                EspeakPhonemes.on(path, espeak).map(phonemizer -> phonemizer);
        };
    }
}
