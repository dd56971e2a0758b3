package dev.parley.hub;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Processes that are killed anywhere while they pull; {@code -Dpull.kills=200} kills more of them than a build does. */
class KilledPullTest {
    private static final int KILLS = Integer.getInteger("pull.kills", 6);
    private static final long LONGEST_WORK_MS = 600;
    private static final Map<String, Integer> SIZES =
            Map.of("a.bin", 2_000_003, "b.bin", 1_000_000, "c.bin", 123, "d.bin", 0);

    @TempDir
    Path folder;

    private final AtomicInteger sent = new AtomicInteger();

    @Test
    void everyFileIsByteExactOrNotThereWheneverAPullDies() throws Exception {
        try (FakeHub hub = new FakeHub()) {
            SIZES.forEach((name, bytes) -> hub.with(PullProgram.REPOSITORY, name, content(bytes)));
            hub.weather = storms(hub);
            int half = 0;
            for (int kill = 0; kill < KILLS; kill++) {
                int before = sent.get();
                Process process = pull(hub);
                while (process.isAlive() && sent.get() == before) {
                    Thread.sleep(2);
                }
                if (process.waitFor(ThreadLocalRandom.current().nextLong(LONGEST_WORK_MS), TimeUnit.MILLISECONDS)) {
                    assertThat(process.exitValue()).as(log()).isZero();
                    Files.deleteIfExists(target("a.bin"));
                    Files.deleteIfExists(target("b.bin"));
                } else {
                    process.destroyForcibly().waitFor();
                    half += Files.isDirectory(folder.resolve("model/.pull")) ? 1 : 0;
                }
                for (String name : SIZES.keySet()) {
                    assertExactOrAbsent(name);
                }
            }
            Process last = pull(hub);
            assertThat(last.waitFor(120, TimeUnit.SECONDS)).isTrue();
            assertThat(last.exitValue()).as(log()).isZero();
            for (String name : SIZES.keySet()) {
                assertThat(target(name)).hasBinaryContent(content(SIZES.get(name)));
            }
            assertThat(half).as("pulls killed at work").isPositive();
            System.out.printf("%d pulls, %d of them killed at work%n", KILLS, half);
        }
    }

    /** Slow, and now and then busy, broken off, expired or damaged. */
    private FakeHub.Weather storms(FakeHub hub) {
        return new FakeHub.Weather() {
            @Override
            public void send(OutputStream to, byte[] bytes) throws IOException {
                int number = sent.incrementAndGet();
                if (number % 17 == 0) {
                    hub.expire();
                }
                if (number % 211 == 0) {
                    bytes[bytes.length / 2]++;
                }
                int length = number % 7 == 0 ? bytes.length / 2 : bytes.length;
                for (int at = 0; at < length; at += 10_000) {
                    to.write(bytes, at, Math.min(10_000, length - at));
                    to.flush();
                    breathe();
                }
            }
        };
    }

    private static void breathe() {
        try {
            Thread.sleep(2);
        } catch (InterruptedException theTestIsOver) {
            Thread.currentThread().interrupt();
        }
    }

    private Process pull(FakeHub hub) throws IOException {
        return PullProgram.start(hub, folder, folder.resolve("log"));
    }

    private String log() throws IOException {
        return Files.readString(folder.resolve("log"));
    }

    private void assertExactOrAbsent(String name) throws IOException {
        if (Files.exists(target(name))) {
            assertThat(target(name)).hasBinaryContent(content(SIZES.get(name)));
        }
    }

    private Path target(String name) {
        return folder.resolve("model/files").resolve(name);
    }

    private static byte[] content(int bytes) {
        byte[] content = new byte[bytes];
        new Random(bytes).nextBytes(content);
        return content;
    }
}
