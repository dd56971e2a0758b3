package dev.parley.faults;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.parley.contracts.Json;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Takes webhook calls, a quarter of them only at the next try. */
final class CallReceiver implements AutoCloseable {
    private static final double REFUSED = 0.25;

    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool(task -> {
        Thread thread = new Thread(task, "receiver");
        thread.setDaemon(true);
        return thread;
    });
    private final Random random;
    private final Map<String, List<Told>> told = new ConcurrentHashMap<>();

    /** @param id of the call; the same one means the same news */
    record Told(String id, String status) {}

    CallReceiver(long seed) throws IOException {
        random = new Random(seed);
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 200);
        server.setExecutor(threads);
        server.createContext("/", this::hear);
        server.start();
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/hook";
    }

    /** What was taken about a job. */
    List<Told> about(String job) {
        return told.getOrDefault(job, List.of());
    }

    private void hear(HttpExchange call) throws IOException {
        try (call) {
            JsonNode news = Json.mapper().readTree(call.getRequestBody());
            boolean refused;
            synchronized (random) {
                refused = random.nextDouble() < REFUSED;
            }
            if (!refused) {
                JsonNode job = news.path("data");
                told.computeIfAbsent(job.path("jobId").asText(), id -> new CopyOnWriteArrayList<>())
                        .add(new Told(
                                call.getRequestHeaders().getFirst("webhook-id"),
                                job.path("status").asText()));
            }
            call.sendResponseHeaders(refused ? 500 : 204, -1);
        }
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
