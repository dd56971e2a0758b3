package dev.parley.multitalk.internal.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TextCleanerTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            ignoreLeadingAndTrailingWhitespace = false,
            value = {
                "A Man  sings|A Man sings",
                "  a\u00a0b\u3000c\u2009d  |a b c d",
                "salt &amp; pepper|salt & pepper",
                "1 &amp;amp;lt; 2|1 < 2",
                "<b>a &amp; b</b>|<b>a & b</b>",
                "caf&eacute;|caf\u00e9",
                "&#233;&#xe9;|\u00e9\u00e9",
                "\u201cno\u201d, it\u2019s \u2018me\u2019|\"no\", it's 'me'",
                "\uff28\uff45\uff4c\uff4c\uff4f\uff01|Hello!",
                "o\ufb03ce \ufb02oor|office floor",
                "cafe\u0301|caf\u00e9",
                "\u001b[36;44mblue\u001b[0m|blue",
                "a\u0000b\u200bc\ufeffd|ab\u200bcd",
                "a\u2028b\u0085c|a b c",
                "x\ud800y|x\ufffdy",
                "\ud83d\ude00|\ud83d\ude00",
                "$1 \\back|$1 \\back",
                "cost &#36;5 &bsol;|cost $5 \\",
            })
    void repairsAndCollapses(String given, String clean) {
        assertThat(TextCleaner.clean(given)).isEqualTo(clean);
    }

    @ParameterizedTest
    @CsvSource({
        "caf\u00c3\u00a9, caf\u00e9",
        "\u00e2\u20ac\u0153quoted\u00e2\u20ac\u009d, '\"quoted\"'",
        "it\u00e2\u20ac\u2122s, it's",
        "\u00f0\u0178\u02dc\u20ac, \ud83d\ude00",
        "20\u00c2\u00b0, 20\u00b0",
        "\u0093old\u0094 quotes, '\"old\" quotes'"
    })
    void putsBackWhatWasReadInTheWrongEncoding(String given, String meant) {
        assertThat(TextCleaner.clean(given)).isEqualTo(meant);
    }

    @ParameterizedTest
    @CsvSource({
        "CAF\u00c9\u2026",
        "\u00c3 and \u00c2 are letters",
        "\u4e00\u4f4d\u5973\u58eb",
        "na\u00efve \u00e2me",
        "\u00c5ngstr\u00f6m"
    })
    void leavesRightTextAlone(String text) {
        assertThat(TextCleaner.clean(text)).isEqualTo(text);
    }

    @Test
    void anEmptyTextStaysEmpty() {
        assertThat(TextCleaner.clean(" \n\t ")).isEmpty();
    }
}
