package dev.parley.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.gaul.s3proxy.blobstore.BlobStore;
import org.gaul.s3proxy.blobstore.ForwardingBlobStore;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Request;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;

/**
 * S3Proxy writes an object to {@code <key>-<random UUID>} first and then renames or links it, so no key ever shows a partial
 * object. But the temporary file itself would appear in listings, and would remain if the process is killed. Therefore no
 * key of this store may end in a dash and a UUID.
 */
final class UnfinishedWrites {
    private static final Pattern NAME =
            Pattern.compile(".*-[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}");

    /** {@code store} without them in its listings. */
    static BlobStore hiddenFrom(BlobStore store) {
        return new Hiding(store);
    }

    /** Deletes what a killed process left. Only while nobody writes. */
    static void sweep(Path objects) throws IOException {
        List<Path> left;
        try (Stream<Path> files = Files.walk(objects)) {
            left = files.filter(Files::isRegularFile)
                    .filter(file -> isOne(file.getFileName().toString()))
                    .toList();
        }
        for (Path file : left) {
            Files.delete(file);
        }
    }

    private static boolean isOne(String name) {
        return NAME.matcher(name).matches();
    }

    private static final class Hiding extends ForwardingBlobStore {
        Hiding(BlobStore store) {
            super(store);
        }

        @Override
        public ListObjectsV2Response list(ListObjectsV2Request request) {
            ListObjectsV2Response page = super.list(request);
            return page.toBuilder()
                    .contents(page.contents().stream()
                            .filter(object -> !isOne(object.key()))
                            .toList())
                    .build();
        }
    }

    private UnfinishedWrites() {}
}
