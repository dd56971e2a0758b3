package dev.parley.faults;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/** Stands before the store and answers some calls as stores do on bad days. */
final class StoreProxy implements AutoCloseable {
    static {
        // A signature covers the host that the caller named.
        System.setProperty("jdk.httpclient.allowRestrictedHeaders", "host,content-length");
    }

    private static final Set<String> OWN =
            Set.of("connection", "transfer-encoding", "content-length", "expect", "upgrade", "date");

    /** What happens to a call. */
    enum Mood {
        WELL,
        /** 500, and nothing was done. */
        ERROR,
        /** 503 SlowDown, and nothing was done. */
        SLOW_DOWN,
        /** It was done, but nobody is told. */
        LOST_ANSWER,
        /** The connection breaks in the middle of what is read. */
        TRUNCATED,
        /** A byte of an object that is read is another one. */
        CORRUPTED,
        /** Every call takes a while. */
        SLOW
    }

    private final HttpServer server;
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final ExecutorService threads = Executors.newCachedThreadPool(task -> {
        Thread thread = new Thread(task, "store-proxy");
        thread.setDaemon(true);
        return thread;
    });
    private final Random random;
    private final AtomicInteger spoilt = new AtomicInteger();
    private volatile int target;
    private volatile Mood mood = Mood.WELL;
    private volatile double share;

    StoreProxy(long seed) throws IOException {
        this.random = new Random(seed);
        this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 200);
        server.setExecutor(threads);
        server.createContext("/", this::answer);
        server.start();
    }

    int port() {
        return server.getAddress().getPort();
    }

    void target(int port) {
        target = port;
    }

    /** @param share of the calls that it happens to, from 0 to 1 */
    void be(Mood mood, double share) {
        this.share = share;
        this.mood = mood;
    }

    /** How many calls were spoilt so far. */
    int spoilt() {
        return spoilt.get();
    }

    private boolean strikes() {
        synchronized (random) {
            return mood != Mood.WELL && random.nextDouble() < share;
        }
    }

    private void answer(HttpExchange call) throws IOException {
        Mood now = strikes() ? mood : Mood.WELL;
        if (now != Mood.WELL) {
            spoilt.incrementAndGet();
        }
        try (call) {
            byte[] body = call.getRequestBody().readAllBytes();
            if (now == Mood.ERROR) {
                refuse(call, 500, "InternalError");
            } else if (now == Mood.SLOW_DOWN) {
                refuse(call, 503, "SlowDown");
            } else {
                forward(call, body, now);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void refuse(HttpExchange call, int status, String code) throws IOException {
        byte[] text = ("<?xml version=\"1.0\" encoding=\"UTF-8\"?><Error><Code>%s</Code><Message>%s</Message></Error>")
                .formatted(code, code)
                .getBytes(StandardCharsets.UTF_8);
        call.getResponseHeaders().set("Content-Type", "application/xml");
        boolean head = call.getRequestMethod().equals("HEAD");
        call.sendResponseHeaders(status, head ? -1 : text.length);
        if (!head) {
            call.getResponseBody().write(text);
        }
    }

    private void forward(HttpExchange call, byte[] body, Mood now) throws IOException, InterruptedException {
        if (now == Mood.SLOW) {
            Thread.sleep(700);
        }
        HttpResponse<byte[]> answer;
        try {
            answer = client.send(request(call, body), BodyHandlers.ofByteArray());
        } catch (IOException away) {
            return; // as a store that is not there: the connection breaks
        }
        if (now == Mood.LOST_ANSWER) {
            return;
        }
        answer.headers().map().forEach((name, values) -> {
            if (!OWN.contains(name.toLowerCase(Locale.ROOT))) {
                call.getResponseHeaders().put(name, List.copyOf(values));
            }
        });
        send(call, answer, now);
    }

    private static void send(HttpExchange call, HttpResponse<byte[]> answer, Mood now) throws IOException {
        byte[] bytes = answer.body();
        boolean head = call.getRequestMethod().equals("HEAD");
        if (head) {
            answer.headers().firstValue("content-length").ifPresent(length -> call.getResponseHeaders()
                    .set("Content-Length", length));
        }
        call.sendResponseHeaders(answer.statusCode(), head || bytes.length == 0 ? -1 : bytes.length);
        if (head || bytes.length == 0) {
            return;
        }
        boolean read = call.getRequestMethod().equals("GET") && answer.statusCode() < 300;
        OutputStream out = call.getResponseBody();
        if (read && now == Mood.CORRUPTED && call.getRequestURI().getQuery() == null) {
            bytes[bytes.length / 2] ^= 0x10;
        }
        out.write(bytes, 0, read && now == Mood.TRUNCATED ? bytes.length / 2 : bytes.length);
    }

    private HttpRequest request(HttpExchange call, byte[] body) {
        URI uri = URI.create("http://127.0.0.1:" + target + call.getRequestURI());
        HttpRequest.Builder request = HttpRequest.newBuilder(uri)
                .timeout(Duration.ofSeconds(40))
                .method(
                        call.getRequestMethod(),
                        body.length == 0 ? BodyPublishers.noBody() : BodyPublishers.ofByteArray(body));
        call.getRequestHeaders().forEach((name, values) -> {
            if (!OWN.contains(name.toLowerCase(Locale.ROOT)) || name.equalsIgnoreCase("date")) {
                values.forEach(value -> request.header(name, value));
            }
        });
        return request.build();
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
