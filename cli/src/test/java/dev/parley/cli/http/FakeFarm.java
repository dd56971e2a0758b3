package dev.parley.cli.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.parley.cli.JobViews;
import dev.parley.contracts.Sha256;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Speaks a farm's HTTP, and says what it was told to. One job, that goes through {@link #states}. */
public final class FakeFarm implements AutoCloseable {
    /** The answers to POST /v1/jobs and to GET of the job, and its events, in order; the last one stays. */
    public final List<String> states = new CopyOnWriteArrayList<>();

    /** Calls, as {@code POST /v1/jobs}. */
    public final List<String> calls = Collections.synchronizedList(new ArrayList<>());

    /** The {@code Host} of each call. */
    public final List<String> hosts = Collections.synchronizedList(new ArrayList<>());

    public volatile String submitted;
    public volatile int submitStatus = 201;
    public volatile String submitAnswer;
    public volatile byte[] video = new byte[0];
    /** How many events a connection brings before it breaks off; negative: there are no events at all. */
    public volatile int eventsPerConnection = Integer.MAX_VALUE;
    /** Whether a connection stays open, silent, when it has no more to say. */
    public volatile boolean eventsHang;

    /** What a dry run answers beyond what farms always did. */
    public volatile String dryRunMore = "";

    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final CountDownLatch closing = new CountDownLatch(1);
    private int told;

    public FakeFarm() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/", this::answer);
        server.start();
    }

    public URI url() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            String call = exchange.getRequestMethod() + " " + exchange.getRequestURI();
            calls.add(call);
            hosts.add(exchange.getRequestHeaders().getFirst("Host"));
            byte[] body = exchange.getRequestBody().readAllBytes();
            String job = "/v1/jobs/" + JobViews.ID;
            if (call.equals("POST /v1/uploads")) {
                send(
                        exchange,
                        201,
                        "{\"input\": \"inputs/%s\", \"bytes\": %d}".formatted(Sha256.of(body), body.length));
            } else if (call.equals("POST /v1/jobs")) {
                submitted = new String(body, UTF_8);
                send(exchange, submitStatus, submitAnswer == null ? state() : submitAnswer);
            } else if (call.equals("POST /v1/jobs?dryRun=true")) {
                send(
                        exchange,
                        200,
                        "{\"jobId\":\"x\",\"frames\":81,\"chunks\":1,\"width\":640,\"height\":640%s}"
                                .formatted(dryRunMore));
            } else if (call.equals("DELETE " + job)) {
                exchange.sendResponseHeaders(204, -1);
            } else if (call.equals("PATCH " + job)) {
                send(exchange, 200, JobViews.json("accepted", 2, "\"priority\": \"high\""));
            } else if (call.equals("GET /v1/farm")) {
                send(
                        exchange,
                        200,
                        "{\"queue\": [\"x\", \"%s\"], \"queueStartsInSeconds\": [0, 240.4]}".formatted(JobViews.ID));
            } else if (call.equals("POST " + job + "/retry")) {
                send(exchange, 201, JobViews.json("accepted", 1, ""));
            } else if (call.equals("POST /v1/dead-letters/" + JobViews.ID + "/replay")) {
                send(exchange, 201, JobViews.json("accepted", 1, ""));
            } else if (call.startsWith("GET /v1/dead-letters?")) {
                send(exchange, 200, "{\"letters\": [%s]}".formatted(letter("")));
            } else if (call.equals("GET /v1/dead-letters/" + JobViews.ID)) {
                send(exchange, 200, letter(", \"request\": {\"prompt\": \"a\"}, \"log\": [\"first\", \"last\"]"));
            } else if (call.equals("POST " + job + "/cancel")) {
                send(exchange, 202, JobViews.json("cancelled", 99, ""));
            } else if (call.equals("GET " + job)) {
                send(exchange, 200, nextState());
            } else if (call.equals("GET " + job + "/events")) {
                events(exchange);
            } else if (call.startsWith("GET " + job + "/video")) {
                exchange.sendResponseHeaders(200, video.length == 0 ? -1 : video.length);
                exchange.getResponseBody().write(video);
            } else {
                send(exchange, 404, "{\"title\": \"Not found\", \"detail\": \"no such job\"}");
            }
        }
    }

    private static String letter(String more) {
        return """
                {"jobId": "%s", "fault": "TIMEOUT", "message": "a step took too long", "attempts": 5,
                 "at": "2026-11-30T01:00:00Z"%s}"""
                .formatted(JobViews.ID, more);
    }

    private void events(HttpExchange exchange) throws IOException {
        if (eventsPerConnection < 0) {
            send(exchange, 503, "{\"title\": \"no events today\"}");
            return;
        }
        exchange.getResponseHeaders().add("Content-Type", "text/event-stream");
        exchange.sendResponseHeaders(200, 0);
        OutputStream out = exchange.getResponseBody();
        for (int i = 0; i < eventsPerConnection && i < states.size(); i++) {
            String state = nextState();
            out.write("event: state\ndata: %s\n\n".formatted(state).getBytes(UTF_8));
            out.flush();
        }
        if (eventsHang) {
            try {
                closing.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** Begins anew with the first of the states. */
    public synchronized void reset() {
        told = 0;
    }

    private synchronized String state() {
        return states.get(Math.min(told, states.size() - 1));
    }

    private synchronized String nextState() {
        String state = state();
        told++;
        return state;
    }

    private static void send(HttpExchange exchange, int status, String json) throws IOException {
        byte[] body = json.getBytes(UTF_8);
        exchange.sendResponseHeaders(status, body.length);
        exchange.getResponseBody().write(body);
    }

    @Override
    public void close() {
        closing.countDown();
        server.stop(0);
        threads.shutdownNow();
    }
}
