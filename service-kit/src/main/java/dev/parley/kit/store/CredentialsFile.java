package dev.parley.kit.store;

import io.minio.credentials.AwsConfigProvider;
import io.minio.credentials.Credentials;
import io.minio.credentials.Provider;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import org.jboss.logging.Logger;

/**
 * Credentials in a file of AWS' form, read again whenever it has changed: temporary ones are replaced by whoever gets them.
 * While it cannot be read, the latest ones are used on.
 */
final class CredentialsFile implements Provider {
    private static final Logger LOG = Logger.getLogger(CredentialsFile.class);
    private static final String PROFILE = "default";

    private final Path file;
    private FileTime changed;
    private Credentials latest;

    CredentialsFile(Path file) {
        this.file = file;
    }

    @Override
    public synchronized Credentials fetch() {
        try {
            FileTime now = Files.getLastModifiedTime(file);
            if (!now.equals(changed)) {
                latest = new AwsConfigProvider(file.toString(), PROFILE).fetch();
                changed = now;
            }
        } catch (IOException e) {
            keep(new UncheckedIOException("Cannot read parley.s3.credentials-file, %s".formatted(file), e));
        } catch (RuntimeException e) {
            keep(e);
        }
        return latest;
    }

    private void keep(RuntimeException failure) {
        if (latest == null) {
            throw failure;
        }
        LOG.warnf("credentials not read, using the latest ones  file=%s cause=%s", file, failure.getMessage());
    }
}
