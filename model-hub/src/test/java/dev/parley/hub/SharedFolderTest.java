package dev.parley.hub;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Processes that pull the same files into one folder at once. */
@Timeout(value = 2, unit = TimeUnit.MINUTES)
class SharedFolderTest {
    private static final int PIECES = 30;
    private static final int CONNECTIONS = PullProgram.CONNECTIONS;
    private static final byte[] LARGE = content(PIECES * PullProgram.PIECE);
    private static final byte[] SMALL = content(123);
    private static final String WAITING = "waiting for another pull of files/a.bin";
    private static final String LARGE_FILE = "GET /" + PullProgram.REPOSITORY + "/a.bin";

    @TempDir
    Path folder;

    private final List<Process> pulls = new ArrayList<>();
    /** Pieces that the hub may still send. */
    private final Semaphore allowed = new Semaphore(0);

    private FakeHub hub;

    @BeforeEach
    void aSlowHub() throws IOException {
        hub = new FakeHub().with(PullProgram.REPOSITORY, "a.bin", LARGE).with(PullProgram.REPOSITORY, "b.bin", SMALL);
        hub.weather = new FakeHub.Weather() {
            @Override
            public void send(OutputStream to, byte[] bytes) throws IOException {
                pause(20);
                allowed.acquireUninterruptibly();
                to.write(bytes);
            }
        };
    }

    @AfterEach
    void close() {
        pulls.forEach(Process::destroyForcibly);
        hub.close();
    }

    @Test
    void eachFileIsBroughtOnce() throws Exception {
        allowed.release(1000);
        for (int i = 0; i < 3; i++) {
            start(i);
        }
        for (int i = 0; i < 3; i++) {
            assertThat(pulls.get(i).waitFor()).as(log(i)).isZero();
        }
        assertEverythingIsThere();
        assertThat(hub.calls).filteredOn(LARGE_FILE::equals).hasSize(PIECES);
    }

    @Test
    void whoeverWaitsGoesOnWhereAnotherWasKilled() throws Exception {
        allowed.release(PIECES / 2);
        start(0);
        Awaitility.await().until(() -> allowed.availablePermits() == 0);
        start(1);
        Awaitility.await().until(() -> log(1).contains(WAITING));
        assertThat(pulls.get(0).isAlive()).as(log(0)).isTrue();
        pulls.get(0).destroyForcibly().waitFor();
        allowed.release(1000);
        assertThat(pulls.get(1).waitFor()).as(log(1)).isZero();
        assertEverythingIsThere();
        assertThat(hub.calls)
                .as("pieces that were complete are not fetched again")
                .filteredOn(LARGE_FILE::equals)
                .hasSizeLessThanOrEqualTo(PIECES + 2 * CONNECTIONS);
    }

    private void start(int number) throws IOException {
        pulls.add(PullProgram.start(hub, folder, folder.resolve("log" + number)));
    }

    private String log(int number) throws IOException {
        return Files.readString(folder.resolve("log" + number));
    }

    private void assertEverythingIsThere() throws IOException {
        Path files = folder.resolve("model/files");
        assertThat(files.resolve("a.bin")).hasBinaryContent(LARGE);
        assertThat(files.resolve("b.bin")).hasBinaryContent(SMALL);
        ModelCatalog none = new ModelCatalog(List.of());
        assertThat(new ModelShelf(none, folder).list()).singleElement().satisfies(model -> {
            assertThat(model.files()).hasSize(2);
            assertThat(model.isRight()).isTrue();
            assertThat(model.partialBytes()).isZero();
        });
    }

    private static void pause(int millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException theTestIsOver) {
            Thread.currentThread().interrupt();
        }
    }

    private static byte[] content(int bytes) {
        byte[] content = new byte[bytes];
        new Random(bytes).nextBytes(content);
        return content;
    }
}
