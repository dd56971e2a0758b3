package dev.parley.hub;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What a file of a model is, as it was when it was brought: a later pull takes the same commit.
 *
 * @param bundle that it belongs to
 * @param license as the catalog or the hub had it; null if neither did
 * @param modified of the file, in milliseconds: while that and the size stay, it need not be hashed again
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record PinnedFile(
        String bundle,
        String repository,
        String revision,
        String commit,
        String path,
        long bytes,
        ContentId content,
        String license,
        long modified) {

    /** To be hashed by the next pull, whatever the time of the file. */
    PinnedFile doubted() {
        return new PinnedFile(bundle, repository, revision, commit, path, bytes, content, license, -1);
    }

    HubFile file() {
        return new HubFile(repository, commit, path, bytes, content);
    }

    /** Whether the file has not been touched since. */
    boolean isUntouched(Path target) throws IOException {
        return Files.isRegularFile(target)
                && Files.size(target) == bytes
                && Files.getLastModifiedTime(target).toMillis() == modified;
    }
}
