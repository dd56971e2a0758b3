package dev.parley.ingest.secret;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.contracts.JobId;
import dev.parley.contracts.Json;
import dev.parley.contracts.RenderRequest.Webhook;
import dev.parley.contracts.SealedWebhook;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;

class WebhookSealTest {
    private static final String SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
    private static final String KEY = Base64.getEncoder().encodeToString(new byte[32]);

    private final JobId job = JobId.create(Instant.now());
    private final WebhookSeal seal = new WebhookSeal(() -> FarmKey.key(KEY));

    @Test
    void theSecretAndTheQueryAreHiddenAndComeBack() {
        Webhook webhook = new Webhook("https://example.org/hook?token=sesame#x", SECRET);

        SealedWebhook sealed = seal.seal(job, webhook);

        assertThat(sealed.url()).isEqualTo("https://example.org/hook");
        assertThat(Json.write(sealed)).doesNotContain("sesame").doesNotContain(SECRET);
        assertThat(seal.open(job, sealed.url(), sealed.sealed())).isEqualTo(webhook);
    }

    @Test
    void whereThereIsNothingToHideNothingIsSealed() {
        assertThat(seal.seal(job, null)).isNull();
        assertThat(seal.seal(job, new Webhook("https://example.org/hook", null)))
                .isEqualTo(new SealedWebhook("https://example.org/hook", null));
        assertThat(seal.open(job, "https://example.org/hook", null))
                .isEqualTo(new Webhook("https://example.org/hook", null));
    }

    @Test
    void theSameSecretNeverLooksTheSame() {
        Webhook webhook = new Webhook("https://example.org/hook", SECRET);
        assertThat(seal.seal(job, webhook)).isNotEqualTo(seal.seal(job, webhook));
    }

    @Test
    void aSealCannotBeMovedToAnotherJobNorOpenedWithAnotherKey() {
        String sealed =
                seal.seal(job, new Webhook("https://example.org/hook", SECRET)).sealed();
        JobId other = JobId.create(Instant.now());
        assertThatThrownBy(() -> seal.open(other, "https://example.org/hook", sealed))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("PARLEY_FARM_KEY");
        byte[] bytes = new byte[32];
        bytes[0] = 1;
        WebhookSeal stranger =
                new WebhookSeal(() -> FarmKey.key(Base64.getEncoder().encodeToString(bytes)));
        assertThatThrownBy(() -> stranger.open(job, "https://example.org/hook", sealed))
                .isInstanceOf(IllegalStateException.class);
    }

    @Test
    void aSecretOfAFarmWithoutSealsIsTakenAsItIs() {
        assertThat(WebhookSeal.isUnsealed(SECRET)).isTrue();
        assertThat(seal.open(job, "https://example.org/hook?a", SECRET))
                .isEqualTo(new Webhook("https://example.org/hook?a", SECRET));
    }

    @Test
    void aKeyIsThirtyTwoBytes() {
        for (String unfit : List.of("", "x", "*", Base64.getEncoder().encodeToString(new byte[31]))) {
            assertThatThrownBy(() -> FarmKey.key(unfit))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("32 bytes");
        }
    }
}
