package dev.parley.speech;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SayableTextTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "“Don’t,” she said – ‘why?’|Don't, she said, 'why?'",
                "Café naïve Ångström straße|Cafe naive Angstrom strasse",
                "It costs €5 or £3.50, $5.5 at most|It costs 5 euros or 3.50 pounds, $5.50 at most",
                "R&D at 20°C|R and D at 20 degrees C",
                "room 0042 at 3:05|room 0 0 4 2 at 3:05",
                "pages 3–5|pages 3 to 5",
                "-5 degrees|minus 5 degrees",
                "and/or|and slash or",
                "#1 of 100%|number 1 of 100%",
                "2½ cups|2 and one half cups",
                "a b﻿c so­ft|a bc soft",
                "Ｆｕｌｌ ｗｉｄｔｈ １２|Full width 12",
                "٣ cats|3 cats",
                "well… ok|well... ok"
            })
    void whatIsNormalIsReadAsPeopleReadIt(String written, String read) {
        SayableText text = SayableText.of(written);
        assertThat(text.unsayable()).isEmpty();
        assertThat(text.text()).isEqualTo(read);
    }

    @ParameterizedTest
    @CsvSource({
        "hi привет you,3,привет,the letter 'п' (CYRILLIC SMALL LETTER PE) is not one that an English voice can read",
        "你好,0,你好,the letter '你' (CJK UNIFIED IDEOGRAPHS 4F60) is not one that an English voice can read",
        "x <b>,2,<b>,the symbol '<' (LESS-THAN SIGN) cannot be spoken",
        "go 👍🏽 now,3,👍🏽,the symbol '👍' (THUMBS UP SIGN) cannot be spoken",
        "snake_case,0,snake_case,the symbol '_' (LOW LINE) cannot be spoken",
        "♪ la,0,♪,the symbol '♪' (EIGHTH NOTE) cannot be spoken"
    })
    void whatCannotBeSaidIsNamed(String written, int offset, String word, String reason) {
        assertThat(SayableText.of(written).unsayable()).containsExactly(new Unsayable(offset, word, reason));
    }

    @Test
    void aWordThatIsNoneIsRefused() {
        assertThat(SayableText.of("see " + "x".repeat(65)).unsayable())
                .extracting(Unsayable::reason)
                .containsExactly("it has 65 characters, expected at most 64");
    }

    @Test
    void controlCharactersAreNotShown() {
        assertThat(SayableText.of("a\u0007b").unsayable())
                .extracting(Unsayable::reason)
                .containsExactly("the symbol (BEL) cannot be spoken");
    }
}
