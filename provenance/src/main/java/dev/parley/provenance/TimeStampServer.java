package dev.parley.provenance;

import java.io.IOException;
import java.io.InputStream;
import java.math.BigInteger;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.security.SecureRandom;
import java.time.Duration;
import org.bouncycastle.tsp.TSPAlgorithms;
import org.bouncycastle.tsp.TSPException;
import org.bouncycastle.tsp.TimeStampRequest;
import org.bouncycastle.tsp.TimeStampRequestGenerator;
import org.bouncycastle.tsp.TimeStampResponse;

/** Somebody who vouches for the time of signatures (RFC 3161 over HTTP). May be used by several threads. */
public final class TimeStampServer {
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    /** Those of well-known servers have 3 to 7 KB. */
    static final int LONGEST_TOKEN = 12 << 10;

    private static final int MOST_BYTES = 1 << 16;
    private static final int NONCE_BITS = 64;

    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(PATIENCE).build();
    private final SecureRandom random = new SecureRandom();
    private final URI address;

    /** @param address http or https; no redirects are followed */
    public TimeStampServer(URI address) {
        this.address = address;
    }

    /**
     * A token for {@code words}, of which the server hears the hash.
     *
     * @throws IOException if the server is away, or what it answers is not for these words
     */
    byte[] token(byte[] words) throws IOException {
        TimeStampRequestGenerator asking = new TimeStampRequestGenerator();
        asking.setCertReq(true);
        try {
            TimeStampRequest request = asking.generate(
                    TSPAlgorithms.SHA256, BmffHash.sha256().digest(words), new BigInteger(NONCE_BITS, random));
            TimeStampResponse response = new TimeStampResponse(answer(request.getEncoded()));
            response.validate(request);
            if (response.getTimeStampToken() == null) {
                throw new IOException("it refused: " + response.getStatusString());
            }
            byte[] token = response.getTimeStampToken().getEncoded("DER");
            if (token.length > LONGEST_TOKEN) {
                throw new IOException("its token has %d bytes, at most %d fit".formatted(token.length, LONGEST_TOKEN));
            }
            TimeStamp.read(token, words); // one that nobody would believe is none
            return token;
        } catch (TSPException | UnreadableCredentialsException e) {
            throw new IOException("its answer is not valid: " + e.getMessage(), e);
        }
    }

    private byte[] answer(byte[] request) throws IOException {
        HttpRequest call = HttpRequest.newBuilder(address)
                .timeout(PATIENCE)
                .header("Content-Type", "application/timestamp-query")
                .POST(BodyPublishers.ofByteArray(request))
                .build();
        try {
            HttpResponse<InputStream> answer = http.send(call, BodyHandlers.ofInputStream());
            try (InputStream body = answer.body()) {
                byte[] bytes = body.readNBytes(MOST_BYTES + 1);
                if (answer.statusCode() != 200 || bytes.length > MOST_BYTES) {
                    throw new IOException("it answered %d with %d bytes".formatted(answer.statusCode(), bytes.length));
                }
                return bytes;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }
}
