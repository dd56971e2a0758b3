package dev.parley.speech.english;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Money, shares and what is measured. */
final class Amounts {
    static final String NUMBER = "(?<![\\w.])(\\d[\\d,]*(?:\\.\\d+)?|\\.\\d+)";
    private static final String LARGE = "(?: ?(thousand|million|billion|trillion|bn|[kKMB])\\b)?";

    private static final Map<String, String> LARGE_NAMES =
            Map.of("bn", "billion", "k", "thousand", "K", "thousand", "M", "million", "B", "billion");

    /** One of it, and its hundredth. */
    private static final Map<String, List<String>> MONEY = Map.of(
            "dollars", List.of("dollar", "cent", "cents"),
            "euros", List.of("euro", "cent", "cents"),
            "pounds", List.of("pound", "penny", "pence"),
            "yen", List.of("yen", "sen", "sen"),
            "rupees", List.of("rupee", "paisa", "paise"));

    private static final Map<String, String> UNITS = Table.map("units.txt");

    private static final List<Rewrite> REWRITES = List.of(
            Rewrite.of("(?<=\\d ?(?:km|m|mi)) slash (?=[hs]\\b)", "/"),
            Rewrite.of("-(?=\\$\\d)", "minus "),
            Rewrite.of(
                    "\\$(\\d[\\d,]*(?:\\.\\d+)?|\\.\\d+)" + LARGE,
                    money -> money(money.group(1), money.group(2), "dollars")),
            Rewrite.of(
                    NUMBER + " (euros|pounds|yen|rupees)" + LARGE,
                    money -> money(money.group(1), money.group(3), money.group(2))),
            Rewrite.of(NUMBER + " degrees ([CFK])\\b", Amounts::temperature),
            Rewrite.of(NUMBER + "([ -]?)(" + unitNames() + ")(?: (squared|cubed))?(?![\\w'])", Amounts::measure),
            Rewrite.of(
                    "(?<=[a-z])(?: ?/ ?| slash"
                            + " )(hour|hr|h|day|d|week|wk|month|mo|year|yr|minute|min|second|sec|s|person|unit)\\b",
                    per -> " per "
                            + UNITS.getOrDefault(per.group(1), per.group(1)).split(",")[0]),
            Rewrite.of("(?<=\\d)-(?=\\d[\\d,.]*%)", " to "),
            Rewrite.of(" ?%", " percent"));

    static String inWords(String text) {
        return Rewrite.all(REWRITES, text);
    }

    private static String money(String amount, String large, String currency) {
        List<String> names = MONEY.get(currency);
        if (large != null) {
            String exact = amount.replaceAll("(\\.\\d)0$", "$1");
            return "%s %s %s".formatted(Numerals.decimal(exact), LARGE_NAMES.getOrDefault(large, large), currency);
        }
        int point = amount.indexOf('.');
        String whole = point < 0 ? amount : amount.substring(0, point);
        String cents = point < 0 ? "00" : amount.substring(point + 1);
        if (cents.length() != 2) {
            return Numerals.decimal(amount) + " " + currency;
        }
        int hundredths = Integer.parseInt(cents);
        String small = Numerals.cardinal(hundredths) + " " + names.get(hundredths == 1 ? 1 : 2);
        boolean none = whole.isEmpty() || whole.equals("0");
        if (none && hundredths > 0) {
            return small;
        }
        String big = Numerals.cardinal(whole) + " " + (whole.equals("1") ? names.get(0) : currency);
        return hundredths == 0 ? big : big + " and " + small;
    }

    private static String temperature(MatchResult found) {
        String scale = Map.of("C", "Celsius", "F", "Fahrenheit", "K", "Kelvin").get(found.group(2));
        String degrees = found.group(1).equals("1") ? "degree" : "degrees";
        return "%s %s %s".formatted(Numerals.decimal(found.group(1)), degrees, scale);
    }

    private static String measure(MatchResult found) {
        String number = found.group(1);
        String unit = found.group(3);
        String[] names = UNITS.get(unit).split(",");
        boolean one = number.equals("1") || found.group(2).equals("-");
        String name = one ? names[0] : names[names.length - 1];
        String power = found.group(4) == null ? "" : found.group(4).equals("squared") ? "square " : "cubic ";
        return "%s %s%s".formatted(Numerals.decimal(number), power, name).toLowerCase(Locale.ROOT);
    }

    /** The longest first: an alternative that begins as another one does hides it. */
    private static String unitNames() {
        return UNITS.keySet().stream()
                .sorted(Comparator.comparing(String::length).reversed())
                .map(Pattern::quote)
                .collect(Collectors.joining("|"));
    }

    private Amounts() {}
}
