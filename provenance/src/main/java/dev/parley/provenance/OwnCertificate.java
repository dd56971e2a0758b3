package dev.parley.provenance;

import java.io.IOException;
import java.io.StringWriter;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.CertIOException;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/**
 * A certificate that nobody vouches for, for who has no other: of the profile that C2PA asks of signers, under an authority
 * whose key is thrown away at once. Validators call what it signs valid and the signer unknown.
 */
public final class OwnCertificate {
    /** Nothing renews it; a video without a time stamp is invalid once it has expired. */
    private static final Duration LIFE = Duration.ofDays(20 * 365);
    /** Clocks of validators differ. */
    private static final Duration BEFORE = Duration.ofDays(1);
    /** c2pa-kp-claimSigning. */
    private static final ASN1ObjectIdentifier CLAIM_SIGNING = new ASN1ObjectIdentifier("1.3.6.1.4.1.62558.2.1");

    private static final String ALGORITHM = "SHA256withECDSA";
    private static final int SERIAL_BITS = 120;
    private static final int LINE = 64;

    private static final SecureRandom RANDOM = new SecureRandom();

    /**
     * Makes a certificate and its key.
     *
     * @param organization whom validators show as the signer
     * @return PEM: the key, the certificate, and the one above it, for {@link SigningIdentity#ofPem}
     */
    public static String pem(String organization, Instant now) {
        try {
            KeyPair authority = keys();
            KeyPair signer = keys();
            X500Name authorityName = name(organization, organization + " (own authority)");
            JcaX509ExtensionUtils extensions = new JcaX509ExtensionUtils();

            X509v3CertificateBuilder above = builder(authorityName, authorityName, authority, now);
            above.addExtension(Extension.basicConstraints, true, new BasicConstraints(0));
            above.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign));
            identify(above, extensions, authority, authority);

            X509v3CertificateBuilder own =
                    builder(authorityName, name(organization, organization + " (own certificate)"), signer, now);
            own.addExtension(Extension.basicConstraints, true, new BasicConstraints(false));
            own.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature));
            own.addExtension(Extension.extendedKeyUsage, false, new ExtendedKeyUsage(new KeyPurposeId[] {
                KeyPurposeId.getInstance(CLAIM_SIGNING), KeyPurposeId.id_kp_documentSigning
            }));
            identify(own, extensions, signer, authority);
            return pem("PRIVATE KEY", signer.getPrivate().getEncoded())
                    + pem("CERTIFICATE", signed(own, authority).getEncoded())
                    + pem("CERTIFICATE", signed(above, authority).getEncoded());
        } catch (GeneralSecurityException | OperatorCreationException | IOException e) {
            throw new IllegalStateException("Cannot make a certificate", e);
        }
    }

    private static KeyPair keys() throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"), RANDOM);
        return generator.generateKeyPair();
    }

    private static X500Name name(String organization, String commonName) {
        return new X500NameBuilder(BCStyle.INSTANCE)
                .addRDN(BCStyle.O, organization)
                .addRDN(BCStyle.CN, commonName)
                .build();
    }

    private static X509v3CertificateBuilder builder(X500Name issuer, X500Name subject, KeyPair keys, Instant now) {
        return new JcaX509v3CertificateBuilder(
                issuer,
                new BigInteger(SERIAL_BITS, RANDOM).setBit(SERIAL_BITS),
                Date.from(now.minus(BEFORE)),
                Date.from(now.plus(LIFE)),
                subject,
                keys.getPublic());
    }

    private static void identify(
            X509v3CertificateBuilder builder, JcaX509ExtensionUtils extensions, KeyPair subject, KeyPair issuer)
            throws CertIOException {
        builder.addExtension(
                Extension.subjectKeyIdentifier, false, extensions.createSubjectKeyIdentifier(subject.getPublic()));
        builder.addExtension(
                Extension.authorityKeyIdentifier, false, extensions.createAuthorityKeyIdentifier(issuer.getPublic()));
    }

    private static X509Certificate signed(X509v3CertificateBuilder builder, KeyPair authority)
            throws OperatorCreationException, GeneralSecurityException {
        return new JcaX509CertificateConverter()
                .getCertificate(builder.build(new JcaContentSignerBuilder(ALGORITHM).build(authority.getPrivate())));
    }

    private static String pem(String what, byte[] der) {
        StringWriter out = new StringWriter();
        String base64 = Base64.getMimeEncoder(LINE, new byte[] {'\n'}).encodeToString(der);
        out.write("-----BEGIN %s-----\n%s\n-----END %s-----\n".formatted(what, base64, what));
        return out.toString();
    }

    private OwnCertificate() {}
}
