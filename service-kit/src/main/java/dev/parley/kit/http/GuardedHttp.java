package dev.parley.kit.http;

import dev.parley.contracts.WebUrl;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Proxy;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import okhttp3.Call;
import okhttp3.Callback;
import okhttp3.ConnectionPool;
import okhttp3.Dispatcher;
import okhttp3.Interceptor;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Calls URLs that strangers gave us: the addresses are checked and then connected to as they were checked, time is
 * bounded, and no more of an answer is held than was asked for. {@link AddressGuard.RefusedException} comes of an
 * address that may not be called.
 */
@ApplicationScoped
public class GuardedHttp {
    private static final Duration CONNECT = Duration.ofSeconds(10);
    private static final String USER_AGENT = "User-Agent";

    private final AddressGuard guard;
    private final String userAgent;
    private final OkHttpClient client;

    /** What came back, whatever its status; its body is not read. */
    public record Answer(int status, Map<String, String> headers) {}

    @Inject
    public GuardedHttp(
            @ConfigProperty(name = "parley.webhook.allow.private", defaultValue = "false") boolean allowPrivate,
            @ConfigProperty(name = "quarkus.application.version", defaultValue = "0") String version) {
        this.guard = new AddressGuard(allowPrivate);
        // Some hosts answer nobody who does not say who calls.
        this.userAgent = "Parley/" + version;
        Dispatcher threads = new Dispatcher();
        // The callers bound how many calls they make.
        threads.setMaxRequests(Integer.MAX_VALUE);
        threads.setMaxRequestsPerHost(Integer.MAX_VALUE);
        this.client = new OkHttpClient.Builder()
                .dispatcher(threads)
                .connectionPool(new ConnectionPool())
                .connectTimeout(CONNECT)
                .followRedirects(false)
                .followSslRedirects(false)
                .proxy(Proxy.NO_PROXY)
                .addInterceptor(this::checked)
                .dns(this::addresses)
                .build();
    }

    /** Posts a body. The timeout is for the whole call, until the answer's headers are there. */
    public CompletableFuture<Answer> post(WebUrl url, Map<String, String> headers, byte[] body, Duration timeout) {
        Request.Builder request = request(url, headers).post(RequestBody.create(body));
        OkHttpClient patient =
                client.newBuilder().readTimeout(timeout).callTimeout(timeout).build();
        CompletableFuture<Answer> answer = new CompletableFuture<>();
        patient.newCall(request.build()).enqueue(new Callback() {
            @Override
            public void onFailure(Call call, IOException e) {
                answer.completeExceptionally(e);
            }

            @Override
            public void onResponse(Call call, Response response) {
                try (response) {
                    answer.complete(new Answer(response.code(), headers(response)));
                }
            }
        });
        return answer;
    }

    /**
     * Gets an answer whose body is read as it comes. Follows no redirect.
     *
     * @param silence fails when nothing comes for so long
     * @param total fails when the body has not been read after so long
     */
    Reply get(WebUrl url, Duration silence, Duration total) throws IOException {
        OkHttpClient patient =
                client.newBuilder().readTimeout(silence).callTimeout(total).build();
        return new Reply(
                url, patient.newCall(request(url, Map.of()).get().build()).execute());
    }

    private Request.Builder request(WebUrl url, Map<String, String> headers) {
        Request.Builder request = new Request.Builder().url(url.toString()).header(USER_AGENT, userAgent);
        headers.forEach(request::header);
        return request;
    }

    /** Names are looked up below; a host that is an address never is. */
    private Response checked(Interceptor.Chain chain) throws IOException {
        guard.check(chain.request().url().host());
        return chain.proceed(chain.request());
    }

    private List<InetAddress> addresses(String host) throws UnknownHostException {
        try {
            return guard.check(host);
        } catch (AddressGuard.RefusedException e) {
            UnknownHostException refused = new UnknownHostException(e.getMessage());
            refused.initCause(e);
            throw refused;
        }
    }

    private static Map<String, String> headers(Response response) {
        Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        response.headers().names().forEach(name -> headers.put(name, response.header(name)));
        return headers;
    }

    @PreDestroy
    void close() {
        client.dispatcher().cancelAll();
        client.dispatcher().executorService().shutdown();
        client.connectionPool().evictAll();
    }
}
