package dev.parley.kit.store;

import dev.parley.contracts.Sha256;
import io.minio.BucketExistsArgs;
import io.minio.Checksum;
import io.minio.GetObjectArgs;
import io.minio.GetObjectResponse;
import io.minio.GetPresignedObjectUrlArgs;
import io.minio.Http;
import io.minio.ListObjectsArgs;
import io.minio.MakeBucketArgs;
import io.minio.MinioClient;
import io.minio.PutObjectArgs;
import io.minio.RemoveObjectArgs;
import io.minio.Result;
import io.minio.StatObjectArgs;
import io.minio.UploadObjectArgs;
import io.minio.errors.ErrorResponseException;
import io.minio.errors.MinioException;
import io.minio.messages.Item;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;

/**
 * The farm's objects, by the keys of {@code ObjectKeys}. Every failure of the store itself is a {@link StoreException}, and
 * so is a store that says nothing for half a minute; an object that is not there is an empty answer.
 */
@ApplicationScoped
public class ObjectStore {
    // What is not larger goes whole, which takes half as long as in parts of 5 MiB. The embedded store holds a part in
    // memory, twice, to check its signature. S3 takes at most 10,000 parts. Of what is larger the client holds a part.
    private static final long WHOLE_BYTES = 32L << 20;
    private static final long PART_BYTES = 8L << 20;
    // The JDK's own code. Left alone, the client reckons CRC32C byte by byte, which takes longer than all the rest.
    private static final Checksum.Algorithm CHECKSUM = Checksum.Algorithm.CRC32;

    private static final Duration PULSE = Duration.ofSeconds(4);
    /** User metadata of what is put from memory. */
    private static final String HASH = "parley-sha256";

    /** What OkHttp says of a call that took longer than it may, and Java of its socket. */
    private static final Set<String> GIVEN_UP = Set.of("Canceled", "Socket closed");
    /** Need not be there; asked for by name, which any key of the farm's may do. */
    private static final String PULSE_KEY = "farm/pulse";

    private final MinioClient client;
    private final MinioClient hasty;
    private final MinioClient publicClient;
    private final String bucket;
    private final StoreMetrics metrics;

    @Inject
    public ObjectStore(S3Config config, PrometheusRegistry registry) {
        this(config, registry, S3Connection.SILENCE);
    }

    /** A store that nobody watches. */
    public ObjectStore(S3Config config) {
        this(config, S3Connection.SILENCE);
    }

    /** @param silence how long a store may say nothing, and take nothing, before a call fails */
    ObjectStore(S3Config config, Duration silence) {
        this(config, new PrometheusRegistry(), silence);
    }

    private ObjectStore(S3Config config, PrometheusRegistry registry, Duration silence) {
        this.metrics = new StoreMetrics(registry);
        S3Connection connection = new S3Connection(config, silence);
        this.client = connection.client(config.endpoint());
        this.hasty = connection.within(PULSE).client(config.endpoint());
        this.publicClient = config.publicEndpoint().map(connection::client).orElse(client);
        this.bucket = config.bucket();
    }

    /**
     * Returns if the store answers within four seconds.
     *
     * @throws StoreException if it does not, or answers with an error
     */
    public void feelPulse() {
        found("answer", PULSE_KEY, () -> hasty.statObject(stating(PULSE_KEY)));
    }

    /** Makes the bucket if it is not there. */
    public void ensureBucket() {
        asking("make bucket", bucket, () -> {
            if (!client.bucketExists(BucketExistsArgs.builder().bucket(bucket).build())) {
                client.makeBucket(MakeBucketArgs.builder().bucket(bucket).build());
            }
            return null;
        });
    }

    public void put(String key, byte[] bytes, String contentType) {
        asking(
                "put",
                key,
                () -> client.putObject(putting(key, bytes, contentType).build()));
    }

    /** Writes {@code key} unless it exists; of several writers exactly one hears {@code true}. */
    public boolean putIfAbsent(String key, byte[] bytes, String contentType) {
        return asking("put if absent", key, () -> won(key, bytes.length, putting(key, bytes, contentType)));
    }

