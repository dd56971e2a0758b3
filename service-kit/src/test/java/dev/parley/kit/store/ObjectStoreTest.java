package dev.parley.kit.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.store.EmbeddedStore;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ObjectStoreTest {
    private static final int IN_PARTS = (32 << 20) + 1;

    @TempDir
    static Path folder;

    private static EmbeddedStore server;
    private static ObjectStore store;

    @BeforeAll
    static void start() throws Exception {
        server = EmbeddedStore.start(folder.resolve("store"), StoreAt.ACCESS_KEY, StoreAt.SECRET_KEY);
        store = new ObjectStore(StoreAt.of(server));
        store.ensureBucket();
        store.ensureBucket();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void givesBackWhatWasPut() {
        store.put("a/b.txt", "hello".getBytes(UTF_8), "text/plain");
        assertThat(store.getText("a/b.txt")).contains("hello");
    }

    @Test
    void bytesThatAreNotThosePutAreRefused() throws Exception {
        String put = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"; // of "test"
        store.put(
                "spoilt",
                Files.writeString(folder.resolve("spoilt"), "tesu"),
                "text/plain",
                Map.of("parley-sha256", put));
        assertThatThrownBy(() -> store.getText("spoilt"))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("spoilt")
                .hasMessageContaining("expected " + put);
    }

    @Test
    void answersNothingForWhatIsNotThere() {
        assertThat(store.get("nowhere")).isEmpty();
        assertThat(store.stat("nowhere")).isEmpty();
        assertThat(store.download("nowhere", folder.resolve("nowhere"))).isFalse();
        assertThat(folder.resolve("nowhere")).doesNotExist();
    }

    @Test
    void keepsMetadataWithAFile() throws Exception {
        Path file = Files.writeString(folder.resolve("file"), "bytes");
        store.put("with/metadata", file, "video/mp4", Map.of("frames", "81"));
        ObjectStat stat = store.stat("with/metadata").orElseThrow();
        assertThat(stat.bytes()).isEqualTo(5);
        assertThat(stat.contentType()).isEqualTo("video/mp4");
        assertThat(stat.metadata()).containsEntry("frames", "81");
    }

    /** @return the one that won, from 0 */
    private static int race(List<Callable<Boolean>> puts) throws Exception {
        ExecutorService writers = Executors.newFixedThreadPool(puts.size());
        try {
            int winner = -1;
            List<Future<Boolean>> results = writers.invokeAll(puts);
            for (int i = 0; i < results.size(); i++) {
                if (results.get(i).get()) {
                    assertThat(winner).as("a second winner").isEqualTo(-1);
                    winner = i;
                }
            }
            return winner;
        } finally {
            writers.shutdownNow();
        }
    }

    @Test
    void ofManyWritersExactlyOneWinsAConditionalPut() throws Exception {
        for (int round = 0; round < 25; round++) {
            String key = "race/%d".formatted(round);
            List<Callable<Boolean>> puts = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                byte[] own = "writer %d".formatted(i).getBytes(UTF_8);
                puts.add(() -> store.putIfAbsent(key, own, "text/plain"));
            }
            int winner = race(puts);
            assertThat(store.getText(key)).contains("writer %d".formatted(winner));
        }
    }

    @Test
    void ofManyWritersExactlyOneWinsWhatIsUploadedInParts() throws Exception {
        String key = "race/in-parts";
        List<Callable<Boolean>> puts = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            byte[] own = filled(IN_PARTS, 1 + i);
            puts.add(() -> store.putIfAbsent(key, own, "x/y"));
        }
        int winner = race(puts);
        byte[] there = store.get(key).orElseThrow();
        assertThat(there).hasSize(IN_PARTS).containsOnly(1 + winner);
        Path objects = folder.resolve("store").resolve("objects").resolve("parley");
        try (Stream<Path> files = Files.walk(objects)) {
            assertThat(files.filter(Files::isRegularFile)
                            .map(file -> objects.relativize(file).toString()))
                    .as("no parts of the losers")
                    .containsExactlyInAnyOrderElementsOf(store.list(""));
        }
    }

    private static byte[] filled(int bytes, int value) {
        byte[] made = new byte[bytes];
        Arrays.fill(made, (byte) value);
        return made;
    }

    @Test
    void aConditionHoldsForLargeFiles() throws Exception {
        byte[] first = filled(31 << 20, 2);
        Path file = Files.write(folder.resolve("large"), first);
        assertThat(store.putIfAbsent("large/file", file, "x/y", Map.of())).isTrue();
        byte[] second = filled(IN_PARTS, 1);
        Files.write(file, second);
        assertThat(store.putIfAbsent("large/file", file, "x/y", Map.of())).isFalse();
        assertThat(store.putIfAbsent("large/file", second, "x/y")).isFalse();
        Files.write(file, new byte[31 << 20]);
        assertThat(store.putIfAbsent("large/file", file, "x/y", Map.of())).isFalse();
        assertThat(store.get("large/file")).contains(first);
        store.put("large/file", second, "x/y");
        assertThat(store.get("large/file")).contains(second);
    }

    @Test
    void whatIsUploadedInPartsOnAConditionKeepsItsMetadata() throws Exception {
        Path file = Files.write(folder.resolve("in-parts"), filled(IN_PARTS, 3));
        assertThat(store.putIfAbsent("parts/file", file, "video/mp4", Map.of("frames", "81")))
                .isTrue();
        ObjectStat stat = store.stat("parts/file").orElseThrow();
        assertThat(stat.bytes()).isEqualTo(IN_PARTS);
        assertThat(stat.contentType()).isEqualTo("video/mp4");
        assertThat(stat.metadata()).containsEntry("frames", "81");
    }

    @Test
    void listsAFolderInOrderAndForgetsWhatIsDeleted() {
        store.put("list/2", new byte[1], "x/y");
        store.put("list/1", new byte[1], "x/y");
        store.put("lists/3", new byte[1], "x/y");
        assertThat(store.list("list/")).containsExactly("list/1", "list/2");
        store.delete("list/1");
        assertThat(store.list("list/")).containsExactly("list/2");
    }

    @Test
    void presignsAUrlThatNeedsNoKey() throws Exception {
        store.put("public", "open".getBytes(UTF_8), "text/plain");
        URI url = URI.create(store.presignedGet("public", Duration.ofMinutes(1)));
        HttpResponse<String> answer = HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(url).build(), HttpResponse.BodyHandlers.ofString());
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo("open");
    }

    @Test
    void saysWhatItWasDoingWhenTheStoreIsAway() {
        PrometheusRegistry registry = new PrometheusRegistry();
        ObjectStore away = new ObjectStore(new StoreAt("http://127.0.0.1:1"), registry);
        assertThatThrownBy(() -> away.get("some/key"))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("Cannot get some/key");
        CounterSnapshot errors = (CounterSnapshot) registry.scrape("parley_store_errors"::equals).stream()
                .findFirst()
                .orElseThrow();
        assertThat(errors.getDataPoints())
                .filteredOn(point -> point.getValue() == 1)
                .singleElement()
                .satisfies(
                        point -> assertThat(point.getLabels().get("operation")).isEqualTo("get"));
    }
}
