package dev.parley.cli.support;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import dev.parley.contracts.Json;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SupportTest {
    /** None of them looks like a secret where it is told. */
    private static final String STORE_KEY = "correcthorsebattery";

    private static final String WEBHOOK = "MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
    private static final String KEPT = "q7kept5in1the8credentials";
    private static final String TYPED = "parley_0123456789ab_00ff00ff";
    private static final String TOKEN = "open-sesame-77";
    private static final String COLLECTOR = "opentherecords7";
    private static final String PASSWORD = "hunter2hunter2";

    private static final Map<String, String> ENVIRONMENT = Map.of(
            "PARLEY_S3_SECRET_KEY", STORE_KEY,
            "PARLEY_WEBHOOK_SECRET", "whsec_" + WEBHOOK + " whsec_another0another",
            "PARLEY_S3_ENDPOINT", "http://me:" + PASSWORD + "@store:9000?token=" + TOKEN,
            "KAFKA_SASL_JAAS_CONFIG", "Login required username=\"me\" password=\"" + PASSWORD + "\";",
            "JAVA_TOOL_OPTIONS", "-Djavax.net.ssl.trustStorePassword=" + PASSWORD,
            "OTEL_EXPORTER_OTLP_HEADERS", "x-team=" + COLLECTOR,
            "PARLEY_WORKER_NAME", "worker-7",
            "SOMEBODYS_DIARY", "dear diary");

    @TempDir
    Path dataDir;

    @BeforeEach
    void aFarmThatRan() throws IOException {
        Files.createDirectories(dataDir.resolve("logs"));
        Files.writeString(dataDir.resolve("credentials.properties"), "s3.secret-key=" + KEPT + "\n");
        Files.writeString(
                dataDir.resolve("logs/ingest-service.log"),
                """
                2026-11-30 02:00:00.000 INFO  first
                2026-11-30 02:00:00.000 WARN  refused  by=%s also=%s
                2026-11-30 02:00:01.000 WARN  called https://example.org/hook?token=%s signed whsec_%s and %s
                2026-11-30 02:00:02.000 WARN  {"webhook":{"secret": "whsec_0000never0seen0before0000"}} %s
                Picked up JAVA_TOOL_OPTIONS: -Djavax.net.ssl.trustStorePassword=%s
                """
                        .formatted(STORE_KEY, KEPT, TOKEN, WEBHOOK, WEBHOOK, TYPED, PASSWORD));
    }

    @Test
    void noSecretIsInIt() throws Exception {
        Map<String, String> entries = bundle(1 << 20, Map.of("farm-view.json", () -> "a view by " + TYPED));
        String all = entries.toString();
        assertThat(all)
                .doesNotContain(STORE_KEY)
                .doesNotContain(WEBHOOK)
                .doesNotContain("another0another")
                .doesNotContain(KEPT)
                .doesNotContain(TYPED)
                .doesNotContain(TOKEN)
                .doesNotContain(PASSWORD)
                .doesNotContain(COLLECTOR)
                .doesNotContain("never0seen0before")
                .doesNotContain("dear diary");
        assertThat(entries.get("settings.txt"))
                .contains("PARLEY_S3_SECRET_KEY=***\n", "PARLEY_WORKER_NAME=worker-7\n", "PARLEY_S3_ENDPOINT=http://");
        assertThat(entries.get("logs/ingest-service.log"))
                .contains("refused  by=*** also=***", "called https://example.org/hook signed whsec_*** and ***")
                .hasLineCount(5);
    }

    @Test
    void whatARunningFarmSaysIsInItAndTheSecretsOfItsProcessesAreNot() throws Exception {
        HttpServer service = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        service.createContext("/q/metrics", exchange -> {
            byte[] body =
                    "parley_worker_last_xid{path=\"%s\"} 31\n".formatted(KEPT).getBytes(UTF_8);
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        service.start();
        try {
            farmOf(service.getAddress().getPort());
            Map<String, String> entries = bundle(1 << 20, Map.of());
            assertThat(entries.get("metrics/render-worker-1.txt"))
                    .isEqualTo("parley_worker_last_xid{path=\"***\"} 31\n");
            assertThat(entries.get("farm.json")).contains("render-worker-1");
            assertThat(entries).containsKey("settings/render-worker-1.txt");
            assertThat(entries.get("about.txt")).contains("health/render-worker-1.json: ", "answers 404");
        } finally {
            service.stop(0);
        }
    }

    /** This very process. */
    private void farmOf(int port) throws IOException {
        ProcessHandle self = ProcessHandle.current();
        Files.writeString(
                dataDir.resolve("farm.json"),
                Json.write(Map.of(
                        "launcher",
                        self.pid(),
                        "processes",
                        List.of(Map.of(
                                "name",
                                "render-worker-1",
                                "pid",
                                self.pid(),
                                "started",
                                self.info().startInstant().orElseThrow())))));
        Files.writeString(dataDir.resolve("ports.properties"), "render-worker-1=" + port + "\n");
    }

    @Test
    void theLatestOfTheLogsIsInItFromAWholeLineOn() throws Exception {
        String line = "2026-11-30 02:00:03.000 INFO  %05d by=" + STORE_KEY + "\n";
        StringBuilder log = new StringBuilder();
        for (int i = 0; i < 10_000; i++) {
            log.append(line.formatted(i));
        }
        Files.writeString(dataDir.resolve("logs/ingest-service.log"), log);
        String told = bundle(100_000, Map.of()).get("logs/ingest-service.log");
        assertThat(told).hasSizeLessThan(100_000).endsWith("INFO  09999 by=***\n");
        assertThat(told.lines()).allMatch(each -> each.matches("2026-11-30 02:00:03.000 INFO  \\d{5} by=\\*{3}"));
    }

    @Test
    void anEndlessLineIsCutAndHalfASecretIsNotLeftOfIt() throws Exception {
        String line = "x".repeat(3990) + STORE_KEY + "y".repeat(200_000);
        String told = bundle(1 << 20, Map.of("farm-view.json", () -> line)).get("farm-view.json");
        assertThat(told).hasSizeLessThan(4100).contains("x***y").doesNotContain(STORE_KEY.substring(0, 5));
    }

    @Test
    void whatFailsIsNamedAndTheRestIsThere() throws Exception {
        Map<String, Source> sources = new LinkedHashMap<>();
        sources.put("doctor.json", () -> {
            throw new IOException("no broker, said " + STORE_KEY);
        });
        sources.put("version.txt", () -> "parley 1");
        Map<String, String> entries = bundle(1 << 20, sources);
        assertThat(entries).containsEntry("version.txt", "parley 1\n").doesNotContainKey("doctor.json");
        assertThat(entries.get("about.txt")).contains("doctor.json: java.io.IOException: no broker, said ***");
    }

    @Test
    void replacesNoFileAndLeavesNothingHalfWritten() throws Exception {
        Path file = Files.writeString(dataDir.resolve("mine.zip"), "mine");
        assertThatThrownBy(() -> support(1 << 20).write(file, Map.of())).isInstanceOf(FileAlreadyExistsException.class);
        assertThat(file).hasContent("mine");
        assertThat(dataDir.toFile().list()).containsExactlyInAnyOrder("mine.zip", "logs", "credentials.properties");
    }

    private Support support(long logBytes) {
        return new Support(dataDir, ENVIRONMENT, List.of(TYPED), logBytes);
    }

    private Map<String, String> bundle(long logBytes, Map<String, Source> more) throws Exception {
        Path file = dataDir.resolve("bundle.zip");
        support(logBytes).write(file, more);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        Map<String, String> entries = new LinkedHashMap<>();
        try (ZipInputStream zip = new ZipInputStream(Files.newInputStream(file))) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                entries.put(entry.getName(), new String(zip.readAllBytes(), UTF_8));
            }
        }
        return entries;
    }
}
