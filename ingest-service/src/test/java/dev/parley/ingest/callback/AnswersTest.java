package dev.parley.ingest.callback;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import dev.parley.contracts.WebUrl;
import dev.parley.kit.http.GuardedHttp;
import dev.parley.kit.http.GuardedHttp.Answer;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AnswersTest {
    private static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");

    @Test
    void anyTwoHundredIsDelivered() {
        assertThat(answer(202, null)).isInstanceOf(CallResult.Delivered.class);
    }

    @Test
    void goneIsForEver() {
        assertThat(answer(410, null)).isInstanceOf(CallResult.Rejected.class);
    }

    @Test
    void redirectsFail() {
        assertThat(answer(301, null)).isInstanceOf(CallResult.Failed.class);
    }

    @ParameterizedTest
    @CsvSource({
        "429, 120, 120",
        "503, 'Sun, 22 Nov 2026 12:00:30 GMT', 30",
        "503, 99999999, 86400",
        "503, 'Sat, 21 Nov 2026 12:00:30 GMT', 0",
        "503, soon, 0",
        "500, 120, 0"
    })
    void aWishForMoreTimeIsRead(int status, String retryAfter, long seconds) {
        assertThat(answer(status, retryAfter))
                .asInstanceOf(type(CallResult.Failed.class))
                .extracting(CallResult.Failed::notBefore)
                .isEqualTo(Duration.ofSeconds(seconds));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"http://127.0.0.1:1/", "http://localhost:1/", "http://10.0.0.1/", "http://169.254.169.254/"})
    void privateAddressesAreRefusedByDefaultAndForGood(String url) throws Exception {
        CallResult result = new GuardedHttp(false, "1")
                .post(WebUrl.parse(url), Map.of(), new byte[0], Duration.ofSeconds(10))
                .handle((answer, failure) -> Answers.of(failure))
                .get();

        assertThat(result).isInstanceOf(CallResult.Rejected.class);
        assertThat(result.text()).startsWith("not called: the host");
    }

    private static CallResult answer(int status, String retryAfter) {
        Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        if (retryAfter != null) {
            headers.put("retry-after", retryAfter);
        }
        return Answers.of(new Answer(status, headers), NOW);
    }
}
