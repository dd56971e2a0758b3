package dev.parley.client;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A server that gives prepared answers, one a call, and a clock that only pauses move. */
final class ScriptedFarm implements AutoCloseable {
    static final String ID = "019ab3c4-5d6e-7f80-9a1b-2c3d4e5f6071";

    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final Deque<Answer> answers = new ArrayDeque<>();
    final List<Call> calls = new CopyOnWriteArrayList<>();
    final List<Duration> pauses = new CopyOnWriteArrayList<>();
    private Instant now = Instant.parse("2026-11-29T12:00:00Z");

    /** What came in. */
    record Call(String method, String path, String body, com.sun.net.httpserver.Headers headers) {
        String header(String name) {
            return headers.getFirst(name);
        }
    }

    /** Answers one call; what it leaves open is closed after it. */
    interface Answer {
        void give(HttpExchange call) throws IOException;
    }

    ScriptedFarm() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/", this::answer);
        server.start();
    }

    private void answer(HttpExchange call) throws IOException {
        String body = new String(call.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        calls.add(new Call(call.getRequestMethod(), call.getRequestURI().toString(), body, call.getRequestHeaders()));
        Answer next;
        synchronized (answers) {
            next = answers.poll();
        }
        try (call) {
            (next == null ? json(500, "{\"title\":\"No answer is left\"}") : next).give(call);
        }
    }

    ScriptedFarm then(Answer answer) {
        synchronized (answers) {
            answers.add(answer);
        }
        return this;
    }

    ScriptedFarm then(int status, String json, String... headers) {
        return then(json(status, json, headers));
    }

    /** @param headers names and values in turn */
    static Answer json(int status, String json, String... headers) {
        return call -> {
            byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
            for (int i = 0; i < headers.length; i += 2) {
                call.getResponseHeaders().set(headers[i], headers[i + 1]);
            }
            call.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
            call.getResponseBody().write(bytes);
        };
    }

    /** Announces all of {@code bytes}, sends some of them and breaks off. */
    static Answer half(byte[] bytes, int sent, String... headers) {
        return call -> {
            for (int i = 0; i < headers.length; i += 2) {
                call.getResponseHeaders().set(headers[i], headers[i + 1]);
            }
            call.sendResponseHeaders(200, bytes.length);
            call.getResponseBody().write(bytes, 0, sent);
            call.getResponseBody().flush();
        };
    }

    URI uri() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    Parley client() {
        return client(ParleySettings.defaults());
    }

    Parley client(ParleySettings settings) {
        return Parley.connect(uri(), settings, new Retries.Time() {
            @Override
            public Instant now() {
                return now;
            }

            @Override
            public void sleep(Duration pause) {
                pauses.add(pause);
                now = now.plus(pause);
            }
        });
    }

    static String job(String status, long sequence) {
        return """
                {"jobId":"%s","status":"%s","sequence":%d,"attempt":1,"committedChunks":0,"committedFrames":0}"""
                .formatted(ID, status, sequence);
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
