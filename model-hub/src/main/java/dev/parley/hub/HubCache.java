package dev.parley.hub;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The cache of the Hugging Face libraries: {@code models--OWNER--NAME/{blobs,refs,snapshots}}. It is read only. */
record HubCache(Optional<Path> folder) {

    /** A file with that content, as its name claims. */
    Optional<Path> blob(HubFile file) throws IOException {
        Optional<Path> blob = repository(file.repository())
                .map(in -> in.resolve("blobs").resolve(file.content().hex()))
                .filter(Files::isRegularFile);
        return blob.isPresent() && Files.size(blob.get()) == file.bytes() ? blob : Optional.empty();
    }

    /** The commit that the cache has of a revision. */
    Optional<String> commit(String repository, String revision) throws IOException {
        Optional<Path> reference = repository(repository)
                .map(in -> in.resolve("refs").resolve(revision).normalize())
                .filter(Files::isRegularFile);
        return reference.isPresent()
                ? Optional.of(Files.readString(reference.get()).strip())
                : Optional.of(revision).filter(text -> text.matches("[0-9a-f]{40}"));
    }

    /** What the cache has of a commit; there may be more at the hub. */
    List<HubFile> tree(String repository, String commit) throws IOException {
        Optional<Path> snapshot = repository(repository)
                .map(in -> in.resolve("snapshots").resolve(commit))
                .filter(Files::isDirectory);
        List<HubFile> files = new ArrayList<>();
        if (snapshot.isPresent()) {
            try (Stream<Path> links = Files.walk(snapshot.get())) {
                for (Path link : links.filter(Files::isSymbolicLink)
                        .filter(Files::isRegularFile)
                        .toList()) {
                    String path = snapshot.get().relativize(link).toString().replace('\\', '/');
                    String hex = Files.readSymbolicLink(link).getFileName().toString();
                    if (hex.matches("[0-9a-f]{40}|[0-9a-f]{64}")) {
                        files.add(new HubFile(repository, commit, path, Files.size(link), ContentId.ofEtag(hex)));
                    }
                }
            }
        }
        return files;
    }

    private Optional<Path> repository(String repository) {
        return folder.map(in -> in.resolve("models--" + repository.replace("/", "--")));
    }
}
