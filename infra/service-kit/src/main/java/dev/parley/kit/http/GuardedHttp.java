package dev.parley.kit.http;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.SocketAddress;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Map;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Calls URLs that strangers gave us: the address is checked and then connected to as it was checked, no redirect is
 * followed, time and size are bounded.
 */
@ApplicationScoped
public class GuardedHttp {
    private final HttpClient client;
    private final AddressGuard guard;

    /** What came back, whatever its status. */
    public record Answer(int status, Map<String, String> headers, byte[] body) {}

    @Inject
    public GuardedHttp(
            Vertx vertx,
            @ConfigProperty(name = "parley.webhook.allow.private", defaultValue = "false") boolean allowPrivate) {
        this.client = vertx.createHttpClient(new HttpClientOptions()
                .setVerifyHost(true)
                .setConnectTimeout(5_000)
                .setIdleTimeout(30));
        this.guard = new AddressGuard(allowPrivate);
    }

    /** Fails with {@link AddressGuard.RefusedException} for an address that may not be called. Name look-ups block. */
    public Future<Answer> call(
            HttpMethod method, URI uri, Map<String, String> headers, byte[] body, long maxAnswer, Duration timeout) {
        InetAddress address;
        try {
            address = guard.check(uri);
        } catch (AddressGuard.RefusedException | UnknownHostException e) {
            return Future.failedFuture(e);
        }
        boolean tls = "https".equalsIgnoreCase(uri.getScheme());
        int port = uri.getPort() > 0 ? uri.getPort() : tls ? 443 : 80;
        // Host header, SNI and certificate check use the name; the connection goes to the checked address.
        RequestOptions options = new RequestOptions()
                .setMethod(method)
                .setServer(SocketAddress.inetSocketAddress(port, address.getHostAddress()))
                .setHost(uri.getHost())
                .setPort(port)
                .setSsl(tls)
                .setURI(target(uri))
                .setFollowRedirects(false)
                .setTimeout(timeout.toMillis());
        headers.forEach(options::putHeader);
        // The reader is set up on the connection's own thread: from ours it could come after the answer has gone by.
        return client.request(options)
                .compose(request -> (body == null ? request.send() : request.send(Buffer.buffer(body)))
                        .compose(response -> read(response, maxAnswer)));
    }

    private static Future<Answer> read(HttpClientResponse response, long maxAnswer) {
        io.vertx.core.Promise<Answer> done = io.vertx.core.Promise.promise();
        Buffer body = Buffer.buffer();
        response.handler(part -> {
            if (body.length() + part.length() > maxAnswer) {
                done.tryFail("the answer is longer than %d bytes".formatted(maxAnswer));
                response.request().reset();
            } else {
                body.appendBuffer(part);
            }
        });
        response.exceptionHandler(done::tryFail);
        response.endHandler(
                end -> done.tryComplete(new Answer(response.statusCode(), headers(response), body.getBytes())));
        return done.future();
    }

    private static Map<String, String> headers(HttpClientResponse response) {
        Map<String, String> headers = new java.util.TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        response.headers().forEach(header -> headers.put(header.getKey(), header.getValue()));
        return headers;
    }

    private static String target(URI uri) {
        String path = uri.getRawPath() == null || uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
        return uri.getRawQuery() == null ? path : path + "?" + uri.getRawQuery();
    }

    @PreDestroy
    void close() {
        client.close();
    }
}
