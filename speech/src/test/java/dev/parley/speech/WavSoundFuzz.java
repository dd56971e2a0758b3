package dev.parley.speech;

/** For {@code tools/fuzz/run wav}: what a speech program wrote. */
public final class WavSoundFuzz {
    public static void fuzzerTestOneInput(byte[] data) {
        try {
            SpokenSentence sentence = WavSound.of(data, "program");
            if (sentence.samples().length > data.length / 2) {
                throw new AssertionError("more samples than bytes hold");
            }
        } catch (SpeechException refused) {
            if (refused.getMessage() == null) {
                throw new AssertionError("refused without a reason");
            }
        }
    }

    private WavSoundFuzz() {}
}
