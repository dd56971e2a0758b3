package dev.parley.store;

import io.minio.BucketExistsArgs;
import io.minio.GetObjectArgs;
import io.minio.GetPresignedObjectUrlArgs;
import io.minio.Http;
import io.minio.ListObjectsArgs;
import io.minio.MakeBucketArgs;
import io.minio.MinioClient;
import io.minio.PutObjectArgs;
import io.minio.Result;
import io.minio.StatObjectArgs;
import io.minio.StatObjectResponse;
import io.minio.errors.ErrorResponseException;
import io.minio.messages.Item;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What a client does with a store: one bucket, objects in, objects out. */
final class Objects {
    static final String ACCESS = "parley";
    static final String SECRET = "only for tests";
    private static final String BUCKET = "parley";
    private final MinioClient client;

    Objects(String endpoint) {
        this(endpoint, SECRET);
    }

    Objects(String endpoint, String secret) {
        client = MinioClient.builder()
                .endpoint(endpoint)
                .region("us-east-1")
                .credentials(ACCESS, secret)
                .build();
    }

    void createBucket() throws Exception {
        if (!client.bucketExists(BucketExistsArgs.builder().bucket(BUCKET).build())) {
            client.makeBucket(MakeBucketArgs.builder().bucket(BUCKET).build());
        }
    }

    void put(String key, String text) throws Exception {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        put(key, new ByteArrayInputStream(bytes), bytes.length, Map.of());
    }

    void put(String key, InputStream bytes, long size, Map<String, String> metadata) throws Exception {
        client.putObject(PutObjectArgs.builder().bucket(BUCKET).object(key).stream(bytes, size, -1L)
                .contentType("text/plain")
                .userMetadata(metadata)
                .build());
    }

    /** Whether the key was free; then it holds {@code text}. */
    boolean putIfAbsent(String key, String text) throws Exception {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        try {
            client.putObject(PutObjectArgs.builder().bucket(BUCKET).object(key).stream(
                            new ByteArrayInputStream(bytes), (long) bytes.length, -1L)
                    .headers(new Http.Headers(Map.of("If-None-Match", "*")))
                    .build());
            return true;
        } catch (ErrorResponseException e) {
            if (e.errorResponse().code().equals("PreconditionFailed")) {
                return false;
            }
            throw e;
        }
    }

    String get(String key) throws Exception {
        try (InputStream in = client.getObject(
                GetObjectArgs.builder().bucket(BUCKET).object(key).build())) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    StatObjectResponse stat(String key) throws Exception {
        return client.statObject(
                StatObjectArgs.builder().bucket(BUCKET).object(key).build());
    }

    URI presignedPut(String key) throws Exception {
        return URI.create(client.getPresignedObjectUrl(GetPresignedObjectUrlArgs.builder()
                .method(Http.Method.PUT)
                .bucket(BUCKET)
                .object(key)
                .build()));
    }

    List<String> keys() throws Exception {
        List<String> keys = new ArrayList<>();
        for (Result<Item> found : client.listObjects(
                ListObjectsArgs.builder().bucket(BUCKET).recursive(true).build())) {
            keys.add(found.get().objectName());
        }
        return keys;
    }
}
