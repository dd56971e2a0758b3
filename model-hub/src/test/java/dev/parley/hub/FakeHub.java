package dev.parley.hub;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Collections;
import java.util.HexFormat;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A hub as Hugging Face's is, and the host that large files come from: another origin, to which the hub redirects with
 * signed addresses. What goes wrong on the way, {@link #weather} says.
 */
public final class FakeHub implements AutoCloseable {
    public static final String COMMIT = "0123456789abcdef0123456789abcdef01234567";

    /** Files of at least so many bytes are large ones. */
    private static final int LARGE = 1000;

    /** Calls of the hub and of the other host, as {@code GET /path}. */
    public final List<String> calls = new CopyOnWriteArrayList<>();

    /** What the other host was shown of tokens. */
    public final List<String> leaked = new CopyOnWriteArrayList<>();

    /** Whoever asks the hub must show this; null: nobody must. */
    public volatile String token;

    public volatile Weather weather = new FineWeather();
    /** Whether hosts send parts where parts are asked for. */
    public volatile boolean ranges = true;

    private final Map<String, Map<String, byte[]>> repositories = new ConcurrentHashMap<>();
    /** By content: hashing a large file takes seconds. */
    private final Map<byte[], String> hashes = Collections.synchronizedMap(new IdentityHashMap<>());

    private final AtomicInteger signature = new AtomicInteger();
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final HttpServer hub;
    private final HttpServer host;

    /** What may go wrong with an answer. */
    public interface Weather {
        /** Answers in the server's place, if it likes: then true. */
        default boolean answers(HttpExchange exchange) throws IOException {
            return false;
        }

        /** Sends bytes of a large file, a copy that it may spoil. */
        default void send(OutputStream to, byte[] bytes) throws IOException {
            to.write(bytes);
        }
    }

    /** Nothing goes wrong, and little is copied: who measures a pull wants to measure no server. */
    private static final class FineWeather implements Weather {
        private static final int BLOCK = 1 << 17;

        void send(OutputStream to, byte[] content, int begin, int end) throws IOException {
            for (int at = begin; at < end; at += BLOCK) {
                to.write(content, at, Math.min(BLOCK, end - at));
            }
        }
    }

    public FakeHub() throws IOException {
        hub = server(this::hub);
        host = server(this::host);
    }

    private HttpServer server(HttpHandler handler) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/", exchange -> {
            calls.add(
                    exchange.getRequestMethod() + " " + exchange.getRequestURI().getPath());
            try (exchange) {
                if (!weather.answers(exchange)) {
                    handler.handle(exchange);
                }
            }
        });
        server.start();
        return server;
    }

    public URI url() {
        return URI.create("http://127.0.0.1:" + hub.getAddress().getPort());
    }

    private URI hostUrl() {
        return URI.create("http://127.0.0.1:" + host.getAddress().getPort());
    }

    public FakeHub with(String repository, String path, byte[] content) {
        repositories.computeIfAbsent(repository, any -> new TreeMap<>()).put(path, content);
        return this;
    }

    /** From here on, addresses that were signed before are of no use. */
    public void expire() {
        signature.incrementAndGet();
    }

    private void hub(HttpExchange exchange) throws IOException {
        String shown = exchange.getRequestHeaders().getFirst("Authorization");
        String path = exchange.getRequestURI().getPath();
        if (token != null && !("Bearer " + token).equals(shown)) {
            refuse(exchange, 401, "GatedRepo");
        } else if (path.startsWith("/api/models/")) {
            api(exchange, path.substring("/api/models/".length()));
        } else if (path.contains("/resolve/")) {
            resolve(exchange, path.substring(1).split("/resolve/"));
        } else if (path.startsWith("/moved/")) {
            resolve(exchange, path.substring("/moved/".length()).split("/at/"));
        } else {
            refuse(exchange, 404, "EntryNotFound");
        }
    }

    private void api(HttpExchange exchange, String path) throws IOException {
        String repository = path.replaceFirst("/(revision|tree)/.*", "");
        Map<String, byte[]> files = repositories.get(repository);
        if (files == null) {
            refuse(exchange, 404, "RepoNotFound");
        } else if (path.contains("/revision/")) {
            json(exchange, "{\"sha\": \"%s\", \"cardData\": {\"license\": \"mit\"}, \"more\": 1}".formatted(COMMIT));
        } else {
            tree(exchange, List.copyOf(files.entrySet()));
        }
    }

    /** Two pages, as soon as there is more than one file. */
    private void tree(HttpExchange exchange, List<Map.Entry<String, byte[]>> files) throws IOException {
        boolean second = exchange.getRequestURI().toString().contains("cursor=");
        int half = (files.size() + 1) / 2;
        if (!second && files.size() > 1) {
            exchange.getResponseHeaders()
                    .add(
                            "Link",
                            "<%s%s?recursive=true&cursor=x>; rel=\"next\""
                                    .formatted(url(), exchange.getRequestURI().getRawPath()));
        }
        List<String> entries = (second ? files.subList(half, files.size()) : files.subList(0, half))
                .stream().map(file -> entry(file.getKey(), file.getValue())).toList();
        json(
                exchange,
                "[{\"type\": \"directory\", \"path\": \"x\"}" + (entries.isEmpty() ? "" : ", ")
                        + String.join(", ", entries) + "]");
    }

    private String entry(String path, byte[] content) {
        String common = "\"type\": \"file\", \"path\": \"%s\", \"size\": %d".formatted(path, content.length);
        return content.length >= LARGE
                ? "{%s, \"oid\": \"%s\", \"lfs\": {\"oid\": \"%s\", \"size\": %d}}"
                        .formatted(common, git(new byte[0]), known(content), content.length)
                : "{%s, \"oid\": \"%s\"}".formatted(common, git(content));
    }

    /** Small files by way of a relative redirect, large ones by a signed address of the other host. */
    private void resolve(HttpExchange exchange, String[] where) throws IOException {
        String path = where[1].substring(where[1].indexOf('/') + 1);
        byte[] content = repositories.getOrDefault(where[0], Map.of()).get(path);
        Headers headers = exchange.getResponseHeaders();
        headers.add("X-Repo-Commit", COMMIT);
        if (content == null) {
            refuse(exchange, 404, "EntryNotFound");
        } else if (content.length >= LARGE) {
            headers.add("X-Linked-ETag", "\"" + known(content) + "\"");
            headers.add("X-Linked-Size", Integer.toString(content.length));
            headers.add("ETag", "\"something-else\"");
            headers.add("Location", hostUrl() + encoded("/" + where[0] + "/" + path) + "?signature=" + signature.get());
            exchange.sendResponseHeaders(302, -1);
        } else if (!exchange.getRequestURI().getPath().startsWith("/moved/")) {
            headers.add("Location", encoded("/moved/%s/at/%s".formatted(where[0], where[1])));
            exchange.sendResponseHeaders(307, -1);
        } else {
            headers.add("ETag", "W/\"" + git(content) + "\"");
            bytes(exchange, content);
        }
    }

    private static String encoded(String path) {
        try {
            return new URI(null, null, path, null).getRawPath();
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException(path, e);
        }
    }

    private void host(HttpExchange exchange) throws IOException {
        String shown = exchange.getRequestHeaders().getFirst("Authorization");
        if (shown != null) {
            leaked.add(shown);
        }
        String path = exchange.getRequestURI().getPath().substring(1);
        String repository = repositories.keySet().stream()
                .filter(name -> path.startsWith(name + "/"))
                .findFirst()
                .orElseThrow();
        if (!("signature=" + signature.get()).equals(exchange.getRequestURI().getQuery())) {
            refuse(exchange, 403, "expired");
        } else {
            bytes(exchange, repositories.get(repository).get(path.substring(repository.length() + 1)));
        }
    }

    private void bytes(HttpExchange exchange, byte[] content) throws IOException {
        String range = exchange.getRequestHeaders().getFirst("Range");
        int begin = 0;
        int end = content.length;
        if (exchange.getRequestMethod().equals("HEAD")) {
            exchange.getResponseHeaders().add("Content-Length", Integer.toString(content.length));
            exchange.sendResponseHeaders(200, -1);
            return;
        }
        if (range != null && ranges) {
            String[] ends = range.replace("bytes=", "").split("-");
            begin = Integer.parseInt(ends[0]);
            end = Integer.parseInt(ends[1]) + 1;
            exchange.getResponseHeaders()
                    .add("Content-Range", "bytes %d-%d/%d".formatted(begin, end - 1, content.length));
        }
        exchange.sendResponseHeaders(range != null && ranges ? 206 : 200, end == begin ? -1 : end - begin);
        if (end > begin) {
            send(exchange.getResponseBody(), content, begin, end);
        }
    }

    private void send(OutputStream to, byte[] content, int begin, int end) throws IOException {
        if (weather instanceof FineWeather fine) {
            fine.send(to, content, begin, end);
        } else {
            weather.send(to, Arrays.copyOfRange(content, begin, end));
        }
    }

    private static void json(HttpExchange exchange, String text) throws IOException {
        byte[] bytes = text.getBytes(UTF_8);
        exchange.sendResponseHeaders(200, bytes.length);
        exchange.getResponseBody().write(bytes);
    }

    private static void refuse(HttpExchange exchange, int status, String code) throws IOException {
        exchange.getResponseHeaders().add("X-Error-Code", code);
        exchange.sendResponseHeaders(status, -1);
    }

    private String known(byte[] content) {
        return hashes.computeIfAbsent(content, FakeHub::sha256);
    }

    public static String sha256(byte[] content) {
        return hash(ContentId.Kind.SHA256, content);
    }

    static String git(byte[] content) {
        return hash(ContentId.Kind.GIT, content);
    }

    private static String hash(ContentId.Kind kind, byte[] content) {
        MessageDigest digest =
                new ContentId(kind, "0".repeat(kind == ContentId.Kind.GIT ? 40 : 64)).digest(content.length);
        return HexFormat.of().formatHex(digest.digest(content));
    }

    @Override
    public void close() {
        hub.stop(0);
        host.stop(0);
        threads.shutdownNow();
    }
}
