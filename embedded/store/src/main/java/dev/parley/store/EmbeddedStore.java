package dev.parley.store;

import static java.util.Objects.requireNonNull;

import dev.parley.child.DirectoryLock;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.IntConsumer;
import org.gaul.s3proxy.S3Proxy;
import org.gaul.s3proxy.auth.AuthenticationType;
import org.gaul.s3proxy.blobstore.BlobStore;
import org.gaul.s3proxy.nio2blob.FilesystemNio2BlobStore;

/**
 * A running S3 endpoint on 127.0.0.1 whose objects are files. Its port stays with the data.
 *
 * <p>A put is all or nothing, also when the process is killed, and a put with {@code If-None-Match: *} has exactly one
 * winner: it ends in link(2), which fails where the key exists. What was acknowledged survives the end of this process;
 * against a power cut only the file system guards it. Makes no buckets.
 */
public final class EmbeddedStore implements AutoCloseable {
    private static final long LARGEST_PUT = 5L << 30;
    private static final long LARGEST_SIGNED_BODY = 128L << 20;
    private static final int THREADS = 32;
    /** Cut off what is in flight, as a kill would: any wait would last until idle clients hang up, and then fail. */
    private static final long STOP_MILLIS = 0;

    private final S3Proxy proxy;
    private final DirectoryLock lock;
    private final int port;

    private EmbeddedStore(S3Proxy proxy, DirectoryLock lock, int port) {
        this.proxy = proxy;
        this.lock = lock;
        this.port = port;
    }

    /**
     * Returns when the store accepts clients.
     *
     * @param dir made if absent; one store at a time
     * @param accessKey what clients sign with (AWS signature V4)
     */
    public static EmbeddedStore start(Path dir, String accessKey, String secretKey) throws StoreStartException {
        return start(dir, accessKey, secretKey, port -> {});
    }

    /** @param opening hears the port as soon as it is known */
    static EmbeddedStore start(Path dir, String accessKey, String secretKey, IntConsumer opening)
            throws StoreStartException {
        requireNonNull(accessKey, "accessKey");
        requireNonNull(secretKey, "secretKey");
        Path home = dir.toAbsolutePath().normalize();
        try {
            Path objects = Files.createDirectories(home.resolve("objects"));
            DirectoryLock lock = DirectoryLock.tryAlone(home.resolve("store.lock"))
                    .orElseThrow(() -> new StoreStartException("another store is running in " + home));
            try {
                int port = StorePort.claim(home);
                opening.accept(port);
                Metadata.requireKeptIn(home);
                UnfinishedWrites.sweep(objects);
                return new EmbeddedStore(proxy(objects, port, accessKey, secretKey), lock, port);
            } catch (StoreStartException | IOException | RuntimeException e) {
                lock.close();
                throw e;
            }
        } catch (IOException e) {
            throw new StoreStartException("cannot use %s: %s".formatted(home, e), e);
        }
    }

    private static S3Proxy proxy(Path objects, int port, String accessKey, String secretKey)
            throws StoreStartException {
        BlobStore store = UnfinishedWrites.hiddenFrom(new FilesystemNio2BlobStore(objects.toString()));
        S3Proxy proxy = S3Proxy.builder()
                .blobStore(store)
                .endpoint(URI.create("http://127.0.0.1:" + port))
                .awsAuthentication(AuthenticationType.AWS_V4, accessKey, secretKey)
                .ignoreUnknownHeaders(true)
                .jettyMaxThreads(THREADS)
                .maxSinglePartObjectSize(LARGEST_PUT)
                .v4MaxNonChunkedRequestSize(LARGEST_SIGNED_BODY)
                .stopTimeout(STOP_MILLIS)
                .build();
        try {
            proxy.start();
            return proxy;
        } catch (Exception e) { // what S3Proxy declares
            throw new StoreStartException("S3Proxy does not start on port %d: %s".formatted(port, e.getMessage()), e);
        }
    }

    /** What clients take as endpoint. */
    public String endpoint() {
        return "http://127.0.0.1:" + port;
    }

    public int port() {
        return port;
    }

    @Override
    public void close() {
        try (lock) {
            proxy.stop();
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot let go of the store's directory", e);
        } catch (Exception e) { // what S3Proxy declares
            throw new IllegalStateException("The store does not stop", e);
        }
    }
}
