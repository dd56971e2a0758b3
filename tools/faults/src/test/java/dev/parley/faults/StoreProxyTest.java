package dev.parley.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import dev.parley.faults.StoreProxy.Mood;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class StoreProxyTest {
    private static final String BODY = "some bytes of an object";

    private final AtomicInteger heard = new AtomicInteger();
    private HttpServer store;
    private StoreProxy proxy;

    @BeforeEach
    void start() throws IOException {
        store = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        store.createContext("/", call -> {
            heard.incrementAndGet();
            call.getRequestBody().readAllBytes();
            call.getResponseHeaders().set("X-Host", call.getRequestHeaders().getFirst("Host"));
            call.sendResponseHeaders(200, BODY.length());
            call.getResponseBody().write(BODY.getBytes());
            call.close();
        });
        store.start();
        proxy = new StoreProxy(1);
        proxy.target(store.getAddress().getPort());
    }

    @AfterEach
    void stop() {
        proxy.close();
        store.stop(0);
    }

    @Test
    void onGoodDaysItIsNotNoticed() throws Exception {
        HttpResponse<String> answer = call("GET");
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo(BODY);
        assertThat(answer.headers().firstValue("X-Host"))
                .as("the host is part of what is signed")
                .hasValue("127.0.0.1:" + proxy.port());
    }

    @Test
    void aRefusedCallIsNotPassedOn() throws Exception {
        proxy.be(Mood.SLOW_DOWN, 1);
        assertThat(call("PUT").statusCode()).isEqualTo(503);
        proxy.be(Mood.ERROR, 1);
        assertThat(call("GET").body()).contains("InternalError");
        assertThat(heard).hasValue(0);
    }

    @Test
    void ofALostAnswerTheStoreKnowsNothing() {
        proxy.be(Mood.LOST_ANSWER, 1);
        assertThatThrownBy(() -> call("PUT")).isInstanceOf(IOException.class);
        assertThat(heard).hasPositiveValue();
    }

    @Test
    void bytesAreCutOffOrSpoilt() throws Exception {
        proxy.be(Mood.TRUNCATED, 1);
        assertThatThrownBy(() -> call("GET")).isInstanceOf(IOException.class);
        proxy.be(Mood.CORRUPTED, 1);
        assertThat(call("GET").body()).hasSize(BODY.length()).isNotEqualTo(BODY);
    }

    private HttpResponse<String> call(String method) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + proxy.port() + "/bucket/key"))
                .method(method, method.equals("GET") ? BodyPublishers.noBody() : BodyPublishers.ofString("x"))
                .build();
        return HttpClient.newHttpClient().send(request, BodyHandlers.ofString());
    }
}
