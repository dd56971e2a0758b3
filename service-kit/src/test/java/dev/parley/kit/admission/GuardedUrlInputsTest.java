package dev.parley.kit.admission;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.parley.contracts.InvalidRequestException;
import dev.parley.contracts.ObjectKeys;
import dev.parley.contracts.WebUrl;
import dev.parley.kit.http.GuardedHttp;
import dev.parley.kit.http.Redirects;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GuardedUrlInputsTest {
    private static final byte[] ONE = "one".getBytes(StandardCharsets.UTF_8);
    private static final String KEY_OF_ONE =
            ObjectKeys.input("7692c3ad3540bb803c020b3aee66cd8887123234ea0c6e7143c0add73ff431ed");

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final InputFiles storage = new InputFiles(Map.of());
    private final List<HttpExchange> calls = new CopyOnWriteArrayList<>();
    private HttpServer web;

    @BeforeEach
    void start() throws IOException {
        web = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        web.setExecutor(threads);
        web.createContext("/file", exchange -> answer(exchange, 200, ONE));
        web.start();
    }

    @AfterEach
    void stop() {
        web.stop(0);
        threads.shutdownNow();
        storage.close();
    }

    @ParameterizedTest
    @ValueSource(ints = {301, 302, 303, 307, 308})
    void followsARedirect(int status) {
        redirect("/old", status, "/file?token=1");

        assertThat(resolved("/old")).isEqualTo(KEY_OF_ONE);
        assertThat(calls.get(1).getRequestURI()).hasToString("/file?token=1");
    }

    @Test
    void followsFiveRedirectsAndNoMore() {
        for (int hop = 1; hop <= 6; hop++) {
            redirect("/hop" + hop, 302, hop == 1 ? url("/file") : "/hop" + (hop - 1));
        }

        assertThat(resolved("/hop5")).isEqualTo(KEY_OF_ONE);
        refused("/hop6", "input-unreachable", "it redirects more than 5 times");
    }

    @Test
    void looksAtTheAddressOfEveryHop() {
        redirect("/away", 302, "http://169.254.169.254/latest/");

        refused("/away", "address-refused", "the host '169.254.169.254' has the address 169.254.169.254");
    }

    @ParameterizedTest
    @CsvSource({
        "ftp://x.example/, it redirects to something other than an http(s) URL",
        "http://u:p@x.example/, found a URL with a user name or password"
    })
    void followsNoRedirectToWhatIsNoInput(String location, String words) {
        redirect("/away", 302, location);

        refused("/away", "input-unreachable", words);
    }

    @Test
    void saysWhoCalls() {
        resolved("/file");

        assertThat(calls.get(0).getRequestHeaders().getFirst("User-Agent")).isEqualTo("Parley/1.2.3");
    }

    @Test
    void encodesWhatPeopleWriteIntoAPath() {
        assertThat(resolved("/file/Grüße 你好.wav")).isEqualTo(KEY_OF_ONE);
        assertThat(calls.get(0).getRequestURI().getRawPath())
                .isEqualTo("/file/Gr%C3%BC%C3%9Fe%20%E4%BD%A0%E5%A5%BD.wav");
    }

    @Test
    void quotesARefusal() {
        web.createContext(
                "/private",
                exchange -> answer(
                        exchange,
                        403,
                        "<html><head><style>p {}</style></head><p>Please\n <b>sign in</b></p></html>".getBytes()));

        refused(
                "/private?sig=secret",
                "input-unreachable",
                "it answered 403 Forbidden ('Please sign in'), expected 200");
        assertThatThrownBy(() -> resolved("/private?sig=secret")).hasMessageNotContaining("secret");
    }

    @Test
    void saysThatAWebPageCame() {
        byte[] page = "\n<!DOCTYPE html><title>Sign in</title><script>x()</script>".getBytes();
        web.createContext("/page", exchange -> answer(exchange, 200, page));

        refused("/page", "wrong-media", "found a web page ('Sign in') at " + url("/page"));
    }

    @Test
    void takesAFileThatIsCalledAPage() {
        web.createContext("/mislabeled", exchange -> {
            exchange.getResponseHeaders().add("Content-Type", "text/html");
            answer(exchange, 200, ONE);
        });

        assertThat(resolved("/mislabeled")).isEqualTo(KEY_OF_ONE);
    }

    @Test
    void refusesWhatSaysItIsTooLong() {
        refused("/file", "too-large", "found more than 2 bytes", Map.of("inputBytes", "2"));
    }

    @Test
    void refusesWhatTurnsOutTooLong() {
        web.createContext("/endless", exchange -> {
            exchange.sendResponseHeaders(200, 0);
            while (!Thread.interrupted()) {
                exchange.getResponseBody().write(new byte[1 << 10]);
            }
        });

        refused("/endless", "too-large", "found more than 20000 bytes", Map.of("inputBytes", "20000"));
    }

    @Test
    void refusesWhatBreaksOff() {
        web.createContext("/half", exchange -> {
            exchange.sendResponseHeaders(200, 100);
            exchange.getResponseBody().write(ONE);
            exchange.close();
        });

        refused("/half", "input-unreachable", "unexpected end of stream");
    }

    @Test
    void givesUpWhereNothingComes() {
        web.createContext("/stalled", exchange -> {
            exchange.sendResponseHeaders(200, 100);
            exchange.getResponseBody().write(ONE);
            exchange.getResponseBody().flush();
        });

        refused("/stalled", "input-unreachable", "timed out waiting for data", Map.of("fetchTimeout", "300ms"));
    }

    @Test
    void takesWhatComesSlowlyButSteadily() {
        web.createContext("/slow", exchange -> {
            exchange.sendResponseHeaders(200, ONE.length);
            trickle(exchange, 600);
        });

        assertThat(resolver(Map.of("fetchTimeout", "1500ms")).forOneRequest().resolve("image", url("/slow")))
                .isEqualTo(KEY_OF_ONE);
    }

    @Test
    void givesUpWhatTakesTooLongInAll() {
        web.createContext("/trickle", exchange -> {
            exchange.sendResponseHeaders(200, ONE.length);
            trickle(exchange, 10_000);
        });

        refused("/trickle", "input-unreachable", "it took too long", Map.of("fetchTotal", "500ms"));
    }

    @Test
    void fetchesNoMoreAtOnceThanItMay() throws IOException {
        UrlInputs inputs = inputs(Map.of("fetches", "1", "fetchTimeout", "200ms"));
        WebUrl file = WebUrl.parse(url("/file"));

        try (InputStream first = inputs.open("image", file)) {
            assertThatThrownBy(() -> inputs.open("image", file)).isInstanceOf(BusyException.class);
            assertThat(first.readAllBytes()).isEqualTo(ONE);
        }
        refused("/missing", "input-unreachable", "404", Map.of("fetches", "1"));
        try (InputStream next = inputs.open("image", file)) {
            assertThat(next.readAllBytes()).isEqualTo(ONE);
        }
    }

    private static void trickle(HttpExchange exchange, long pause) throws IOException {
        try {
            for (byte b : ONE) {
                exchange.getResponseBody().write(b);
                exchange.getResponseBody().flush();
                Thread.sleep(pause);
            }
            exchange.close();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void redirect(String from, int status, String to) {
        web.createContext(from, exchange -> {
            exchange.getResponseHeaders().add("Location", to);
            answer(exchange, status, new byte[0]);
        });
    }

    private void answer(HttpExchange exchange, int status, byte[] body) throws IOException {
        calls.add(exchange);
        try (exchange) {
            exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
            exchange.getResponseBody().write(body);
        }
    }

    private String url(String path) {
        return "http://127.0.0.1:%d%s".formatted(web.getAddress().getPort(), path);
    }

    private String resolved(String path) {
        return resolver(Map.of()).forOneRequest().resolve("image", url(path));
    }

    private void refused(String path, String code, String words) {
        refused(path, code, words, Map.of());
    }

    private void refused(String path, String code, String words, Map<String, String> limits) {
        assertThatThrownBy(() -> resolver(limits).forOneRequest().resolve("image", url(path)))
                .isInstanceOfSatisfying(
                        InvalidRequestException.class,
                        e -> assertThat(e.violations()).singleElement().satisfies(violation -> {
                            assertThat(violation.path()).isEqualTo("image");
                            assertThat(violation.code()).isEqualTo(code);
                            assertThat(violation.message()).contains(words);
                        }));
    }

    private InputResolver resolver(Map<String, String> limits) {
        return new InputResolver(new Inputs(storage, DefaultConfig.of(LimitsConfig.class, limits)), inputs(limits));
    }

    private static UrlInputs inputs(Map<String, String> limits) {
        return new GuardedUrlInputs(
                new Redirects(new GuardedHttp(true, "1.2.3")), DefaultConfig.of(LimitsConfig.class, limits));
    }
}
