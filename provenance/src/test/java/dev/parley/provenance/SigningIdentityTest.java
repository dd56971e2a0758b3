package dev.parley.provenance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Date;
import org.junit.jupiter.api.Test;

class SigningIdentityTest {
    private static final String PEM = OwnCertificate.pem("A farm", Instant.now());

    @Test
    void anOwnCertificateHasTheProfileThatSignersNeed() throws Exception {
        SigningIdentity identity = SigningIdentity.ofPem(PEM, PEM);
        X509Certificate certificate = identity.chain().get(0);
        assertThat(identity.chain()).hasSize(2);
        assertThat(certificate.getVersion()).isEqualTo(3);
        assertThat(certificate.getBasicConstraints()).isEqualTo(-1);
        assertThat(certificate.getKeyUsage()).startsWith(true, false);
        assertThat(certificate.getExtendedKeyUsage()).contains("1.3.6.1.4.1.62558.2.1");
        assertThat(certificate.getSubjectX500Principal()).isNotEqualTo(certificate.getIssuerX500Principal());
        certificate.verify(identity.chain().get(1).getPublicKey());
        certificate.checkValidity();
        certificate.checkValidity(Date.from(Instant.now().plus(10 * 365, ChronoUnit.DAYS)));
    }

    @Test
    void aKeyOfAnotherCertificateIsRefused() {
        assertThatThrownBy(() -> SigningIdentity.ofPem(PEM, OwnCertificate.pem("Another", Instant.now())))
                .isInstanceOf(UnreadableCredentialsException.class)
                .hasMessageContaining("does not belong to the certificate of")
                .hasMessageContaining("A farm");
    }

    @Test
    void aCertificateIsValidForItsTimeOnly() throws Exception {
        SigningIdentity identity = SigningIdentity.ofPem(PEM, PEM);
        assertThat(identity.invalidAt(Instant.now())).isEmpty();
        Instant late = Instant.now().plus(21 * 365, ChronoUnit.DAYS);
        assertThat(identity.invalidAt(late))
                .hasValueSatisfying(why -> assertThat(why).contains("A farm", "is valid from"));
        assertThat(identity.invalidAt(Instant.EPOCH)).isPresent();
    }

    @Test
    void whatIsMissingIsNamed() {
        assertThatThrownBy(() -> SigningIdentity.ofPem("", PEM)).hasMessageContaining("-----BEGIN CERTIFICATE-----");
        assertThatThrownBy(() -> SigningIdentity.ofPem(PEM, "-----BEGIN EC PRIVATE KEY-----"))
                .hasMessageContaining("openssl pkcs8 -topk8 -nocrypt");
    }
}
