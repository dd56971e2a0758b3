package dev.parley.speech.english;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.speech.SayableText;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WordingTest {
    private static Lexicon lexicon;

    @BeforeAll
    static void read() {
        lexicon = new Lexicon();
    }

    private static String said(String written) {
        List<Wording> words =
                Wording.of(SayableText.of(Wording.inCalendar(written)).text(), lexicon);
        StringBuilder said = new StringBuilder();
        words.forEach(word -> said.append(word.word()).append(word.after()));
        return said.toString().strip();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "0 | zero",
                "42 | forty two",
                "1,001 | one thousand one",
                "1,234,567 | one million two hundred thirty four thousand five hundred sixty seven",
                "3.14 | three point one four",
                ".5 | point five",
                "-7 | minus seven",
                "007 | zero zero seven",
                "12345678901234567890 | one two three four five six seven eight nine zero one two three four five six "
                        + "seven eight nine zero",
                "3.11.2 | three point eleven point two",
                "1/2 | one half",
                "2 3/4 | two and three quarters",
                "5/8 | five eighths",
                "24/7 | twenty four seven",
                "pages 3-5 | pages three to five",
                "a ratio of 3:2 | a ratio of three to two",
                "No. 5 | number five",
                "Henry VIII | Henry the eighth",
                "World War II | World War two",
                "the A380 | the A three hundred eighty",
                "COVID-19 | COVID nineteen",
            })
    void numbers(String written, String said) {
        assertThat(said(written)).isEqualTo(said);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "1st | first",
                "2nd | second",
                "3rd | third",
                "12th | twelfth",
                "20th | twentieth",
                "31st | thirty first",
                "100th | one hundredth",
                "1,000th | one thousandth",
            })
    void ordinals(String written, String said) {
        assertThat(said(written)).isEqualTo(said);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Jan. 5, 2024 | January fifth, twenty twenty four",
                "January 5 | January fifth",
                "5 January 1999 | the fifth of January, nineteen ninety nine",
                "the 4th of July | the fourth of July",
                "2024-07-04 | July fourth, twenty twenty four",
                "3/14/2025 | March fourteenth, twenty twenty five",
                "25/12/99 | December twenty fifth, nineteen ninety nine",
                "May 2003 | May two thousand three",
                "You may 5 | You may five",
                "Mon., Feb. 3 | Monday, February third",
                "in 1905 | in nineteen oh five",
                "in 1900 | in nineteen hundred",
                "in 2000 | in two thousand",
                "in 2010 | in twenty ten",
                "1984 people | nineteen eighty four people",
                "1500 books | one thousand five hundred books",
                "the 1990s | the nineteen nineties",
                "the '80s | the eighties",
                "44 BC | forty four B C",
                "1066 AD | ten sixty six A D",
            })
    void dates(String written, String said) {
        assertThat(said(written))
                .isEqualToIgnoringCase(said.replace("B C", "BC").replace("A D", "AD"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "7:30 p.m. | seven thirty P M.",
                "at 7:30 p.m. today | at seven thirty P M today",
                "10:00 a.m. sharp | ten A M sharp",
                "7:05 | seven oh five",
                "7:00 | seven o'clock",
                "13:00 | thirteen hundred",
                "5pm | five P M",
                "2:03:04 | two oh three and four seconds",
            })
    void times(String written, String said) {
        assertThat(said(written)).isEqualTo(said);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "$5 | five dollars",
                "$1 | one dollar",
                "$5.50 | five dollars and fifty cents",
                "$0.01 | one cent",
                "$2.5 million | two point five million dollars",
                "$10k | ten thousand dollars",
                "$3bn | three billion dollars",
                "€2.5 billion | two point five billion euros",
                "£3.20 | three pounds and twenty pence",
                "¥500 | five hundred yen",
                "$20/hour | twenty dollars per hour",
                "50% | fifty percent",
                "5-10% | five to ten percent",
            })
    void money(String written, String said) {
        assertThat(said(written)).isEqualTo(said);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "3 kg | three kilograms",
                "1 kg | one kilogram",
                "5km | five kilometers",
                "20 km/h | twenty kilometers per hour",
                "60mph | sixty miles per hour",
                "2.4 GHz | two point four gigahertz",
                "16GB | sixteen gigabytes",
                "50 m² | fifty square meters",
                "-5°C | minus five degrees Celsius",
                "72 °F | seventy two degrees Fahrenheit",
                "6 ft | six feet",
            })
    void units(String written, String said) {
        assertThat(said(written)).isEqualTo(said);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Dr. Smith | Doctor Smith",
                "221 Baker St. | two hundred twenty one Baker Street",
                "St. Louis | Saint Louis",
                "Mr. and Mrs. Jones | Mister and Missis Jones",
                "cats vs. dogs | cats versus dogs",
                "apples, pears, etc. | apples, pears, et cetera.",
                "i.e. now | that is now",
                "the U.S. Army | the U S Army",
                "a Ph.D. student | a P H D student",
                "J. R. R. Tolkien | J R R Tolkien",
                "555-123-4567 | five five five, one two three, four five six seven",
                "(212) 555-0199 | two one two, five five five, zero one nine nine",
                "www.example.com | W W W dot example dot com",
                "YouTube | YouTube",
                "DataFrame | Data Frame",
                "wait... what | wait… what",
                "so - yes | so, yes",
            })
    void abbreviations(String written, String said) {
        assertThat(said(written)).isEqualTo(said);
    }

    /** Letters, apostrophes and punctuation are all that is left of anything. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "$",
                "%",
                "5%%",
                "1//2",
                "--",
                "$$$5",
                "1.2.3.4.5",
                "99999999999999999999.9",
                "a/b/c",
                "0/0",
                "1/0",
                "13/13/13",
                "25:61",
                "(((",
                "...5...",
                "-$-5",
                "IIII",
                "1st2nd",
                "5'10''",
                "12:",
                ":30",
                ".",
                "'",
                "1,2,3",
                "1,,000",
                "00:00:00",
                "0.0.0.0",
                "99/99/9999",
                "0000-00-00",
                "$1.005",
                "$.5",
                "Henry IC"
            })
    void whateverIsWrittenNoFigureIsLeft(String written) {
        assertThat(said(written + " x")).matches("[A-Za-z';:,.!?()… ]*");
    }

    @Test
    void isTheSameInEveryLocale() {
        Locale before = Locale.getDefault();
        try {
            Locale.setDefault(Locale.forLanguageTag("tr-TR"));
            assertThat(said("TITLE IN ISTANBUL 5 MI")).isEqualTo("TITLE IN ISTANBUL five MI");
        } finally {
            Locale.setDefault(before);
        }
    }
}
