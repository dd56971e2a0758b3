package dev.parley.provenance;

import java.io.IOException;
import java.math.BigInteger;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
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
    private final Duration patience;

    /** @param address http or https; no redirects are followed */
    public TimeStampServer(URI address) {
        this(address, PATIENCE);
    }

    TimeStampServer(URI address, Duration patience) {
        this.address = address;
        this.patience = patience;
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

    /** All of the answer within {@link #patience}, the last byte included: a server that stalls must hold up nobody. */
    private byte[] answer(byte[] request) throws IOException {
        HttpRequest call = HttpRequest.newBuilder(address)
                .header("Content-Type", "application/timestamp-query")
                .POST(BodyPublishers.ofByteArray(request))
                .build();
        CompletableFuture<HttpResponse<byte[]>> asked = http.sendAsync(call, head -> new ShortBody(MOST_BYTES));
        try {
            HttpResponse<byte[]> answer = asked.get(patience.toMillis(), TimeUnit.MILLISECONDS);
            if (answer.statusCode() != 200) {
                throw new IOException("it answered %d".formatted(answer.statusCode()));
            }
            return answer.body();
        } catch (TimeoutException e) {
            throw new IOException("it gave no whole answer within %d ms".formatted(patience.toMillis()), e);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof IOException io ? io : new IOException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        } finally {
            asked.cancel(true);
        }
    }
}
