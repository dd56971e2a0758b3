package dev.parley.speech;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A text as an English voice of plain ASCII can read it: quotation marks, dashes and accents brought to what everybody
 * has, signs that have a name as words. What is left over is named word by word; nothing is passed over in silence.
 *
 * @param text what is to be read; without the words in {@code unsayable}
 * @param unsayable each word with something in it that cannot be said
 */
public record SayableText(String text, List<Unsayable> unsayable) {
    /** No word of any dictionary is as long; keys, hashes and links are. */
    static final int LONGEST_WORD = 64;

    private static final Pattern WORD = Pattern.compile("[^\\s\\p{Z}]+");
    /** Said by nobody and seen by nobody: joiners, soft hyphens, marks of order and variation. */
    private static final Pattern INVISIBLE = Pattern.compile("[\\u00AD\\u200B-\\u200F\\u2060\\uFE0E\\uFE0F\\uFEFF]");

    private static final Pattern MARKS = Pattern.compile("\\p{Mn}+");
    private static final Pattern FOREIGN_MONEY = Pattern.compile("([€£¥₹])(\\d[\\d,]*(?:\\.\\d+)?)");
    private static final Pattern RANGE = Pattern.compile("(?<=\\d)[–—](?=\\d)");
    private static final Pattern MINUS = Pattern.compile("^[-−](?=\\d)");
    private static final Pattern INNER_SLASH = Pattern.compile("(?<=\\p{L})/(?=\\p{L})");
    private static final Pattern NUMBER_SIGN = Pattern.compile("#(?=\\d)");
    private static final Pattern MIXED_FRACTION = Pattern.compile("(?<=\\d)([½¼¾])");
    private static final Pattern ONE_DECIMAL_OF_MONEY = Pattern.compile("(\\$\\d[\\d,]*\\.\\d)(?!\\d)");
    private static final Pattern LEADING_ZEROS = Pattern.compile("(?<![\\d.:,])0\\d+(?![\\d.:,]*\\d)");
    private static final Map<String, String> CURRENCIES =
            Map.of("€", " euros", "£", " pounds", "¥", " yen", "₹", " rupees");
    /** Signs, each with its name, which stands between spaces in the text. */
    private static final String WORDS =
            """
            & and
            + plus
            = equals
            @ at
            # hash
            ° degrees
            × times
            ÷ divided by
            ± plus or minus
            ½ one half
            ¼ one quarter
            ¾ three quarters
            ™ trademark
            ® registered
            © copyright
            § section
            № number
            ² squared
            ³ cubed
            """;

    /** Letters that cannot be taken apart into one of English and an accent. */
    private static final String LETTERS =
            """
            ß ss
            æ ae
            Æ Ae
            œ oe
            Œ Oe
            ø o
            Ø O
            ł l
            Ł L
            đ d
            Đ D
            ð th
            Ð Th
            þ th
            Þ Th
            ı i
            """;

    private static final Map<Integer, String> SAID = readSigns();

    public SayableText {
        unsayable = List.copyOf(unsayable);
    }

    public static SayableText of(String text) {
        StringBuilder sayable = new StringBuilder();
        List<Unsayable> faults = new ArrayList<>();
        Matcher words = WORD.matcher(text);
        while (words.find()) {
            Optional<String> reason = whyNot(words.group());
            if (reason.isPresent()) {
                faults.add(new Unsayable(words.start(), words.group(), reason.get()));
            } else {
                String word = spelledOut(words.group());
                sayable.append(sayable.isEmpty() || word.isEmpty() ? "" : " ").append(word);
            }
        }
        return new SayableText(sayable.toString().replaceAll(" {2,}", " ").replaceAll(" (?=[,;])", ""), faults);
    }

    private static Optional<String> whyNot(String word) {
        if (word.codePointCount(0, word.length()) > LONGEST_WORD) {
            return Optional.of("it has %d characters, expected at most %d"
                    .formatted(word.codePointCount(0, word.length()), LONGEST_WORD));
        }
        String visible = plain(word);
        return visible.codePoints()
                .filter(symbol -> !isSayable(symbol))
                .mapToObj(SayableText::complaint)
                .findFirst();
    }

