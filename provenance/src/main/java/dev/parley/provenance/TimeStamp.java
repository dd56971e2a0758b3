package dev.parley.provenance;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.bouncycastle.asn1.cms.ContentInfo;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cms.jcajce.JcaSimpleSignerInfoVerifierBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.tsp.TSPAlgorithms;
import org.bouncycastle.tsp.TSPException;
import org.bouncycastle.tsp.TimeStampToken;

/**
 * A time stamp of a signature ({@code sigTst2} of C2PA): somebody else's word that it was there at a time.
 *
 * @param by who says so, by their own words
 */
record TimeStamp(Instant time, String by) {
    static final String HEADER = "sigTst2";

    private static final String TOKENS = "tstTokens";
    private static final String VALUE = "val";
    private static final Map<String, String> DIGESTS = Map.of(
            TSPAlgorithms.SHA256.getId(), "SHA-256",
            TSPAlgorithms.SHA384.getId(), "SHA-384",
            TSPAlgorithms.SHA512.getId(), "SHA-512");

    /** What is stamped: the signature, and what it was made with. */
    static byte[] toBeStamped(byte[] protectedHeader, byte[] signature) {
        return Cbor.write(List.of("CounterSignature", protectedHeader, new byte[0], Cbor.write(signature)));
    }

    /** The header's value. */
    static Map<String, Object> header(byte[] token) {
        Map<String, Object> value = new LinkedHashMap<>();
        value.put(TOKENS, List.of(Map.of(VALUE, token)));
        return value;
    }

    /** @throws UnreadableCredentialsException if it is not one token, or not a valid one for {@code words} */
    static TimeStamp inHeader(Object header, byte[] words) throws UnreadableCredentialsException {
        if (header instanceof Map<?, ?> map
                && map.size() == 1
                && map.get(TOKENS) instanceof List<?> tokens
                && tokens.size() == 1
                && tokens.get(0) instanceof Map<?, ?> token
                && token.size() == 1
                && token.get(VALUE) instanceof byte[] der) {
            return read(der, words);
        }
        throw new UnreadableCredentialsException("The time stamp is not one token");
    }

    static TimeStamp read(byte[] der, byte[] words) throws UnreadableCredentialsException {
        try {
            TimeStampToken token = new TimeStampToken(ContentInfo.getInstance(der));
            String digest = DIGESTS.get(
                    token.getTimeStampInfo().getMessageImprintAlgOID().getId());
            if (digest == null
                    || !MessageDigest.isEqual(
                            MessageDigest.getInstance(digest).digest(words),
                            token.getTimeStampInfo().getMessageImprintDigest())) {
                throw new UnreadableCredentialsException("The time stamp is for another signature");
            }
            X509CertificateHolder signer = token.getCertificates().getMatches(null).stream()
                    .filter(token.getSID()::match)
                    .findFirst()
                    .orElseThrow(() -> new UnreadableCredentialsException("The time stamp has no certificate"));
            token.validate(new JcaSimpleSignerInfoVerifierBuilder().build(signer));
            return new TimeStamp(
                    token.getTimeStampInfo().getGenTime().toInstant(),
                    signer.getSubject().toString());
        } catch (TSPException
                | IOException
                | GeneralSecurityException
                | OperatorCreationException
                | RuntimeException e) {
            throw new UnreadableCredentialsException("The time stamp is not valid: " + e.getMessage(), e);
        }
    }
}
