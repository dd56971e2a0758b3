package dev.parley.speech.english;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Numbers in words, as Americans say them. */
final class Numerals {
    private static final String[] SMALL = {
        "zero",
        "one",
        "two",
        "three",
        "four",
        "five",
        "six",
        "seven",
        "eight",
        "nine",
        "ten",
        "eleven",
        "twelve",
        "thirteen",
        "fourteen",
        "fifteen",
        "sixteen",
        "seventeen",
        "eighteen",
        "nineteen"
    };
    private static final String[] TENS = {
        "", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"
    };
    private static final String[] GROUPS = {"", " thousand", " million", " billion", " trillion", " quadrillion"};

    private static final Map<String, String> ORDINALS = Map.of(
            "one", "first",
            "two", "second",
            "three", "third",
            "five", "fifth",
            "eight", "eighth",
            "nine", "ninth",
            "twelve", "twelfth");

    /** More digits than that are read one by one. */
    private static final int MOST_DIGITS = 18;

    private static final int GROUP = 1000;

    /** @param digits commas between them count for nothing */
    static String cardinal(String digits) {
        String plain = digits.replace(",", "");
        return plain.length() > MOST_DIGITS ? oneByOne(plain) : cardinal(new BigInteger(plain).longValueExact());
    }

    static String cardinal(long number) {
        if (number < GROUP) {
            return hundreds((int) number);
        }
        List<String> words = new ArrayList<>();
        long rest = number;
        for (int group = 0; rest > 0; group++, rest /= GROUP) {
            if (rest % GROUP > 0) {
                words.add(0, hundreds((int) (rest % GROUP)) + GROUPS[group]);
            }
        }
        return String.join(" ", words);
    }

    private static String hundreds(int number) {
        if (number < SMALL.length) {
            return SMALL[number];
        }
        if (number < 100) {
            return TENS[number / 10] + (number % 10 == 0 ? "" : " " + SMALL[number % 10]);
        }
        return SMALL[number / 100] + " hundred" + (number % 100 == 0 ? "" : " " + hundreds(number % 100));
    }

    static String ordinal(String digits) {
        return ordinalOf(cardinal(digits));
    }

    /** Of a number in words. */
    static String ordinalOf(String words) {
        int last = words.lastIndexOf(' ') + 1;
        String word = words.substring(last);
        String ordinal = ORDINALS.get(word);
        if (ordinal == null) {
            ordinal = word.endsWith("y") ? word.substring(0, word.length() - 1) + "ieth" : word + "th";
        }
        return words.substring(0, last) + ordinal;
    }

    /** Four digits as a year, two as its end. */
    static String year(String digits) {
        int year = Integer.parseInt(digits);
        int century = year / 100;
        int rest = year % 100;
        if (digits.length() < 4 || year >= 2000 && year < 2010 || year % GROUP == 0) {
            return cardinal(year);
        }
        if (rest == 0) {
            return cardinal(century) + " hundred";
        }
        return cardinal(century) + (rest < 10 ? " oh " : " ") + cardinal(rest);
    }

    static String oneByOne(String digits) {
        List<String> words = new ArrayList<>();
        digits.chars().filter(Character::isDigit).forEach(digit -> words.add(SMALL[digit - '0']));
        return String.join(" ", words);
    }

    /** With a decimal point: {@code 3.14}, {@code .5}, {@code 1,250.75}. */
    static String decimal(String number) {
        int point = number.indexOf('.');
        if (point < 0) {
            return cardinal(number);
        }
        String whole = point == 0 ? "" : cardinal(number.substring(0, point)) + " ";
        return whole + "point " + oneByOne(number.substring(point + 1));
    }

    static String plural(String words) {
        return words.endsWith("y")
                ? words.substring(0, words.length() - 1) + "ies"
                : words + (words.endsWith("x") ? "es" : "s");
    }

    private Numerals() {}
}
