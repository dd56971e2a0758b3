package dev.parley.provenance;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.ECPublicKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bouncycastle.asn1.x9.X9ECParameters;
import org.bouncycastle.crypto.digests.SHA256Digest;
import org.bouncycastle.crypto.ec.CustomNamedCurves;
import org.bouncycastle.crypto.params.ECDomainParameters;
import org.bouncycastle.crypto.params.ECPrivateKeyParameters;
import org.bouncycastle.crypto.signers.ECDSASigner;
import org.bouncycastle.crypto.signers.HMacDSAKCalculator;
import org.bouncycastle.crypto.signers.PlainDSAEncoding;

/**
 * Who signs: a certificate for ES256, the ones above it, and the key that belongs to it.
 *
 * @param chain the signer's own first
 */
public record SigningIdentity(List<X509Certificate> chain, ECPrivateKey key) {
    private static final int CURVE_BITS = 256;
    private static final Pattern KEY =
            Pattern.compile("-----BEGIN PRIVATE KEY-----([A-Za-z0-9+/=\\s]+)-----END PRIVATE KEY-----");

    public SigningIdentity {
        chain = List.copyOf(chain);
    }

    /**
     * Reads PEM: certificates, the signer's own first, and its key in PKCS #8. Both may come in one text, other things
     * between them are skipped.
     *
     * @throws UnreadableCredentialsException if either is not there, is not for ES256 (curve P-256), or they do not belong
     *     together
     */
    public static SigningIdentity ofPem(String certificates, String key) throws UnreadableCredentialsException {
        List<X509Certificate> chain = certificates(certificates);
        SigningIdentity identity = new SigningIdentity(chain, key(key));
        if (!(chain.get(0).getPublicKey() instanceof ECPublicKey signer)
                || signer.getParams().getCurve().getField().getFieldSize() != CURVE_BITS) {
            throw new UnreadableCredentialsException(
                    "The certificate of '%s' is for %s, expected an elliptic curve, P-256"
                            .formatted(
                                    chain.get(0).getSubjectX500Principal(),
                                    chain.get(0).getPublicKey().getAlgorithm()));
        }
        identity.requireItsKey();
        return identity;
    }

    /** What is wrong at a time with one of the certificates, in a sentence; nothing where all are valid. */
    public Optional<String> invalidAt(Instant time) {
        return chain.stream()
                .filter(each -> time.isBefore(each.getNotBefore().toInstant())
                        || time.isAfter(each.getNotAfter().toInstant()))
                .findFirst()
                .map(each -> "The certificate of '%s' is valid from %s to %s"
                        .formatted(
                                each.getSubjectX500Principal(),
                                each.getNotBefore().toInstant(),
                                each.getNotAfter().toInstant()));
    }

    static List<X509Certificate> certificates(String pem) throws UnreadableCredentialsException {
        StringBuilder only = new StringBuilder();
        Matcher each = Pattern.compile("-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----")
                .matcher(pem);
        while (each.find()) {
            only.append(each.group()).append('\n');
        }
        if (only.isEmpty()) {
            throw new UnreadableCredentialsException("There is no certificate (-----BEGIN CERTIFICATE-----)");
        }
        try {
            return CertificateFactory.getInstance("X.509")
                    .generateCertificates(
                            new ByteArrayInputStream(only.toString().getBytes(StandardCharsets.US_ASCII)))
                    .stream()
                    .map(X509Certificate.class::cast)
                    .toList();
        } catch (GeneralSecurityException e) {
            throw new UnreadableCredentialsException("A certificate cannot be read: " + e.getMessage(), e);
        }
    }

    private static ECPrivateKey key(String pem) throws UnreadableCredentialsException {
        Matcher found = KEY.matcher(pem);
        if (!found.find()) {
            throw new UnreadableCredentialsException(
                    "There is no unencrypted PKCS #8 key (-----BEGIN PRIVATE KEY-----); "
                            + "'openssl pkcs8 -topk8 -nocrypt' makes one of other forms");
        }
        try {
            byte[] der = Base64.getMimeDecoder().decode(found.group(1));
            return (ECPrivateKey) KeyFactory.getInstance("EC").generatePrivate(new PKCS8EncodedKeySpec(der));
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            // The cause may quote from the key.
            throw new UnreadableCredentialsException("The key is not one of an elliptic curve, P-256");
        }
    }

    private void requireItsKey() throws UnreadableCredentialsException {
        byte[] words = {1};
        if (key.getParams().getCurve().getField().getFieldSize() != CURVE_BITS
                || !CoseSignature.isSignedBy(chain.get(0), words, sign(words))) {
            throw new UnreadableCredentialsException("The key does not belong to the certificate of '%s'"
                    .formatted(chain.get(0).getSubjectX500Principal()));
        }
    }

    /**
     * ES256, in 64 bytes. Deterministic (RFC 6979): the same words give the same signature, so a video made twice stays
     * the same bytes.
     */
    byte[] sign(byte[] words) {
        X9ECParameters curve = CustomNamedCurves.getByName("secp256r1");
        ECDSASigner signer = new ECDSASigner(new HMacDSAKCalculator(new SHA256Digest()));
        signer.init(true, new ECPrivateKeyParameters(key.getS(), new ECDomainParameters(curve)));
        var parts = signer.generateSignature(BmffHash.sha256().digest(words));
        try {
            return PlainDSAEncoding.INSTANCE.encode(curve.getN(), parts[0], parts[1]);
        } catch (RuntimeException e) {
            throw new IllegalStateException(e);
        }
    }
}
