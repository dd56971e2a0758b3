package dev.parley.kit.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CallersTest {
    private static final Callers CALLERS =
            Callers.of(List.of("ingest", "*.svc", "Studio.example."), Optional.of("https://render.example:8443/farm"));

    @ParameterizedTest
    @ValueSource(
            strings = {
                "localhost",
                "LOCALHOST:8080",
                "farm.localhost:8080",
                "127.0.0.1:8080",
                "127.1.2.3",
                "[::1]:8080",
                "192.168.1.5:8080",
                "10.42.0.7",
                "[2001:db8::1]",
                "[fe80::1%eth0]:8080",
                "ingest:8080",
                "ingest.parley.svc",
                "studio.example",
                "render.example",
                "RENDER.example.:443"
            })
    void namesThatAreOursMayBeCalled(String host) {
        assertThat(CALLERS.mayCall(host)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "evil.example",
                "evil.example:8080",
                "localhost.evil.example",
                "127.0.0.1.evil.example",
                "notlocalhost",
                "xingest",
                "svc",
                "",
                "a:b:c"
            })
    void otherNamesMayNot(String host) {
        assertThat(CALLERS.mayCall(host)).isFalse();
    }

    @Test
    void whoSendsNeitherIsNoBrowser() {
        assertThat(CALLERS.mayCall(null)).isTrue();
        assertThat(CALLERS.mayCallFrom(null, "localhost")).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "http://localhost:3000, localhost:8080",
        "http://127.0.0.1:8080, 127.0.0.1:8080",
        "http://[::1]:8080, localhost:8080",
        "http://192.168.1.5:8080, 192.168.1.5:8080",
        "https://render.example:8443, ingest:8080",
        "https://Studio.example, localhost:8080"
    })
    void ourPagesMayCall(String origin, String host) {
        assertThat(CALLERS.mayCallFrom(origin, host)).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "https://evil.example, localhost:8080",
        "http://192.168.1.6:8080, 192.168.1.5:8080",
        "http://localhost.evil.example, localhost:8080",
        "http://evil.example#localhost, localhost:8080",
        "http://localhost@evil.example, localhost:8080",
        "null, localhost:8080",
        "chrome-extension://abcdef, localhost:8080"
    })
    void othersMayNot(String origin, String host) {
        assertThat(CALLERS.mayCallFrom(origin, host)).isFalse();
    }

    @Test
    void aFarmMaySayOtherwise() {
        assertThat(new Callers(List.of("*")).mayCall("any.example")).isTrue();
        assertThat(new Callers(List.of("*")).mayCallFrom("https://any.example", "localhost"))
                .isTrue();
        assertThat(new Callers(List.of("null")).mayCallFrom("null", "localhost"))
                .isTrue();
    }
}
