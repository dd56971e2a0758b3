package dev.parley.contracts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class InputRefTest {
    @Test
    void isAnUploadAUrlDataOrAPart() {
        assertThat(InputRef.parse(Requests.PICTURE)).isEqualTo(new InputRef.Stored(Requests.PICTURE));
        assertThat(InputRef.parse("https://x.example/a%20b.png?c"))
                .isEqualTo(new InputRef.Url(new WebUrl(URI.create("https://x.example/a%20b.png?c"), "x.example", 443)));
        assertThat(InputRef.parse("part:face.png")).isEqualTo(new InputRef.Part("face.png"));
        assertThat(((InputRef.Data) InputRef.parse("DATA:Image/PNG;charset=x;BASE64,AQID")).mime())
                .isEqualTo("image/png");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ":",
                "a.png",
                "inputs/ABC",
                "file:/etc/passwd",
                "ftp://x/y",
                "https:x",
                "https://u@x/",
                "https://x:99999/",
                "https://x/\n",
                "http://[::1",
                "data:image/png;base64AAAA",
                "part:",
                "part:../x",
                "part:a/b"
            })
    void isNothingElse(String text) {
        assertThatThrownBy(() -> InputRef.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("found ")
                .hasMessageContaining("expected 'inputs/<sha256>' of an upload");
    }

    @Test
    void neverRepeatsAPassword() {
        assertThatThrownBy(() -> InputRef.parse("https://me:hunter2@x.example/"))
                .hasMessageNotContaining("hunter2");
    }

    @Test
    void isShortAsText() {
        assertThat(InputRef.parse("data:image/png;base64," + "A".repeat(100_000))
                        .toString())
                .hasSizeLessThan(80);
    }
}