    /** The condition goes with a whole object, and with the completion of one in parts. */
    private boolean won(String key, long bytes, PutObjectArgs.Builder putting) throws MinioException, IOException {
        // Of what is uploaded in parts, all would be sent before the store refuses it.
        if (bytes > WHOLE_BYTES && stat(key).isPresent()) {
            return false;
        }
        try {
            client.putObject(
                    putting.extraHeaders(new Http.Headers("If-None-Match", "*")).build());
            return true;
        } catch (ErrorResponseException e) {
            // 409: another conditional put on this key is under way, and wins.
            int status = e.response().code();
            if (status == 412 || status == 409) {
                return false;
            }
            throw e;
        }
    }

    private PutObjectArgs.Builder putting(String key, byte[] bytes, String contentType) {
        return putting(key, new ByteArrayInputStream(bytes), bytes.length, contentType)
                .userMetadata(Map.of(HASH, Sha256.of(bytes)));
    }

    private PutObjectArgs.Builder putting(String key, InputStream in, long bytes, String contentType) {
        return PutObjectArgs.builder().bucket(bucket).object(key).contentType(contentType).checksum(CHECKSUM).stream(
                in, bytes, partOf(bytes));
    }

    private static long partOf(long bytes) {
        return bytes > WHOLE_BYTES ? PART_BYTES : WHOLE_BYTES;
    }

    /**
     * Writes a file's bytes; readers see all of them or none. Up to 32 MiB are sent as they are read from the file, of more
     * the client holds a part at a time, hence smaller ones.
     */
    public void put(String key, Path file, String contentType, Map<String, String> metadata) {
        asking("put", key, () -> {
            return client.uploadObject(UploadObjectArgs.builder()
                    .bucket(bucket)
                    .object(key)
                    .filename(file.toString(), partOf(Files.size(file)))
                    .contentType(contentType)
                    .checksum(CHECKSUM)
                    .userMetadata(metadata)
                    .build());
        });
    }

    /** Writes a file's bytes unless {@code key} exists; of several writers exactly one hears {@code true}. */
    public boolean putIfAbsent(String key, Path file, String contentType, Map<String, String> metadata) {
        return asking("put if absent", key, () -> {
            long bytes = Files.size(file);
            try (InputStream in = Files.newInputStream(file)) {
                return won(key, bytes, putting(key, in, bytes, contentType).userMetadata(metadata));
            }
        });
    }

    /**
     * All bytes of an object.
     *
     * @throws StoreException if the store does not answer, or with other bytes than were put
     */
    public Optional<byte[]> get(String key) {
        return found("get", key, () -> {
            try (GetObjectResponse in = client.getObject(getting(key).build())) {
                byte[] bytes = in.readAllBytes();
                String put = in.headers().get("x-amz-meta-" + HASH);
                // Objects of files and of older farms have none.
                if (put != null) {
                    expect(put, Sha256.of(bytes));
                }
                return bytes;
            }
        });
    }

    public Optional<String> getText(String key) {
        return get(key).map(bytes -> new String(bytes, StandardCharsets.UTF_8));
    }

    /** Copies an object to {@code file} and answers whether it was there; the file is whole or absent. */
    public boolean download(String key, Path file) {
        return download(key, file, arrived -> {});
    }

    /**
     * The same for an object whose hash is known.
     *
     * @throws StoreException if the store does not answer, or with other bytes
     */
    public boolean download(String key, String sha256, Path file) {
        return download(key, file, arrived -> expect(sha256, Sha256.of(arrived)));
    }

    private interface Check {
        void on(Path arrived) throws IOException;
    }

    private boolean download(String key, Path file, Check check) {
        Path part = file.resolveSibling(file.getFileName() + ".part");
        return found("download", key, () -> {
                    try {
                        try (InputStream in = client.getObject(getting(key).build())) {
                            Files.copy(in, part, StandardCopyOption.REPLACE_EXISTING);
                        }
                        check.on(part);
                        return Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
                    } finally {
                        Files.deleteIfExists(part);
                    }
                })
                .isPresent();
    }

    private static void expect(String sha256, String arrived) throws IOException {
        if (!arrived.equals(sha256)) {
            throw new IOException("arrived damaged: its SHA-256 is %s, expected %s".formatted(arrived, sha256));
        }
    }

