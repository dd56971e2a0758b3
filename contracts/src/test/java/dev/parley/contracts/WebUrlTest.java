package dev.parley.contracts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WebUrlTest {
    @ParameterizedTest
    @CsvSource({
        "http://my_service:9000/hook, my_service, 9000, http://my_service:9000/hook",
        "http://b\u00fccher.example/\u00e4.wav, xn--bcher-kva.example, 80, http://xn--bcher-kva.example/%C3%A4.wav",
        "https://\u4f8b\u3048.\u30c6\u30b9\u30c8, xn--r8jz45g.xn--zckzah, 443, https://xn--r8jz45g.xn--zckzah",
        "HTTPS://X.example:/a?b, X.example, 443, HTTPS://X.example/a?b",
        "http://[2001:db8::1]:81/x, 2001:db8::1, 81, http://[2001:db8::1]:81/x",
        "http://127.0.0.1, 127.0.0.1, 80, http://127.0.0.1",
        "http://x.example./a, x.example., 80, http://x.example./a",
        "http://x/my voice.wav?q=a b#part, x, 80, http://x/my%20voice.wav?q=a%20b",
        "http://x/a%2Fb%e4?X-Amz-Signature=%2B/, x, 80, http://x/a%2Fb%e4?X-Amz-Signature=%2B/",
        "http://x/100%|a[1]?a[]=%, x, 80, http://x/100%25%7Ca%5B1%5D?a[]=%25",
        "http://x?u=http://u@y/, x, 80, http://x?u=http://u@y/"
    })
    void isReadAsPeopleWriteIt(String text, String host, int port, String ascii) {
        WebUrl url = WebUrl.parse(text);

        assertThat(url.host()).isEqualTo(host);
        assertThat(url.port()).isEqualTo(port);
        assertThat(url).hasToString(ascii);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "x.example",
                "//x.example/",
                "ftp://x.example/",
                "https:x",
                "https://",
                "https:///a",
                "http://:80/",
                "http://x:y/",
                "http://x:0/",
                "http://x:65536/",
                "http://x:99999999999/",
                "http://x:1:2/",
                "http://[::1/",
                "http://[::1]x/",
                "http://[v1.x]/",
                "http://a..b/",
                "http://a b/",
                "http://a%62/",
                "http://a\\b/",
                "http://x/\n",
                "http://fa\u00df.example/"
            })
    void isNothingElse(String text) {
        assertThatThrownBy(() -> WebUrl.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("found ");
    }

    @Test
    void neverRepeatsAPassword() {
        assertThatThrownBy(() -> WebUrl.parse("https://me:hunter2@x.example/"))
                .hasMessage("found a URL with a user name or password");
    }

    @Test
    void doesNotTakeWhatComesAfterABackslashForItsHost() {
        assertThatThrownBy(() -> WebUrl.parse("http://x.example\\@y.example/")).hasMessageContaining("user name");
    }
}
