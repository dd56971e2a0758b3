package dev.parley.speech.english;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Which of several stressed syllables of a word has the main stress. The dictionary as FreeTTS brings it marks them all
 * alike: 1; here the others become 2.
 */
final class Stress {
    private static final Pattern STRESS_ON_THE_END = Pattern.compile(
            ".*(teenth|teen|ee|eer|ese|ette|esque|oon|aire)s?|(under|over|out|inter|with|fore|mis|contra|super|dis|re|un|anti)"
                    + ".*(stand|stood|come|came|take|took|done|do|go|went|see|saw|sees|look|act|rupt|vene|fere|cept|sect|mit"
                    + "|duce|draw|hold|held|cast|whelm|load|state|rate|sell|sold|pay|paid|write|wrote|use|throw|threw|turn"
                    + "|power|pose|dict|vise|agree|appear|obey|connect|believe|belief|known|seen|able|like|do|doing)s?"
                    + "|.*(self|selves)");
    private static final Pattern STRESS_ON_THE_BEGINNING = Pattern.compile(
            ".*(ary|aries|ory|ories|mony|monies|ator|ators|body|thing|vision|visor|maker|keeper|er|ers|ing|like"
                    + "|where|ball|room|field|land|man|men|woman|women|mother|father|daughter|market|powder|water|paper"
                    + "|table|cracy|ative|ature|inger)");

    static List<String> marked(String word, List<String> phones) {
        List<Integer> stressed = new ArrayList<>();
        for (int i = 0; i < phones.size(); i++) {
            if (phones.get(i).endsWith("1")) {
                stressed.add(i);
            }
        }
        if (stressed.size() < 2) {
            return phones;
        }
        int main = stressed.get(strongest(word, phones, stressed));
        List<String> marked = new ArrayList<>(phones);
        stressed.stream()
                .filter(at -> at != main)
                .forEach(at -> marked.set(at, phones.get(at).replace('1', '2')));
        return marked;
    }

    private static int strongest(String word, List<String> phones, List<Integer> stressed) {
        int last = stressed.size() - 1;
        if (STRESS_ON_THE_END.matcher(word).matches()) {
            return last;
        }
        boolean endsStressed =
                phones.subList(stressed.get(last) + 1, phones.size()).stream().noneMatch(Phones::isVowel);
        long vowels = phones.stream().filter(Phones::isVowel).count();
        // "Photograph", "airport"; but "university", "communication", whose last stress is on no end.
        return endsStressed
                        || vowels == 2
                        || STRESS_ON_THE_BEGINNING.matcher(word).matches()
                ? 0
                : last;
    }

    private Stress() {}
}
