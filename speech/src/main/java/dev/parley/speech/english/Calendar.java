package dev.parley.speech.english;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;

/** Dates, years and times of day. */
final class Calendar {
    private static final List<String> MONTHS = List.of(
            "January",
            "February",
            "March",
            "April",
            "May",
            "June",
            "July",
            "August",
            "September",
            "October",
            "November",
            "December");

    private static final String MONTH =
            "((?:January|February|March|April|May|June|July|August|September|October|November|December)\\b"
                    + "|(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept|Sep|Oct|Nov|Dec)\\b\\.?)";

    private static final String DAY = "(0?[1-9]|[12]\\d|3[01])";
    /** Before or after noon; the second group tells that the text ends there. */
    private static final String HALF = "(?:\\s?([AaPp])(?:\\.[Mm]\\b\\.?|[Mm]\\b)(?=(\\s*$)?))";

    private static final Map<String, String> WEEKDAYS = weekdays();

    private static final List<Rewrite> REWRITES = List.of(
            Rewrite.of(
                    "\\b(Mon|Tues?|Wed|Thu(?:rs?)?|Fri|Sat|Sun)(?:\\.(?=,? (?:[a-z\\d]|" + MONTH + "))|(?=,? (?:\\d|"
                            + MONTH + ")))",
                    day -> WEEKDAYS.get(day.group(1).substring(0, 3))),
            Rewrite.of(
                    "\\b([12]\\d{3})-(0[1-9]|1[0-2])-" + DAY + "\\b(?!-)",
                    date -> date(Integer.parseInt(date.group(2)), date.group(3), date.group(1))),
            Rewrite.of("\\b(\\d{1,2})/(\\d{1,2})/(\\d{4}|\\d{2})\\b", Calendar::slashed),
            Rewrite.of(
                    "\\b" + MONTH + " " + DAY + "(?:st|nd|rd|th)?\\b(?![:.]\\d)(?:,? ([12]\\d{3})\\b)?",
                    date -> date(month(date.group(1)), date.group(2), date.group(3))),
            Rewrite.of(
                    "(?i:(\\bthe ))?\\b" + DAY + "(?:st|nd|rd|th)?(?: of)? " + MONTH + "(?:,? ([12]\\d{3})\\b)?",
                    Calendar::dayFirst),
            Rewrite.of("\\b" + MONTH + "(?:,? ([12]\\d{3})\\b|(?=[ ,;]|$))", Calendar::monthAndYear),
            Rewrite.of("\\b(\\d{1,2}):([0-5]\\d)(?::([0-5]\\d))?" + HALF + "?(?![:\\d])", Calendar::time),
            Rewrite.of(
                    "\\b(\\d{1,2})" + HALF,
                    time -> Numerals.cardinal(time.group(1)) + half(time.group(2), time.group(3), time.group())),
            Rewrite.of("\\b([12]\\d{3}) ?(BCE?|AD|CE)\\b", year -> Numerals.year(year.group(1)) + " " + year.group(2)),
            Rewrite.of(
                    "(?:\\b|')(\\d0)s\\b|\\b([12]\\d\\d0)'?s\\b",
                    decade -> Numerals.plural(
                            Numerals.year(decade.group(1) == null ? decade.group(2) : decade.group(1)))),
            Rewrite.of("(?<=\\w )'(\\d\\d)\\b(?!')", year -> Numerals.year(year.group(1))));

    static String inWords(String text) {
        return Rewrite.all(REWRITES, text);
    }

    private static String date(int month, String day, String year) {
        String said = MONTHS.get(month - 1) + " " + Numerals.ordinal(day);
        return year == null ? said : said + ", " + Numerals.year(year);
    }

    /** Month first, unless there is no such month. */
    private static String slashed(MatchResult date) {
        int first = Integer.parseInt(date.group(1));
        int second = Integer.parseInt(date.group(2));
        boolean dayFirst = first > 12;
        int month = dayFirst ? second : first;
        int day = dayFirst ? first : second;
        if (month < 1 || month > 12 || day < 1 || day > 31) {
            return null;
        }
        String year = date.group(3);
        String century = Integer.parseInt(year) < 50 ? "20" : "19";
        return date(month, Integer.toString(day), year.length() == 4 ? year : century + year);
    }

    private static String dayFirst(MatchResult date) {
        String said = (date.group(1) == null ? "the " : date.group(1)) + Numerals.ordinal(date.group(2)) + " of "
                + MONTHS.get(month(date.group(3)) - 1);
        return date.group(4) == null ? said : said + ", " + Numerals.year(date.group(4));
    }

    /** "May" and "March" alone are verbs as often. */
    private static String monthAndYear(MatchResult date) {
        boolean abbreviated = date.group(1).endsWith(".");
        if (date.group(2) == null && !abbreviated) {
            return null;
        }
        String month = MONTHS.get(month(date.group(1)) - 1);
        return date.group(2) == null ? month : month + " " + Numerals.year(date.group(2));
    }

    private static int month(String name) {
        for (int month = 0; month < MONTHS.size(); month++) {
            if (MONTHS.get(month).startsWith(name.substring(0, 3))) {
                return month + 1;
            }
        }
        throw new IllegalArgumentException("No month is called " + name);
    }

    private static String time(MatchResult time) {
        int hour = Integer.parseInt(time.group(1));
        int minute = Integer.parseInt(time.group(2));
        if (hour > 24) {
            return Numerals.cardinal(hour) + " " + Numerals.cardinal(minute);
        }
        String said = Numerals.cardinal(hour);
        if (minute > 0) {
            said += (minute < 10 ? " oh " : " ") + Numerals.cardinal(minute);
        } else if (time.group(4) == null) {
            said += hour > 0 && hour <= 12 ? " o'clock" : " hundred";
        }
        if (time.group(3) != null) {
            String seconds = Numerals.cardinal(time.group(3));
            said += " and " + seconds + (seconds.equals("one") ? " second" : " seconds");
        }
        return time.group(4) == null ? said : said + half(time.group(4), time.group(5), time.group());
    }

    /** A full stop that ends the sentence too is said nowhere else. */
    private static String half(String letter, String end, String written) {
        return (letter.equalsIgnoreCase("a") ? " A M" : " P M") + (end != null && written.endsWith(".") ? "." : "");
    }

    private static Map<String, String> weekdays() {
        Map<String, String> days = new LinkedHashMap<>();
        for (String day : List.of("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")) {
            days.put(day.substring(0, 3), day);
        }
        return days;
    }

    private Calendar() {}
}
