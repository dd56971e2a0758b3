package dev.parley.provenance;

import java.io.ByteArrayInputStream;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.Signature;
import java.security.cert.Certificate;
import java.security.cert.CertificateEncodingException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A COSE_Sign1 (RFC 9052) as C2PA has it: ES256, the chain of certificates in the protected header, the claim beside it.
 *
 * @param protectedHeader its bytes, which the signature covers
 * @param unprotected what it does not cover: a time stamp and filling
 */
record CoseSignature(
        byte[] protectedHeader, Map<String, Object> unprotected, byte[] signature, List<X509Certificate> chain) {
    static final int SIGNATURE_BYTES = 64;

    private static final int TAG = 18;
    private static final int ALGORITHM = 1;
    private static final long ES256 = -7;
    /** ES384, ES512, PS256, PS384, PS512, EdDSA. */
    private static final Set<Long> OTHERS = Set.of(-35L, -36L, -37L, -38L, -39L, -8L);

    private static final int CHAIN = 33;
    private static final int LONGEST_CHAIN = 16;
    private static final String FILLING = "pad";

    static byte[] header(SigningIdentity signer) {
        List<byte[]> chain = new ArrayList<>();
        for (X509Certificate certificate : signer.chain()) {
            try {
                chain.add(certificate.getEncoded());
            } catch (CertificateEncodingException e) {
                throw new IllegalStateException(e);
            }
        }
        Map<Object, Object> header = new LinkedHashMap<>();
        header.put(ALGORITHM, ES256);
        header.put(CHAIN, chain.size() == 1 ? chain.get(0) : chain);
        return Cbor.write(header);
    }

    /** What is signed: the header and the claim. */
    static byte[] toBeSigned(byte[] protectedHeader, byte[] claim) {
        return Cbor.write(List.of("Signature1", protectedHeader, new byte[0], claim));
    }

    static byte[] write(byte[] protectedHeader, Map<String, Object> unprotected, byte[] signature) {
        return Cbor.write(new Cbor.Tagged(TAG, Arrays.asList(protectedHeader, unprotected, null, signature)));
    }

    static CoseSignature read(ByteBuffer part, CborReader cbor) throws UnreadableCredentialsException {
        if (!(cbor.read(part, "the signature") instanceof Cbor.Tagged tagged)
                || tagged.tag() != TAG
                || !(tagged.value() instanceof List<?> parts)
                || parts.size() != 4
                || !(parts.get(0) instanceof byte[] header)
                || !(parts.get(1) instanceof Map<?, ?> unprotected)
                || parts.get(2) != null
                || !(parts.get(3) instanceof byte[] signature)) {
            throw new UnreadableCredentialsException("The signature is no COSE_Sign1 of something beside it");
        }
        Map<String, Object> open = new LinkedHashMap<>();
        unprotected.forEach((key, value) -> open.put((String) key, value));
        return new CoseSignature(header, open, signature, chain(header, cbor));
    }

    private static List<X509Certificate> chain(byte[] header, CborReader cbor) throws UnreadableCredentialsException {
        if (!(cbor.read(ByteBuffer.wrap(header), "the signature's header") instanceof Map<?, ?> fields)) {
            throw new UnreadableCredentialsException("The signature's header is no map");
        }
        Object algorithm = fields.get(Integer.toString(ALGORITHM));
        if (algorithm instanceof Long number && OTHERS.contains(number)) {
            throw new UnsupportedCredentialsException(
                    "The signature's algorithm is %s, only ES256 (-7) can be checked here".formatted(algorithm));
        }
        if (!Long.valueOf(ES256).equals(algorithm)) {
            throw new UnreadableCredentialsException(
                    "The signature's algorithm is %s, none of C2PA".formatted(algorithm));
        }
        Object found = fields.get(Integer.toString(CHAIN));
        List<?> all = found instanceof List<?> list ? list : found == null ? List.of() : List.of(found);
        if (all.size() > LONGEST_CHAIN) {
            throw new UnsupportedCredentialsException("The signature has %d certificates, at most %d are looked at here"
                    .formatted(all.size(), LONGEST_CHAIN));
        }
        List<X509Certificate> chain = new ArrayList<>();
        for (Object each : all) {
            chain.add(certificate(each));
        }
        if (chain.isEmpty()) {
            throw new UnreadableCredentialsException("The signature has no certificate in its protected header");
        }
        return List.copyOf(chain);
    }

    private static X509Certificate certificate(Object der) throws UnreadableCredentialsException {
        if (!(der instanceof byte[] bytes)) {
            throw new UnreadableCredentialsException("A certificate of the signature is not in bytes");
        }
        try {
            return (X509Certificate)
                    CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(bytes));
        } catch (GeneralSecurityException e) {
            throw new UnreadableCredentialsException("A certificate of the signature cannot be read", e);
        }
    }

    boolean covers(byte[] claim) {
        return isSignedBy(chain.get(0), toBeSigned(protectedHeader, claim), signature);
    }

    /**
     * The time stamp, or null if there is none.
     *
     * @throws UnreadableCredentialsException if it is not of this signature, or something else stands where the signature
     *     does not reach
     */
    TimeStamp stamp() throws UnreadableCredentialsException {
        TimeStamp stamp = null;
        for (Map.Entry<String, Object> each : unprotected.entrySet()) {
            if (each.getKey().equals(TimeStamp.HEADER)) {
                stamp = TimeStamp.inHeader(each.getValue(), TimeStamp.toBeStamped(protectedHeader, signature));
            } else if (each.getKey().equals("rVals")) {
                throw new UnsupportedCredentialsException("Answers about revocation are not checked here");
            } else if (!each.getKey().equals(FILLING) || !(each.getValue() instanceof byte[] zeros) || !isZero(zeros)) {
                throw new UnreadableCredentialsException("Something was added to the signature: " + each.getKey());
            }
        }
        return stamp;
    }

    private static boolean isZero(byte[] bytes) {
        for (byte each : bytes) {
            if (each != 0) {
                return false;
            }
        }
        return true;
    }

    static boolean isSignedBy(Certificate signer, byte[] words, byte[] signature) {
        try {
            Signature check = Signature.getInstance("SHA256withECDSAinP1363Format");
            check.initVerify(signer.getPublicKey());
            check.update(words);
            return check.verify(signature);
        } catch (GeneralSecurityException e) {
            return false;
        }
    }
}
