package dev.parley.cli.farm;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CredentialsTest {
    @TempDir
    Path folder;

    @Test
    void theyAreMadeOnceAndOnlyTheirOwnerReadsThem() throws Exception {
        Credentials made = Credentials.keptIn(folder);
        assertThat(Credentials.keptIn(folder)).isEqualTo(made);
        assertThat(made.secretKey()).isNotEqualTo(made.accessKey()).hasSizeGreaterThan(30);
        assertThat(PosixFilePermissions.toString(
                        Files.getPosixFilePermissions(folder.resolve("credentials.properties"))))
                .isEqualTo("rw-------");
    }

    @Test
    void theWebhooksSecretIsOneOfStandardWebhooks() throws Exception {
        String secret = Credentials.keptIn(folder).webhookSecret();
        assertThat(secret).startsWith("whsec_");
        assertThat(Base64.getDecoder().decode(secret.substring(6))).hasSizeBetween(24, 64);
    }

    @Test
    void theOwnersKeyIsOneThatFarmsTakeAndThereOnceThereWasAFarm() throws Exception {
        assertThat(Credentials.adminKeyIn(folder)).isEmpty();
        String key = Credentials.keptIn(folder).adminKey();
        assertThat(key).matches("parley_[0-9a-f]{12}_[0-9a-f]{64}");
        assertThat(Credentials.adminKeyIn(folder)).contains(key);
    }

    @Test
    void theyAreNotPrinted() throws Exception {
        Credentials made = Credentials.keptIn(folder);
        assertThat(made.toString()).doesNotContain(made.secretKey());
    }
}