    private static boolean isSayable(int symbol) {
        return (symbol < 128 && Character.isLetterOrDigit(symbol))
                || "!\"$%'(),-.:;?/".indexOf(symbol) >= 0
                || SAID.containsKey(symbol)
                || (Character.isDigit(symbol))
                || CURRENCIES.containsKey(Character.toString(symbol));
    }

    private static String complaint(int symbol) {
        String name = Unsayable.nameOf(symbol);
        String shown = Character.isISOControl(symbol) || Character.getType(symbol) == Character.UNASSIGNED
                ? ""
                : "'%s' ".formatted(Character.toString(symbol));
        return Character.isLetter(symbol)
                ? "the letter %s(%s) is not one that an English voice can read".formatted(shown, name)
                : "the symbol %s(%s) cannot be spoken".formatted(shown, name);
    }

    /** Without what is invisible, and without accents. */
    private static String plain(String word) {
        String seen = INVISIBLE.matcher(word).replaceAll("");
        // Signs that have a name of their own are kept from being taken to pieces: "½" is no "1/2".
        StringBuilder letters = new StringBuilder();
        seen.codePoints().forEach(symbol -> {
            if (SAID.containsKey(symbol) || CURRENCIES.containsKey(Character.toString(symbol))) {
                letters.appendCodePoint(symbol);
            } else {
                letters.append(Normalizer.normalize(Character.toString(symbol), Normalizer.Form.NFKD));
            }
        });
        return MARKS.matcher(letters).replaceAll("");
    }

    private static String spelledOut(String word) {
        String said =
                FOREIGN_MONEY.matcher(plain(word)).replaceAll(money -> money.group(2) + CURRENCIES.get(money.group(1)));
        said = RANGE.matcher(said).replaceAll(" to ");
        said = MINUS.matcher(said).replaceAll("minus ");
        said = INNER_SLASH.matcher(said).replaceAll(" slash ");
        said = NUMBER_SIGN.matcher(said).replaceAll("number ");
        said = MIXED_FRACTION.matcher(said).replaceAll(" and $1");
        StringBuilder words = new StringBuilder();
        said.codePoints().forEach(symbol -> words.append(saidAs(symbol)));
        return money(words.toString()).strip();
    }

    private static String saidAs(int symbol) {
        String name = SAID.get(symbol);
        if (name == null && symbol >= 128 && Character.isDigit(symbol)) {
            return Integer.toString(Character.digit(symbol, 10));
        }
        return name == null ? Character.toString(symbol) : name;
    }

    /** What the engine would read wrongly: $5.5 as five cents, 0042 as zero thousand. */
    private static String money(String words) {
        String exact =
                ONE_DECIMAL_OF_MONEY.matcher(words).replaceAll(money -> Matcher.quoteReplacement(money.group() + "0"));
        return LEADING_ZEROS
                .matcher(exact)
                .replaceAll(digits -> String.join(" ", digits.group().split("")));
    }

    private static Map<Integer, String> readSigns() {
        Map<Integer, String> signs = new LinkedHashMap<>();
        "‘’ʼ′‛`´".codePoints().forEach(quote -> signs.put(quote, "'"));
        "\"“”„‟«»‹›″".codePoints().forEach(quote -> signs.put(quote, ""));
        "–—―−".codePoints().forEach(dash -> signs.put(dash, ", "));
        "‐‑".codePoints().forEach(hyphen -> signs.put(hyphen, "-"));
        "•·".codePoints().forEach(bullet -> signs.put(bullet, ", "));
        WORDS.lines().forEach(line -> signs.put(line.codePointAt(0), line.substring(1) + " "));
        LETTERS.lines().map(line -> line.split(" ")).forEach(pair -> signs.put(pair[0].codePointAt(0), pair[1]));
        "¿¡".codePoints().forEach(opening -> signs.put(opening, ""));
        signs.put((int) '…', "...");
        return signs;
    }
}
