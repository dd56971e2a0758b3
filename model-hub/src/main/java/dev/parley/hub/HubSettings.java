package dev.parley.hub;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * How to speak to a hub.
 *
 * @param endpoint where it is, without a slash at the end
 * @param token for the hub, and for nobody else
 * @param cache of the Hugging Face libraries, whose blobs are taken where they are there
 * @param offline whether nothing but the cache may be asked
 * @param connections how many parts of a file are fetched at once
 * @param pieceBytes how large a part is; what a killed pull may have to fetch again, for each connection
 * @param stall how long a connection may bring nothing
 */
public record HubSettings(
        URI endpoint,
        Optional<String> token,
        Optional<Path> cache,
        boolean offline,
        int connections,
        int pieceBytes,
        Duration stall,
        RetryPolicy retries) {
    private static final String HUB = "https://huggingface.co";
    private static final int CONNECTIONS = 8;
    private static final int PIECE_BYTES = 8 << 20;

    /**
     * By the variables of the Hugging Face libraries: {@code HF_ENDPOINT}, {@code HF_TOKEN}, {@code HF_TOKEN_PATH},
     * {@code HF_HOME}, {@code HF_HUB_CACHE}, {@code HF_HUB_OFFLINE}.
     *
     * @param home the user's folder, for {@code ~/.cache/huggingface}
     * @throws HubException if a variable makes no sense
     * @throws IOException if there is a token that cannot be read
     */
    public static HubSettings of(Map<String, String> environment, Optional<Path> home) throws IOException {
        Optional<Path> folder = value(environment, "HF_HOME").map(Path::of).or(() -> value(
                        environment, "XDG_CACHE_HOME")
                .map(Path::of)
                .or(() -> home.map(user -> user.resolve(".cache")))
                .map(cache -> cache.resolve("huggingface")));
        Optional<Path> tokenFile = value(environment, "HF_TOKEN_PATH")
                .map(Path::of)
                .or(() -> folder.map(in -> in.resolve("token")))
                .filter(Files::isRegularFile);
        Optional<String> token = value(environment, "HF_TOKEN");
        if (token.isEmpty() && tokenFile.isPresent()) {
            token = Optional.of(Files.readString(tokenFile.get()).strip()).filter(text -> !text.isEmpty());
        }
        return new HubSettings(
                endpoint(value(environment, "HF_ENDPOINT").orElse(HUB)),
                token.map(HubSettings::printable),
                value(environment, "HF_HUB_CACHE").map(Path::of).or(() -> folder.map(in -> in.resolve("hub"))),
                value(environment, "HF_HUB_OFFLINE")
                        .filter(word -> word.matches("(?i)1|on|yes|true"))
                        .isPresent(),
                CONNECTIONS,
                PIECE_BYTES,
                Duration.ofSeconds(30),
                RetryPolicy.PATIENT);
    }

    private static Optional<String> value(Map<String, String> environment, String name) {
        return Optional.ofNullable(environment.get(name)).map(String::strip).filter(text -> !text.isEmpty());
    }

    private static URI endpoint(String text) throws HubException {
        try {
            URI uri = URI.create(text.replaceFirst("/+$", ""));
            if (uri.getHost() != null && uri.getScheme().matches("https?")) {
                return uri;
            }
        } catch (IllegalArgumentException noAddress) {
            // told below
        }
        throw new HubException(
                HubException.Reason.UNKNOWN,
                "HF_ENDPOINT is %s, expected a hub's address such as %s".formatted(text, HUB));
    }

    /** A line break in a header would be a header of its own. */
    private static String printable(String token) {
        if (!token.matches("[!-~]+")) {
            throw new IllegalArgumentException("The Hugging Face token has characters that no token has");
        }
        return token;
    }

    /** Whether an address is the hub's own, so that it may see the token. */
    boolean isHub(URI uri) {
        return endpoint.getScheme().equalsIgnoreCase(uri.getScheme())
                && Objects.requireNonNullElse(endpoint.getHost(), "").equalsIgnoreCase(uri.getHost())
                && port(endpoint) == port(uri);
    }

    private static int port(URI uri) {
        return uri.getPort() >= 0 ? uri.getPort() : "http".equalsIgnoreCase(uri.getScheme()) ? 80 : 443;
    }
}
