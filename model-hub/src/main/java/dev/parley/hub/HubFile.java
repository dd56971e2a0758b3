package dev.parley.hub;

/**
 * A file of a repository as the hub describes it.
 *
 * @param commit 40 hexadecimal digits
 */
public record HubFile(String repository, String commit, String path, long bytes, ContentId content) {
    @Override
    public String toString() {
        return repository + "/" + path;
    }
}
