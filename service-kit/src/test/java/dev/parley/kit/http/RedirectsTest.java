package dev.parley.kit.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.contracts.WebUrl;
import java.io.IOException;
import okhttp3.HttpUrl;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RedirectsTest {
    private static final WebUrl FROM = WebUrl.parse("https://x.example/a/b?c");

    @ParameterizedTest
    @CsvSource({
        "https://y.example/d, https://y.example/d",
        "//y.example/d, https://y.example/d",
        "/d, https://x.example/d",
        "d?e, https://x.example/a/d?e",
        "?e, https://x.example/a/b?e",
        "https://bücher.example/ä, https://xn--bcher-kva.example/%C3%A4",
        "https://my_host/d, https://my_host/d"
    })
    void leadWhereTheHeaderSays(String location, String next) throws IOException {
        assertThat(checked(location)).hasToString(next);
    }

    @Test
    void neverLeaveEncryption() {
        assertThatThrownBy(() -> checked("http://x.example/d")).hasMessage("it redirects from https to http");
    }

    private static WebUrl checked(String location) throws IOException {
        return Redirects.checked(FROM, HttpUrl.get(FROM.toString()).resolve(location));
    }
}
