package dev.parley.kokoro;

import dev.parley.speech.PhoneticWord;
import dev.parley.speech.SpeechException;
import dev.parley.speech.SpeechException.Problem;
import dev.parley.speech.SpokenSentence.Timed;
import dev.parley.speech.Unsayable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What is said in one go: words, and the ids of their phonemes with a zero before and behind.
 *
 * @param starts for each word, which id it begins with
 */
record PhonemeLine(List<PhoneticWord> words, long[] ids, int[] starts) {
    private static final String STRESS = "ˈˌ";

    /**
     * As many lines as it takes for none to have more than {@code most} ids, cut behind punctuation where possible.
     *
     * @throws SpeechException when the model does not know a phoneme
     */
    static List<PhonemeLine> of(List<PhoneticWord> words, Map<Integer, Integer> vocab, int most)
            throws SpeechException {
        List<PhonemeLine> lines = new ArrayList<>();
        List<PhoneticWord> rest = words;
        while (!rest.isEmpty()) {
            int count = fitting(rest, most - 2);
            lines.add(line(rest.subList(0, count), vocab));
            rest = rest.subList(count, rest.size());
        }
        return lines;
    }

    private static int fitting(List<PhoneticWord> words, int most) throws SpeechException {
        int ids = 0;
        int pause = 0;
        for (int i = 0; i < words.size(); i++) {
            ids += length(words.get(i));
            if (ids > most) {
                if (i == 0) {
                    throw new SpeechException(
                            Problem.TOO_LONG,
                            "'%s' has %d phonemes, expected at most %d"
                                    .formatted(words.get(0).text(), ids, most));
                }
                return pause > 0 ? pause : i;
            }
            if (!words.get(i).after().isBlank()) {
                pause = i + 1;
            }
        }
        return words.size();
    }

    private static int length(PhoneticWord word) {
        return written(word).codePointCount(0, written(word).length());
    }

    private static String written(PhoneticWord word) {
        return word.phonemes() + word.after();
    }

    private static PhonemeLine line(List<PhoneticWord> words, Map<Integer, Integer> vocab) throws SpeechException {
        List<Long> ids = new ArrayList<>(List.of(0L));
        int[] starts = new int[words.size()];
        for (int i = 0; i < starts.length; i++) {
            starts[i] = ids.size();
            PhoneticWord word = words.get(i);
            for (int phoneme : word.phonemes().codePoints().toArray()) {
                Integer id = vocab.get(phoneme);
                if (id == null) {
                    throw new SpeechException(
                            Problem.UNSAYABLE,
                            "'%s': the model does not know the phoneme '%s' (%s) in /%s/"
                                    .formatted(
                                            word.text(),
                                            Character.toString(phoneme),
                                            Unsayable.nameOf(phoneme),
                                            word.phonemes()));
                }
                ids.add((long) id);
            }
            // Punctuation is no sound: what the model was not taught is left to it.
            word.after()
                    .codePoints()
                    .mapToObj(vocab::get)
                    .filter(id -> id != null)
                    .forEach(id -> ids.add((long) id));
        }
        ids.add(0L);
        return new PhonemeLine(
                List.copyOf(words), ids.stream().mapToLong(Long::longValue).toArray(), starts);
    }

    /** How many phonemes and marks it has. */
    int length() {
        return ids.length - 2;
    }

    /** @param ends when each id has been said, in seconds */
    List<Timed> words(double[] ends) {
        List<Timed> timed = new ArrayList<>();
        for (int i = 0; i < starts.length; i++) {
            PhoneticWord word = words.get(i);
            int last = starts[i]
                    + word.phonemes().codePointCount(0, word.phonemes().length())
                    - 1;
            timed.add(new Timed(word.text(), ends[starts[i] - 1], ends[last]));
        }
        return timed;
    }

    /** @param ends when each id has been said, in seconds; a mark of stress belongs to the phoneme behind it */
    List<Timed> phonemes(double[] ends) {
        List<Timed> timed = new ArrayList<>();
        for (int i = 0; i < starts.length; i++) {
            int at = starts[i];
            double start = ends[at - 1];
            for (int phoneme : words.get(i).phonemes().codePoints().toArray()) {
                if (phoneme != ' ' && STRESS.indexOf(phoneme) < 0) {
                    timed.add(new Timed(Character.toString(phoneme), start, ends[at]));
                    start = ends[at];
                } else if (phoneme == ' ') {
                    start = ends[at];
                }
                at++;
            }
        }
        return timed;
    }
}
