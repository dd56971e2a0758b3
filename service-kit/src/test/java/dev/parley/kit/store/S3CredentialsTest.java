package dev.parley.kit.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import dev.parley.store.EmbeddedStore;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.KeyStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Credentials that do not last, and a store with a certificate of one's own authority. */
class S3CredentialsTest {
    private static final char[] PASSWORD = "for-this-test".toCharArray();

    @TempDir
    Path folder;

    private static ObjectStore signing(String endpoint, String token, Path ca) {
        return new ObjectStore(new StoreAt(
                endpoint,
                Optional.of("key"),
                Optional.of("secret"),
                Optional.ofNullable(token),
                Optional.empty(),
                Optional.ofNullable(ca)));
    }

    private Path credentials(String secret, int version) throws Exception {
        Path file = folder.resolve("credentials");
        Files.writeString(
                file,
                "[default]\naws_access_key_id = key\naws_secret_access_key = %s\naws_session_token = t%d\n"
                        .formatted(secret, version));
        Files.setLastModifiedTime(file, FileTime.fromMillis(1_000_000L * version));
        return file;
    }

    @Test
    void credentialsThatAreReplacedAreTakenWithoutARestart() throws Exception {
        try (EmbeddedStore server = EmbeddedStore.start(folder.resolve("store"), "key", "right")) {
            ObjectStore store = new ObjectStore(new StoreAt(
                    server.endpoint(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.of(credentials("wrong", 1)),
                    Optional.empty()));
            assertThatThrownBy(store::ensureBucket).isInstanceOf(StoreException.class);
            Path file = credentials("right", 2);
            store.ensureBucket();
            store.put("a", new byte[] {1}, "text/plain");
            Files.delete(file);
            assertThat(store.get("a")).isPresent();
            assertThat(store.presignedGet("a", Duration.ofMinutes(1))).contains("X-Amz-Security-Token=t2");
        }
    }

    @Test
    void aSessionTokenGoesWithEveryCallAndPresignedUrl() throws Exception {
        List<String> tokens = new CopyOnWriteArrayList<>();
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", call -> {
            tokens.add(String.valueOf(call.getRequestHeaders().getFirst("x-amz-security-token")));
            call.sendResponseHeaders(404, -1);
            call.close();
        });
        server.start();
        try {
            ObjectStore store =
                    signing("http://127.0.0.1:" + server.getAddress().getPort(), "a-token", null);
            assertThat(store.stat("a")).isEmpty();
            assertThat(tokens).isNotEmpty().containsOnly("a-token");
            assertThat(store.presignedGet("a", Duration.ofMinutes(1))).contains("X-Amz-Security-Token=a-token");
        } finally {
            server.stop(0);
        }
    }

    @Test
    void aStoreOfOnesOwnAuthorityIsTrustedIfThatIsNamed() throws Exception {
        Path keys = folder.resolve("server.p12");
        Path pem = folder.resolve("ca.pem");
        keytool(keys, "-genkeypair", "-keyalg", "EC", "-dname", "CN=localhost", "-ext", "san=ip:127.0.0.1");
        keytool(keys, "-exportcert", "-rfc", "-file", pem.toString());
        HttpsServer server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(serving(keys)));
        server.createContext("/", call -> {
            call.sendResponseHeaders(404, -1);
            call.close();
        });
        server.start();
        try {
            String endpoint = "https://127.0.0.1:" + server.getAddress().getPort();
            assertThat(signing(endpoint, null, pem).stat("a")).isEmpty();
            ObjectStore distrusting = signing(endpoint, null, null);
            assertThatThrownBy(() -> distrusting.stat("a")).isInstanceOf(StoreException.class);
        } finally {
            server.stop(0);
        }
        Path empty = Files.writeString(folder.resolve("empty.pem"), "");
        assertThatThrownBy(() -> signing("https://127.0.0.1:1", null, empty))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("parley.s3.ca");
    }

    private static SSLContext serving(Path keys) throws Exception {
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(keys)) {
            store.load(in, PASSWORD);
        }
        KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        factory.init(store, PASSWORD);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(factory.getKeyManagers(), null, null);
        return context;
    }

    private static void keytool(Path store, String... words) throws Exception {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString()));
        command.addAll(Arrays.asList(words));
        command.addAll(List.of("-alias", "server", "-storetype", "PKCS12", "-keystore", store.toString()));
        command.addAll(List.of("-storepass", new String(PASSWORD)));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes());
        assertThat(process.waitFor()).as(said).isZero();
    }
}
