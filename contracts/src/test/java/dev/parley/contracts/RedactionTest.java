package dev.parley.contracts;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RedactionTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
            GET https://me:pw@host/a/b?X-Amz-Signature=12ab failed | GET https://host/a/b failed
            signed by whsec_abc/def== again                        | signed by whsec_*** again
            Cookie: parley_session=ab3.x; other                    | Cookie: parley_session=***; other
            {"secret": "abc", "url": "http://x/?t=1"}              | {"secret": "***", "url": "http://x/"}
            -Djavax.net.ssl.keyStorePassword=hunter2               | -Djavax.net.ssl.keyStorePassword=***
            parley_worker_gpu_seconds_total{tenant="a"} 3.5        | parley_worker_gpu_seconds_total{tenant="a"} 3.5
            """)
    void hidesWhatOpensADoor(String text, String told) {
        assertThat(Redaction.of(text)).isEqualTo(told);
    }
}