    /** A part of an object, for range requests. The caller closes it. */
    public InputStream open(String key, long offset, long length) {
        return asking(
                "open",
                key,
                () -> client.getObject(
                        getting(key).offset(offset).length(length).build()));
    }

    private GetObjectArgs.Builder getting(String key) {
        return GetObjectArgs.builder().bucket(bucket).object(key);
    }

    public Optional<ObjectStat> stat(String key) {
        return found("stat", key, () -> {
            var stat = client.statObject(stating(key));
            Map<String, String> metadata = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
            stat.userMetadata().forEach(header -> metadata.put(header.getKey(), header.getValue()));
            return new ObjectStat(
                    stat.size(), stat.contentType(), stat.lastModified().toInstant(), metadata);
        });
    }

    private StatObjectArgs stating(String key) {
        return StatObjectArgs.builder().bucket(bucket).object(key).build();
    }

    /** Keys below a folder, in order. */
    public List<String> list(String folder) {
        return List.copyOf(sizes(folder).keySet());
    }

    /** The lengths in bytes of what is below a folder, by their keys and in their order. */
    public SortedMap<String, Long> sizes(String folder) {
        return asking("list", folder, () -> {
            SortedMap<String, Long> sizes = new TreeMap<>();
            for (Result<Item> result : client.listObjects(ListObjectsArgs.builder()
                    .bucket(bucket)
                    .prefix(folder)
                    .recursive(true)
                    .build())) {
                sizes.put(result.get().objectName(), result.get().size());
            }
            return sizes;
        });
    }

    /**
     * Goes through what is below a folder, however much it is, without holding it.
     *
     * @param visitor gets a key and when its bytes were stored, by the store's clock
     */
    public void each(String folder, BiConsumer<String, Instant> visitor) {
        asking("list", folder, () -> {
            for (Result<Item> result : client.listObjects(ListObjectsArgs.builder()
                    .bucket(bucket)
                    .prefix(folder)
                    .recursive(true)
                    .build())) {
                Item item = result.get();
                visitor.accept(item.objectName(), item.lastModified().toInstant());
            }
            return null;
        });
    }

    public void delete(String key) {
        asking("delete", key, () -> {
            client.removeObject(
                    RemoveObjectArgs.builder().bucket(bucket).object(key).build());
            return null;
        });
    }

    /** A URL that anybody may read the object with, for a while. */
    public String presignedGet(String key, Duration validity) {
        return asking(
                "presign",
                key,
                () -> publicClient.getPresignedObjectUrl(GetPresignedObjectUrlArgs.builder()
                        .method(Http.Method.GET)
                        .bucket(bucket)
                        .object(key)
                        .expiry((int) validity.toSeconds(), TimeUnit.SECONDS)
                        .build()));
    }

    private interface Call<T> {
        T run() throws MinioException, IOException;
    }

    private <T> Optional<T> found(String doing, String key, Call<T> call) {
        return asking(doing, key, () -> {
            try {
                return Optional.of(call.run());
            } catch (ErrorResponseException e) {
                if (e.response().code() == 404) {
                    return Optional.<T>empty();
                }
                throw e;
            }
        });
    }

    private <T> T asking(String doing, String key, Call<T> call) {
        long from = System.nanoTime();
        try {
            return call.run();
        } catch (MinioException | IOException | IllegalStateException e) {
            metrics.failed(doing);
            // The client wraps a refused connection in an IllegalStateException.
            throw new StoreException("Cannot %s %s: %s".formatted(doing, key, reason(e)), e);
        } finally {
            metrics.took(doing, Duration.ofNanos(System.nanoTime() - from));
        }
    }

    /** The client's own words for these are of its buffers and threads. */
    private static String reason(Exception failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof EOFException) {
                return "the store closed the connection before it had answered";
            }
            if (cause instanceof InterruptedIOException || isGivenUp(cause)) {
                return "the store gave no answer in time";
            }
        }
        return failure.getMessage();
    }

    private static boolean isGivenUp(Throwable cause) {
        return cause.getMessage() != null && GIVEN_UP.contains(cause.getMessage());
    }
}
