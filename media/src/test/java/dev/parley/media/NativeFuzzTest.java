package dev.parley.media;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.media.WatchedReader.Bounds;
import dev.parley.media.WatchedReader.Finding;
import java.io.IOException;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A few of the files that {@code tools/fuzz/run native} makes by the thousand, and that it would notice. */
class NativeFuzzTest {
    private static final Duration LONG = Duration.ofMinutes(5);

    @TempDir
    private Path folder;

    @Test
    void spoiltFilesAreReadOrRefused() throws Exception {
        NativeFuzz fuzz = new NativeFuzz(folder, 15);
        assertThat(fuzz.run(0, 200, LONG)).isEmpty();
        assertThat(fuzz.inputs()).isEqualTo(200);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "echo begin 7; kill -SEGV $$; 30000; 9000; crash by signal 11",
                "echo begin 7; exit 3; 30000; 9000; ended with status 3",
                "echo begin 7; echo fault odd; 30000; 9000; odd",
                "echo begin 7; exec sleep 60; 200; 9000; not done after",
                "echo begin 7; exec sleep 60; 30000; 0; takes 1 MiB",
                "echo begin 7; echo end 1 9999999 psv; 30000; 9000; took 9765 MiB"
            })
    void whatGoesWrongIsNoticed(String first, String then, long millis, long mib, String what) throws Exception {
        List<Finding> found = Collections.synchronizedList(new ArrayList<>());
        WatchedReader reader =
                new WatchedReader(new Bounds(Duration.ofMillis(millis), mib), found::add, new FuzzFigures());
        reader.watch(new ProcessBuilder("sh", "-c", first + ";" + then), System.nanoTime() + LONG.toNanos());
        assertThat(found).isNotEmpty().allSatisfy(finding -> assertThat(finding.what())
                .startsWith(what));
        assertThat(found.get(found.size() - 1).number()).isEqualTo(7);
    }

    @Test
    void whoOpensWhatAFileAsksForIsNoticed() throws Exception {
        BlockingQueue<String> found = new LinkedBlockingQueue<>();
        try (FuzzCanaries canaries = new FuzzCanaries(folder, found::add)) {
            Files.newInputStream(canaries.file()).close();
            assertThat(found.poll(1, TimeUnit.MINUTES)).contains("file");
            new Socket(canaries.address(), canaries.port()).close();
            String next = found.poll(1, TimeUnit.MINUTES);
            while (next != null && next.contains("file")) { // one look may be several events
                next = found.poll(1, TimeUnit.MINUTES);
            }
            assertThat(next).contains("connection");
        }
    }

    @Test
    void theSameSeedMakesTheSameFile() {
        List<byte[]> files = List.of(TestFiles.readAll(TestFiles.resource("tone.ogg")), TestFiles.tone(16_000, 1));
        for (int seed = 0; seed < 50; seed++) {
            byte[] one = new Mutation(new SplittableRandom(seed), files).next();
            assertThat(new Mutation(new SplittableRandom(seed), files).next()).isEqualTo(one);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"tone.ogg", "tone.opus", "corners.png"})
    void checksumsAreThoseOfTheFormat(String name) throws IOException {
        byte[] whole = TestFiles.readAll(TestFiles.resource(name));
        assertThat(Mutation.withChecksums(whole)).isEqualTo(whole);
    }
}
