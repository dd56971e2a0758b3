package dev.parley.speech.english;

import dev.parley.speech.Phonemizer;
import dev.parley.speech.PhoneticWord;
import dev.parley.speech.SayableText;
import dev.parley.speech.SpeechException;
import dev.parley.speech.SpeechException.Problem;
import dev.parley.speech.Unsayable;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * English in the phoneme alphabet of Kokoro's voices. Needs nothing but what is in the class path; the dictionary is read
 * with the first sentence, which takes a moment and 30 MB, and once for all.
 */
public final class EnglishPhonemes implements Phonemizer {
    private static final Map<String, String> FUNCTION_WORDS = Table.map("function-words.txt");
    private static final Map<String, String> LETTERS = Table.map("letters.txt");

    /** Loaded when somebody speaks. */
    private static final class Data {
        static final Lexicon LEXICON = new Lexicon();
        static final Heteronyms HETERONYMS = new Heteronyms();
    }

    private final UnaryOperator<String> accent;

    private EnglishPhonemes(UnaryOperator<String> accent) {
        this.accent = accent;
    }

    public static EnglishPhonemes american() {
        return new EnglishPhonemes(UnaryOperator.identity());
    }

    public static EnglishPhonemes british() {
        return new EnglishPhonemes(British::of);
    }

    @Override
    public List<Unsayable> unsayable(String text) {
        return SayableText.of(text).unsayable();
    }

    @Override
    public List<PhoneticWord> read(String sentence) throws SpeechException {
        SayableText sayable = SayableText.of(Wording.inCalendar(sentence));
        if (!sayable.unsayable().isEmpty()) {
            Unsayable first = sayable.unsayable().get(0);
            throw new SpeechException(Problem.UNSAYABLE, "'%s': %s".formatted(first.word(), first.reason()));
        }
        List<Wording> words = Wording.of(sayable.text(), Data.LEXICON);
        List<String> said = new ArrayList<>();
        for (int at = 0; at < words.size(); at++) {
            said.add(said(new Context(words, at)));
        }
        List<PhoneticWord> read = new ArrayList<>();
        for (int at = 0; at < words.size(); at++) {
            boolean last = at + 1 == words.size();
            String phonemes = beforeVowel(words.get(at), said.get(at), last ? "" : said.get(at + 1));
            read.add(new PhoneticWord(
                    words.get(at).word(), accent.apply(phonemes), words.get(at).after()));
        }
        return read;
    }

    private static String said(Context context) {
        Wording word = context.words().get(context.at());
        if (word.letters() || isLetter(context)) {
            return spelled(word.word());
        }
        String weak = FUNCTION_WORDS.get(word.lower());
        if (weak != null) {
            return weak;
        }
        Optional<List<String>> heteronym = Data.HETERONYMS.phones(context);
        List<String> phones = heteronym.orElseGet(() -> Data.LEXICON.phones(word.lower(), context.part()));
        return Phones.american(Stress.marked(word.lower(), phones));
    }

    /** "A" and "I" are letters among letters; "A" too where no article can be. */
    private static boolean isLetter(Context context) {
        Wording word = context.words().get(context.at());
        if (word.word().length() > 1 || !"AIO".contains(word.word())) {
            return false;
        }
        boolean amongLetters = isSpelled(context, -1) || isSpelled(context, 1);
        return amongLetters || word.word().equals("A") && (word.endsPhrase() || !context.isFirst());
    }

    private static boolean isSpelled(Context context, int distance) {
        int at = context.at() + distance;
        return at >= 0 && at < context.words().size() && context.words().get(at).letters();
    }

    /** The last letter has the main stress. */
    private static String spelled(String letters) {
        String plain = letters.replaceAll("'s?$", "");
        StringBuilder said = new StringBuilder();
        for (int i = 0; i < plain.length(); i++) {
            String letter = LETTERS.get(plain.substring(i, i + 1).toUpperCase(Locale.ROOT));
            said.append(i + 1 == plain.length() ? letter : letter.replace('ˈ', 'ˌ'));
        }
        if (plain.length() == letters.length()) {
            return said.toString();
        }
        return said + ("SX".indexOf(Character.toUpperCase(plain.charAt(plain.length() - 1))) >= 0 ? "ᵻz" : "z");
    }

    /** "The" and "to" have a fuller vowel before one, "a" is never before one. */
    private static String beforeVowel(Wording word, String said, String next) {
        boolean vowel = next.matches("[ˈˌ]?[ɑæʌɔəɛɜɪiʊuAIOWYɐ].*");
        return switch (word.lower()) {
            case "the" -> vowel ? "ði" : "ðə";
            case "to" -> next.isEmpty() || word.endsPhrase() ? "tu" : vowel ? "tʊ" : "tə";
            default -> said;
        };
    }
}
