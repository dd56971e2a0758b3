package dev.parley.hub;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import dev.parley.hub.HubException.Reason;
import dev.parley.hub.ModelBundle.HubSource;
import dev.parley.hub.ModelBundle.WantedFile;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelPullTest {
    private static final String REPOSITORY = "someone/model";
    private static final int PIECE = 10_000;
    private static final RetryPolicy RETRIES = new RetryPolicy(4, Duration.ofMillis(1), Duration.ofMillis(50));

    private final byte[] config = "{\"a\": 1}".getBytes(UTF_8);
    private final byte[] weights = random(95_001);
    private final byte[] voice = random(PIECE);
    private final List<String> notes = new CopyOnWriteArrayList<>();

    @TempDir
    Path folder;

    private FakeHub hub;
    private HubSettings settings;

    @BeforeEach
    void aHub() throws IOException {
        hub = new FakeHub()
                .with(REPOSITORY, "config.json", config)
                .with(REPOSITORY, "weights.safetensors", weights)
                .with(REPOSITORY, "voices/a b.pt", voice)
                .with(REPOSITORY, "voices/empty.pt", new byte[0])
                .with(REPOSITORY, "training/huge.bin", random(5000));
        settings = settings(Optional.empty(), Optional.empty(), false);
    }

    @AfterEach
    void close() {
        hub.close();
    }

    private HubSettings settings(Optional<String> token, Optional<Path> cache, boolean offline) {
        return new HubSettings(hub.url(), token, cache, offline, 4, PIECE, Duration.ofSeconds(20), RETRIES);
    }

    private HubSettings settings(Duration stall, RetryPolicy retries) {
        return new HubSettings(hub.url(), Optional.empty(), Optional.empty(), false, 4, PIECE, stall, retries);
    }

    private static byte[] random(int bytes) {
        byte[] content = new byte[bytes];
        new Random(bytes).nextBytes(content);
        return content;
    }

    private static ModelCatalog catalog(WantedFile... files) {
        HubSource source = new HubSource(REPOSITORY, "refs/pr/1", null, List.of(files));
        return new ModelCatalog(
                List.of(new ModelBundle("tiny", "tiny-model", "a small one", List.of(), List.of(source))));
    }

    private static ModelCatalog catalog() {
        return catalog(
                new WantedFile("config.json", "config.json", null, null),
                new WantedFile("weights.safetensors", "sub/", 95_001L, null),
                new WantedFile("voices/*.pt", "voices/", null, null));
    }

    private void pull() throws IOException, InterruptedException {
        pull(catalog(), false);
    }

    private void pull(ModelCatalog catalog, boolean update) throws IOException, InterruptedException {
        ModelPull pull = new ModelPull(catalog, settings, folder, new PullListener() {
            @Override
            public void note(String what) {
                notes.add(what);
            }
        });
        pull.run(pull.plan(List.of("tiny"), update));
    }

    private Path model(String file) {
        return folder.resolve("tiny-model").resolve(file);
    }

    private void everythingIsThere() {
        assertThat(model("config.json")).hasBinaryContent(config);
        assertThat(model("sub/weights.safetensors")).hasBinaryContent(weights);
        assertThat(model("voices/a b.pt")).hasBinaryContent(voice);
        assertThat(model("voices/empty.pt")).isEmptyFile();
    }

    private void failsWith(Reason reason, String... words) {
        assertThatThrownBy(this::pull)
                .isInstanceOf(HubException.class)
                .satisfies(
                        failure -> assertThat(((HubException) failure).reason()).isEqualTo(reason))
                .hasMessageContainingAll(words);
    }

    @Test
    void bringsWhatIsNeededAndNothingElse() throws Exception {
        pull();
        everythingIsThere();
        try (Stream<Path> files = Files.walk(folder)) {
            assertThat(files.filter(Files::isRegularFile)
                            .map(file -> file.getFileName().toString()))
                    .doesNotContain("huge.bin")
                    .noneMatch(name -> name.endsWith(".part") || name.endsWith(".pieces"));
        }
        assertThat(Pins.of(folder.resolve("tiny-model")).files().get("sub/weights.safetensors"))
                .satisfies(pin -> {
                    assertThat(pin.commit()).isEqualTo(FakeHub.COMMIT);
                    assertThat(pin.revision()).isEqualTo("refs/pr/1");
                    assertThat(pin.license()).isEqualTo("mit");
                    assertThat(pin.content()).hasToString("sha256:" + FakeHub.sha256(weights));
                });
    }

    @Test
    void whatIsThereNeedsNoHub() throws Exception {
        pull();
        hub.close();
        pull();
        everythingIsThere();
    }

    @Test
    void aPlanSaysWhatIsMissingAndFetchesNothing() throws Exception {
        PullPlan plan = new ModelPull(catalog(), settings, folder, PullListener.SILENT).plan(List.of("all"), false);
        assertThat(plan.bytes())
                .isEqualTo(plan.bytesToFetch())
                .isEqualTo(config.length + weights.length + voice.length);
        assertThat(plan.files()).hasSize(4).allMatch(file -> file.state() == PullPlan.State.MISSING);
        assertThat(folder).isEmptyDirectory();
        assertThat(hub.calls).noneMatch(call -> call.contains("/resolve/"));
    }

    @Test
    void aTokenIsShownToTheHubOnly() throws Exception {
        hub.token = "hf_secret";
        failsWith(Reason.DENIED, "HF_TOKEN", "401");
        settings = settings(Optional.of("hf_secret"), Optional.empty(), false);
        pull();
        everythingIsThere();
        assertThat(hub.leaked).isEmpty();
    }

    @Test
    void waitsWhereTheHubOrTheHostIsBusy() throws Exception {
        Map<String, Integer> asked = new ConcurrentHashMap<>();
        hub.weather = new FakeHub.Weather() {
            @Override
            public boolean answers(HttpExchange exchange) throws IOException {
                String part = exchange.getRequestURI() + " "
                        + exchange.getRequestHeaders().getFirst("Range");
                int before = asked.merge(part, 1, Integer::sum);
                if (before > 2) {
                    return false;
                }
                String pause = before == 1 ? "0" : "Thu, 01 Jan 1970 00:00:00 GMT";
                exchange.getResponseHeaders().add("Retry-After", pause);
                exchange.sendResponseHeaders(before == 1 ? 429 : 503, -1);
                return true;
            }
        };
        settings = settings(Duration.ofSeconds(20), new RetryPolicy(8, Duration.ofMinutes(9), Duration.ofMinutes(9)));
        pull();
        everythingIsThere();
        assertThat(notes).anyMatch(note -> note.contains("429")).anyMatch(note -> note.contains("503"));
    }

    @Test
    void givesUpOnAHubThatStaysBusy() {
        hub.weather = new FakeHub.Weather() {
            @Override
            public boolean answers(HttpExchange exchange) throws IOException {
                exchange.sendResponseHeaders(503, -1);
                return true;
            }
        };
        failsWith(Reason.UNREACHABLE, "503", "4 times");
    }

    @Test
    void goesOnWhereAConnectionBroke() throws Exception {
        hub.weather = new FakeHub.Weather() {
            @Override
            public void send(OutputStream to, byte[] bytes) throws IOException {
                to.write(bytes, 0, Math.min(bytes.length, 3000));
                to.flush();
            }
        };
        hub.with(REPOSITORY, "voices/a b.pt", new byte[2000]); // comes in one go, or not at all
        pull(catalog(new WantedFile("weights.safetensors", "sub/", null, null)), false);
        assertThat(model("sub/weights.safetensors")).hasBinaryContent(weights);
    }

    @Test
    void asksTheHubAgainWhenASignedAddressHasExpired() throws Exception {
        AtomicInteger sent = new AtomicInteger();
        hub.weather = new FakeHub.Weather() {
            @Override
            public void send(OutputStream to, byte[] bytes) throws IOException {
                if (sent.incrementAndGet() % 3 == 0) {
                    hub.expire();
                }
                to.write(bytes);
            }
        };
        pull();
        everythingIsThere();
        assertThat(hub.calls.stream().filter(call -> call.startsWith("HEAD") && call.contains("weights")))
                .hasSizeGreaterThan(1);
    }

    @Test
    void aHostWithoutRangesSendsAllOverOneConnection() throws Exception {
        hub.ranges = false;
        pull();
        everythingIsThere();
    }

    @Test
    void damageOnTheWayIsFetchedAgain() throws Exception {
        AtomicReference<byte[]> damaged = new AtomicReference<>();
        hub.weather = new FakeHub.Weather() {
            @Override
            public void send(OutputStream to, byte[] bytes) throws IOException {
                if (bytes.length == PIECE && damaged.compareAndSet(null, bytes)) {
                    bytes[77] ^= 1;
                }
                to.write(bytes);
            }
        };
        pull();
        everythingIsThere();
        assertThat(notes).anyMatch(note -> note.contains("damaged"));
    }

    @Test
    void aFileThatStaysDamagedIsNeverThere() throws Exception {
        hub.weather = new FakeHub.Weather() {
            @Override
            public void send(OutputStream to, byte[] bytes) throws IOException {
                byte[] wrong = bytes.clone();
                wrong[0] ^= (byte) (bytes.length > 1000 ? 1 : 0);
                to.write(wrong);
            }
        };
        failsWith(Reason.DAMAGED, "weights.safetensors", "sha256:" + FakeHub.sha256(weights));
        assertThat(model("sub/weights.safetensors")).doesNotExist();
        hub.weather = new FakeHub.Weather() {};
        pull();
        everythingIsThere();
    }

    @Test
    void aSilentConnectionIsGivenUp() throws Exception {
        AtomicInteger silent = new AtomicInteger();
        hub.weather = new FakeHub.Weather() {
            @Override
            public void send(OutputStream to, byte[] bytes) throws IOException {
                if (bytes.length > 10 && silent.getAndIncrement() == 0) {
                    to.write(bytes, 0, 10);
                    to.flush();
                    pause();
                }
                to.write(bytes);
            }
        };
        settings = settings(Duration.ofSeconds(2), RETRIES);
        pull();
        everythingIsThere();
        assertThat(notes).anyMatch(note -> note.contains("nothing came"));
    }

    private static void pause() {
        try {
            Thread.sleep(60_000);
        } catch (InterruptedException theTestIsOver) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void contentThatTheCatalogDoesNotKnowIsRefused() {
        ContentId other = ContentId.parse("sha256:" + FakeHub.sha256(config));
        assertThatThrownBy(() -> pull(catalog(new WantedFile("weights.safetensors", "sub/", null, other)), false))
                .isInstanceOf(HubException.class)
                .hasMessageContainingAll(other.toString(), FakeHub.sha256(weights));
    }

    @Test
    void namesThatNobodyKnowsAreNamed() {
        assertThatThrownBy(() ->
                        new ModelPull(catalog(), settings, folder, PullListener.SILENT).plan(List.of("huge"), false))
                .hasMessage("There is no model huge; there are tiny and all");
        assertThatThrownBy(() -> pull(catalog(new WantedFile("lost.bin", "lost.bin", null, null)), false))
                .hasMessage("someone/model at refs/pr/1 has no lost.bin");
    }

    @Test
    void adoptsWhatLiesThereAndOverwritesNothingOfOthers() throws Exception {
        Files.createDirectories(model("sub"));
        Files.write(model("sub/weights.safetensors"), weights);
        pull();
        assertThat(hub.calls).noneMatch(call -> call.equals("GET /someone/model/weights.safetensors"));
        Files.delete(model(Pins.FILE));
        byte[] mine = weights.clone();
        mine[5]++;
        Files.write(model("sub/weights.safetensors"), mine);
        failsWith(Reason.IN_THE_WAY, "weights.safetensors", "move it away");
        Files.write(model("sub/weights.safetensors"), config);
        failsWith(Reason.IN_THE_WAY, "weights.safetensors", "move it away");
        assertThat(model("sub/weights.safetensors")).hasBinaryContent(config);
    }

    @Test
    void mendsWhatItBroughtItself() throws Exception {
        pull();
        byte[] rotten = weights.clone();
        rotten[90_000]++;
        Files.write(model("sub/weights.safetensors"), rotten);
        Files.delete(model("config.json"));
        pull();
        everythingIsThere();
    }

    @Test
    void takesFromTheCacheOfTheHuggingFaceLibraries() throws Exception {
        Path cache = folder.resolve("hub");
        Path in = cache.resolve("models--someone--model");
        Files.createDirectories(in.resolve("blobs"));
        Files.createDirectories(in.resolve("refs/refs/pr"));
        Files.writeString(in.resolve("refs/refs/pr/1"), FakeHub.COMMIT);
        cached(in, "config.json", config, FakeHub.git(config));
        cached(in, "weights.safetensors", weights, FakeHub.sha256(weights));
        byte[] wrong = voice.clone();
        wrong[1]++;
        cached(in, "voices/a b.pt", wrong, FakeHub.sha256(voice));
        settings = settings(Optional.empty(), Optional.of(cache), false);
        pull();
        everythingIsThere();
        assertThat(hub.calls).noneMatch(call -> call.contains("weights.safetensors"));
        assertThat(hub.calls).anyMatch(call -> call.contains("a b.pt"));
    }

    @Test
    void offlineTheCacheIsAllThereIs() throws Exception {
        Path cache = folder.resolve("hub");
        Path in = cache.resolve("models--someone--model");
        Files.createDirectories(in.resolve("refs/refs/pr"));
        Files.writeString(in.resolve("refs/refs/pr/1"), FakeHub.COMMIT);
        cached(in, "config.json", config, FakeHub.git(config));
        settings = settings(Optional.empty(), Optional.of(cache), true);
        pull(catalog(new WantedFile("config.json", "config.json", null, null)), false);
        assertThat(model("config.json")).hasBinaryContent(config);
        failsWith(Reason.UNKNOWN, "weights.safetensors", "HF_HUB_OFFLINE");
        assertThat(hub.calls).isEmpty();
    }

    private static void cached(Path in, String path, byte[] content, String name) throws IOException {
        Path blob = in.resolve("blobs").resolve(name);
        Files.createDirectories(blob.getParent());
        Files.write(blob, content);
        Path link = in.resolve("snapshots").resolve(FakeHub.COMMIT).resolve(path);
        Files.createDirectories(link.getParent());
        Files.createSymbolicLink(link, link.getParent().relativize(blob));
    }

    @Test
    void severalPullsAtOnceFetchEachFileOnce() throws Exception {
        List<Exception> failures = new CopyOnWriteArrayList<>();
        List<Thread> pulls = Stream.generate(() -> new Thread(() -> {
                    try {
                        pull();
                    } catch (Exception e) {
                        failures.add(e);
                    }
                }))
                .limit(4)
                .toList();
        pulls.forEach(Thread::start);
        for (Thread pull : pulls) {
            pull.join();
        }
        assertThat(failures).isEmpty();
        everythingIsThere();
        assertThat(hub.calls.stream().filter(call -> call.startsWith("GET") && call.endsWith("weights.safetensors")))
                .hasSize((weights.length + PIECE - 1) / PIECE);
    }

    @Test
    void updatesOnlyWhenAsked() throws Exception {
        pull();
        byte[] newer = Arrays.copyOf(config, config.length + 1);
        hub.with(REPOSITORY, "config.json", newer);
        pull();
        assertThat(model("config.json")).hasBinaryContent(config);
        pull(catalog(), true);
        assertThat(model("config.json")).hasBinaryContent(newer);
    }
}
