package dev.parley.kokoro;

import static java.nio.file.StandardCopyOption.REPLACE_EXISTING;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.parley.multitalk.internal.torch.Torch;
import dev.parley.speech.SpeechVoice;
import dev.parley.speech.SpokenSentence;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/**
 * The voices as they were published, in npm's kokoro-js: 27 MB, fetched once into {@code target}. {@code mvn test -pl kokoro
 * -Dtest=PublishedVoicesTest -Dpublished.voices}
 */
@EnabledIfSystemProperty(
        named = "published.voices",
        matches = ".*",
        disabledReason = "fetches 27 MB from registry.npmjs.org; -Dpublished.voices runs it")
class PublishedVoicesTest {
    private static final URI PACKAGE = URI.create("https://registry.npmjs.org/kokoro-js/-/kokoro-js-1.2.1.tgz");
    private static final String SHA_256 = "1f0d0383ef0349af0bd9440d81dc12abbea3a5392eb645283eda876f537f5860";
    private static final Path CACHE = Path.of("target", "kokoro-js");

    /** 54 voices; those that begin with a or b speak English. */
    private static final int ALL = 54;

    private static final int ENGLISH = 28;
    private static final int LENGTHS = 510;

    private static Torch torch;
    private static List<Path> files;

    @BeforeAll
    static void fetch() throws Exception {
        Path archive = CACHE.resolve("kokoro-js-1.2.1.tgz");
        if (!Files.exists(archive) || !digest(archive).equals(SHA_256)) {
            Files.createDirectories(CACHE);
            download(archive);
            assertThat(digest(archive)).as("SHA-256 of %s", PACKAGE).isEqualTo(SHA_256);
        }
        unpack(archive);
        try (Stream<Path> found = Files.list(CACHE.resolve("voices"))) {
            files = found.sorted().toList();
        }
        torch = Torch.open("cpu");
    }

    private static void download(Path archive) throws InterruptedException {
        HttpClient client =
                HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(30)).build();
        HttpRequest request =
                HttpRequest.newBuilder(PACKAGE).timeout(Duration.ofMinutes(10)).build();
        Path part = archive.resolveSibling("part");
        try {
            int status =
                    client.send(request, HttpResponse.BodyHandlers.ofFile(part)).statusCode();
            assumeTrue(status == 200, PACKAGE + " answers " + status);
            Files.move(part, archive, REPLACE_EXISTING);
        } catch (IOException e) {
            assumeTrue(false, PACKAGE + " cannot be fetched: " + e);
        }
    }

    private static String digest(Path file) throws IOException, GeneralSecurityException {
        MessageDigest sha = MessageDigest.getInstance("SHA-256");
        try (InputStream in = new DigestInputStream(Files.newInputStream(file), sha)) {
            in.transferTo(OutputStream.nullOutputStream());
        }
        return HexFormat.of().formatHex(sha.digest());
    }

    private static void unpack(Path archive) throws IOException, InterruptedException {
        Process tar = new ProcessBuilder(
                        "tar",
                        "-xzf",
                        archive.toString(),
                        "-C",
                        CACHE.toString(),
                        "--strip-components=1",
                        "package/voices")
                .inheritIO()
                .start();
        assertThat(tar.waitFor()).as("tar").isZero();
    }

    @AfterAll
    static void close() {
        if (torch != null) {
            torch.close();
        }
    }

    /** A style of random bytes, or of the wrong byte order, would be beyond any of these bounds. */
    @Test
    void eachIsAStyleForEachLengthOfAText() throws IOException {
        assertThat(files).hasSize(ALL);
        for (Path file : files) {
            assertThat(file).hasSize((long) LENGTHS * KokoroModel.STYLE * Float.BYTES);
            VoiceFile voice = VoiceFile.read(file, torch);
            for (int phonemes = 1; phonemes <= LENGTHS; phonemes++) {
                float[] style = voice.row(phonemes);
                assertThat(style).hasSize(KokoroModel.STYLE);
                assertThat(norm(style)).as("%s, %d phonemes", file, phonemes).isBetween(1.0, 20.0);
            }
        }
    }

    private static double norm(float[] style) {
        double sum = 0;
        for (float value : style) {
            sum += (double) value * value;
        }
        return Math.sqrt(sum);
    }

    @Test
    void aTextOfNPhonemesHasTheNthStyle() throws IOException {
        for (Path file : files) {
            VoiceFile voice = VoiceFile.read(file, torch);
            ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
            for (int phonemes : new int[] {1, 2, 37, 509, LENGTHS}) {
                float[] expected = new float[KokoroModel.STYLE];
                bytes.position((phonemes - 1) * KokoroModel.STYLE * Float.BYTES)
                        .asFloatBuffer()
                        .get(expected);
                assertThat(voice.row(phonemes)).isEqualTo(expected);
            }
            assertThat(voice.row(LENGTHS + 1)).isEqualTo(voice.row(LENGTHS));
            assertThat(voice.row(1)).isNotEqualTo(voice.row(LENGTHS));
        }
    }

    @Test
    void noTwoVoicesAreTheSame() throws IOException {
        Set<List<Float>> styles = new HashSet<>();
        for (Path file : files) {
            float[] style = VoiceFile.read(file, torch).row(100);
            styles.add(Stream.iterate(0, i -> i + 1)
                    .limit(style.length)
                    .map(i -> style[i])
                    .toList());
        }
        assertThat(styles).hasSize(ALL);
    }

    /** With a small model of random weights: the words cannot be understood, but voices and files are what they must be. */
    @Test
    void aFolderOfThemOffersTheEnglishOnesAndSpeaks() throws Exception {
        Path golden = KokoroGoldenTest.golden("weights/Kokoro-82M");
        for (String file : List.of("kokoro-v1_0.pth", "config.json")) {
            Files.copy(golden.resolve(file), CACHE.resolve(file), REPLACE_EXISTING);
        }
        try (Kokoro kokoro = Kokoro.open(CACHE, List.of(), 1)) {
            List<SpeechVoice> voices = kokoro.voices();
            assertThat(voices).hasSize(ENGLISH).extracting(SpeechVoice::name).contains("af_heart", "bm_lewis");
            for (SpeechVoice voice : List.of(voices.get(0), voices.get(ENGLISH - 1))) {
                SpokenSentence spoken = kokoro.speak(voice.name(), "Hello there, how are you?");
                assertThat(spoken.seconds()).isPositive();
                assertThat(spoken.words()).hasSize(5);
            }
        }
    }
}
