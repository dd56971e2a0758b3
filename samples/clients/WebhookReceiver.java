import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.Objects;
import java.util.concurrent.Executors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Receives a farm's webhooks and checks their signatures (Standard Webhooks), with the JDK alone:
 * WEBHOOK_SECRET=whsec_... java WebhookReceiver.java PORT
 */
class WebhookReceiver {
    private static final byte[] KEY =
            Base64.getDecoder().decode(System.getenv("WEBHOOK_SECRET").replaceFirst("^whsec_", ""));
    /** Seconds; an older call may be one that somebody recorded. */
    private static final long TOLERANCE = 300;

    private static final int LARGEST = 1 << 20;

    public static void main(String[] args) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress("127.0.0.1", Integer.parseInt(args[0])), 0);
        server.setExecutor(Executors.newFixedThreadPool(8));
        server.createContext("/", WebhookReceiver::receive);
        server.start();
        System.out.println("listening on " + server.getAddress().getPort());
    }

    private static void receive(HttpExchange call) throws IOException {
        try (call) {
            byte[] body = call.getRequestBody().readNBytes(LARGEST + 1);
            if (body.length > LARGEST) {
                call.sendResponseHeaders(413, -1);
            } else if (!isGenuine(call.getRequestHeaders(), body)) {
                call.sendResponseHeaders(401, -1);
            } else {
                // The same webhook-id again is the same call: a farm that did not hear our answer repeats it.
                System.out.println(call.getRequestHeaders().getFirst("webhook-id") + " "
                        + new String(body, StandardCharsets.UTF_8));
                call.sendResponseHeaders(204, -1);
            }
        }
    }

    private static boolean isGenuine(Headers headers, byte[] body) {
        String id = Objects.requireNonNullElse(headers.getFirst("webhook-id"), "");
        String sent = Objects.requireNonNullElse(headers.getFirst("webhook-timestamp"), "");
        String signatures = Objects.requireNonNullElse(headers.getFirst("webhook-signature"), "");
        if (!sent.matches("[0-9]{1,12}")
                || Math.abs(Instant.now().getEpochSecond() - Long.parseLong(sent)) > TOLERANCE) {
            return false;
        }
        byte[] expected = ("v1," + Base64.getEncoder().encodeToString(hmac(id + "." + sent + ".", body))).getBytes();
        // Several signatures while a secret is being changed; one that fits is enough.
        return Arrays.stream(signatures.split(" "))
                .anyMatch(given -> MessageDigest.isEqual(expected, given.getBytes(StandardCharsets.UTF_8)));
    }

    private static byte[] hmac(String before, byte[] body) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(KEY, "HmacSHA256"));
            mac.update(before.getBytes(StandardCharsets.UTF_8));
            return mac.doFinal(body);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every Java has HmacSHA256", e);
        }
    }
}
