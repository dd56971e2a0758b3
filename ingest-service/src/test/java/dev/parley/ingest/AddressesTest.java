package dev.parley.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.contracts.JobEvent;
import dev.parley.contracts.JobState;
import dev.parley.ingest.jobs.States;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AddressesTest {
    private final JobState job = States.after(
            States.accepted(States.NOON),
            States.NOON,
            new JobEvent.Completed("videos/a.mp4", 25, 1, 1, 64, 48, 9, "0".repeat(64)));

    @ParameterizedTest
    @CsvSource({
        "https://farm.example, https://farm.example",
        "https://farm.example/, https://farm.example",
        "http://127.0.0.1:8080, http://127.0.0.1:8080",
        "https://example.com/parley//, https://example.com/parley",
        "HTTPS://[2001:db8::1]:8443, HTTPS://[2001:db8::1]:8443"
    })
    void linksBeginWithTheFarmsOwnAddress(String setting, String begin) {
        Addresses addresses = new Addresses(Optional.of(setting));
        assertThat(addresses.of(job.jobId())).hasToString(begin + "/v1/jobs/" + job.jobId());
        assertThat(addresses.view(job).video().href()).isEqualTo(begin + "/v1/jobs/" + job.jobId() + "/video");
    }

    @Test
    void withoutOneLinksArePaths() {
        Addresses addresses = new Addresses(Optional.empty());
        assertThat(addresses.of(job.jobId())).hasToString("/v1/jobs/" + job.jobId());
        assertThat(addresses.view(job).video().href()).isEqualTo("/v1/jobs/" + job.jobId() + "/video");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "farm.example",
                "localhost:8080",
                "/farm",
                "ftp://farm.example",
                "https://",
                "https:///farm",
                "https://farm.example?a=b",
                "https://farm.example#jobs",
                "https://user:secret@farm.example",
                "https://a b",
                "javascript:alert(1)"
            })
    void whatIsNoAddressIsRefusedByTheSettingsName(String setting) {
        assertThatThrownBy(() -> new Addresses(Optional.of(setting)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("parley.public.url is '%s', expected".formatted(setting));
    }
}
