package dev.parley.speech.english;

/** What part of speech a word is, as far as how it is said depends on it. */
enum PartOfSpeech {
    NOUN("nj0v"),
    VERB("v0nj"),
    OTHER("0njv");

    private final String tags;

    PartOfSpeech(String tags) {
        this.tags = tags;
    }

    /** The dictionary's letters for it, the best first. */
    char[] tags() {
        return tags.toCharArray();
    }
}
