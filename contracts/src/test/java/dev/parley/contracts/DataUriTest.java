package dev.parley.contracts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DataUriTest {
    /** All of these are the five bytes fb ef ff 2c 3b, whatever they say of their type. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "data:image/png;base64,++//LDs=",
                "DATA:image/png;BASE64,++//LDs=",
                "data:audio/webm; codecs=opus;base64,++//LDs=",
                "data:video/webm;codecs=vp8,opus;base64,++//LDs=",
                "data:audio/webm;codecs=\"opus, pcm\" ; base64 ,++//LDs=",
                "data:;base64,++//LDs=",
                "data:application/octet-stream;base64,++//LDs=",
                "data:text/plain;charset=utf-8;base64,++//LDs=",
                "data:image/png;base64,++//\r\nLDs=\r\n",
                "data:image/png;base64, ++\t// LDs=",
                "data:image/png;base64,--__LDs=",
                "data:image/png;base64,++//LDs",
                "data:image/png;base64,%2B%2b%2F%2fLDs%3D",
                "data:image/png;base64,++//%0D%0ALDs%3D",
                "data:image/png,%FB%EF%ff,;",
                "data:,%FB%EF%FF%2C%3B"
            })
    void isReadInEveryFormThatProgramsWrite(String uri) throws IOException {
        assertThat(bytes(uri)).containsExactly(0xfb, 0xef, 0xff, 0x2c, 0x3b);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "data:image/png;base64,++//L",
                "data:image/png;base64,++*/",
                "data:image/png;base64,++\u00e4/",
                "data:image/png;base64,AA==AAAA",
                "data:image/png;base64,%2",
                "data:image/png,%F",
                "data:image/png,%zz",
                "data:image/png,\u2028"
            })
    void isRefusedWhereItCannotBeDecoded(String uri) {
        assertThatThrownBy(() -> bytes(uri)).isInstanceOf(IOException.class);
    }

    @Test
    void isShortAsText() {
        assertThat(InputRef.parse("data:audio/webm; codecs=opus;base64," + "A".repeat(100_000)))
                .hasToString("data:audio/webm;base64,... (100000 characters)");
    }

    private static byte[] bytes(String uri) throws IOException {
        try (InputStream in = ((InputRef.Data) InputRef.parse(uri)).open()) {
            return in.readAllBytes();
        }
    }
}
