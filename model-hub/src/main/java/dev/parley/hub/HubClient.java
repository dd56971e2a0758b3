package dev.parley.hub;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** What a hub knows of repositories and files. */
final class HubClient {
    private static final Pattern NEXT = Pattern.compile("<([^>]+)>\\s*;\\s*rel=\"?next\"?");
    private static final int MOST_PAGES = 200;

    private final HubSettings settings;
    private final HubHttp http;

    HubClient(HubSettings settings, HubHttp http) {
        this.settings = settings;
        this.http = http;
    }

    /** What a revision is now. */
    record RepositoryState(String commit, Optional<String> license) {}

    RepositoryState repository(String repository, String revision) throws IOException, InterruptedException {
        URI uri = api("/api/models/%s/revision/%s".formatted(repository, segment(revision)));
        JsonNode answer = json(http.call("GET", uri));
        String commit = answer.path("sha").asText();
        if (!commit.matches("[0-9a-f]{40}")) {
            throw nonsense(uri, "\"sha\" is %s, expected a commit".formatted(answer.path("sha")));
        }
        JsonNode license = answer.path("cardData").path("license");
        return new RepositoryState(commit, license.isTextual() ? Optional.of(license.asText()) : Optional.empty());
    }

    /** All files of a commit. */
    List<HubFile> tree(String repository, String commit) throws IOException, InterruptedException {
        List<HubFile> files = new ArrayList<>();
        URI uri = api("/api/models/%s/tree/%s?recursive=true".formatted(repository, commit));
        for (int page = 0; uri != null && page < MOST_PAGES; page++) {
            HttpResponse<byte[]> answer = http.call("GET", uri);
            for (JsonNode entry : json(answer)) {
                if ("file".equals(entry.path("type").asText())) {
                    files.add(file(uri, repository, commit, entry));
                }
            }
            uri = next(answer).orElse(null);
        }
        return files;
    }

    private HubFile file(URI uri, String repository, String commit, JsonNode entry) throws HubException {
        JsonNode lfs = entry.path("lfs");
        String path = entry.path("path").asText();
        JsonNode bytes = lfs.isObject() ? lfs.path("size") : entry.path("size");
        try {
            if (path.isEmpty() || !bytes.isIntegralNumber() || bytes.asLong() < 0) {
                throw new IllegalArgumentException("path or size is missing");
            }
            ContentId content = lfs.isObject()
                    ? new ContentId(
                            ContentId.Kind.SHA256, lfs.path("oid").asText().replaceFirst("^sha256:", ""))
                    : new ContentId(ContentId.Kind.GIT, entry.path("oid").asText());
            return new HubFile(repository, commit, path, bytes.asLong(), content);
        } catch (IllegalArgumentException e) {
            throw nonsense(uri, "%s: %s".formatted(entry, e.getMessage()));
        }
    }

    /**
     * Where a file's bytes are to be had for now: at the hub, or at a signed address that expires.
     *
     * @throws HubException if the hub has other content than it said
     */
    URI locate(HubFile file) throws IOException, InterruptedException {
        URI uri = api("/%s/resolve/%s/%s".formatted(file.repository(), file.commit(), path(file.path())));
        HttpResponse<byte[]> answer = http.call("HEAD", uri);
        Optional<String> etag = answer.headers().firstValue("X-Linked-ETag").or(() -> answer.headers()
                .firstValue("ETag"));
        ContentId content;
        try {
            content = etag.map(ContentId::ofEtag).orElse(file.content());
        } catch (IllegalArgumentException someOtherEtag) {
            content = file.content(); // the bytes will tell
        }
        if (!content.equals(file.content())) {
            throw new HubException(
                    HubException.Reason.OTHER_CONTENT,
                    "%s at commit %s: the hub says %s and %s".formatted(file, file.commit(), file.content(), content));
        }
        return HubHttp.redirect(answer).orElse(answer.uri());
    }

    private Optional<URI> next(HttpResponse<?> answer) throws HubException {
        Matcher link = NEXT.matcher(answer.headers().firstValue("Link").orElse(""));
        if (!link.find()) {
            return Optional.empty();
        }
        try {
            return Optional.of(answer.uri().resolve(link.group(1))).filter(settings::isHub);
        } catch (IllegalArgumentException e) {
            throw nonsense(answer.uri(), "its next page is " + link.group(1));
        }
    }

    private static JsonNode json(HttpResponse<byte[]> answer) throws HubException {
        try {
            return ModelCatalog.JSON.readTree(answer.body());
        } catch (IOException e) {
            throw nonsense(answer.uri(), "it is not JSON: " + e.getMessage());
        }
    }

    private static HubException nonsense(URI uri, String why) {
        return new HubException(
                HubException.Reason.UNREACHABLE, "%s does not answer as a hub does: %s".formatted(uri, why));
    }

    private URI api(String path) {
        return URI.create(settings.endpoint() + path);
    }

    private static String path(String path) {
        return Arrays.stream(path.split("/")).map(HubClient::segment).collect(Collectors.joining("/"));
    }

    private static String segment(String name) {
        return URLEncoder.encode(name, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
