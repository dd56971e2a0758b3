package dev.parley.kit.store;

import io.minio.MinioClient;
import io.minio.credentials.StaticProvider;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import okhttp3.Dispatcher;
import okhttp3.Interceptor;
import okhttp3.OkHttpClient;
import okhttp3.Response;

/**
 * How the store is called, and for how long nothing may move. A store that hangs keeps its connections open and says
 * nothing, so every wait is bounded; by progress, since a large object may take long in all.
 */
final class S3Connection {
    private static final Duration CONNECT = Duration.ofSeconds(5);
    /**
     * Until the next bytes go out or come in. A store that has all of a part still has to write it to its disk, which a busy
     * machine lets it wait for: with ten seconds, three uploads of 33 MB at a time failed on two cores that had much to do.
     */
    static final Duration SILENCE = Duration.ofSeconds(30);
    /** The store puts the parts together before it says a word. */
    private static final int JOINING_SECONDS = 60;

    private final S3Config config;
    private final OkHttpClient http;

    S3Connection(S3Config config, Duration silence) {
        this(
                config,
                trusting(config)
                        .dispatcher(unlimited())
                        .connectTimeout(CONNECT)
                        .readTimeout(silence)
                        .writeTimeout(silence)
                        .addInterceptor(S3Connection::patientWhileJoining)
                        .build());
    }

    private static OkHttpClient.Builder trusting(S3Config config) {
        OkHttpClient.Builder client = new OkHttpClient.Builder();
        return config.ca().map(pem -> OwnAuthority.trust(client, pem)).orElse(client);
    }

    private S3Connection(S3Config config, OkHttpClient http) {
        this.config = config;
        this.http = http;
    }

    /** The same connections for calls that must end after so long, whatever moves. */
    S3Connection within(Duration total) {
        return new S3Connection(config, http.newBuilder().callTimeout(total).build());
    }

    /** The callers bound how many calls they make. Of those that wait for their turn nobody would count the time. */
    private static Dispatcher unlimited() {
        Dispatcher threads = new Dispatcher();
        threads.setMaxRequests(Integer.MAX_VALUE);
        threads.setMaxRequestsPerHost(Integer.MAX_VALUE);
        return threads;
    }

    private static Response patientWhileJoining(Interceptor.Chain chain) throws IOException {
        boolean joins =
                chain.request().method().equals("POST") && chain.request().url().queryParameter("uploadId") != null;
        return (joins ? chain.withReadTimeout(JOINING_SECONDS, TimeUnit.SECONDS) : chain).proceed(chain.request());
    }

    MinioClient client(String endpoint) {
        // With the region given the client asks the server nothing before it signs.
        MinioClient.Builder builder =
                MinioClient.builder().endpoint(endpoint).region(config.region()).httpClient(http);
        if (config.credentialsFile().isPresent()) {
            builder.credentialsProvider(
                    new CredentialsFile(config.credentialsFile().get()));
        } else if (config.accessKey().isPresent() && config.secretKey().isPresent()) {
            builder.credentialsProvider(new StaticProvider(
                    config.accessKey().get(),
                    config.secretKey().get(),
                    config.sessionToken().orElse(null)));
        }
        return builder.build();
    }
}
