package dev.parley.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DecodingRoomTest {
    @TempDir
    private Path folder;

    @Test
    void whatNeedsMoreThanThereIsHasItAlone() {
        try (DecodingRoom all = DecodingRoom.take(Long.MAX_VALUE)) {
            assertThat(all).isNotNull();
            assertThat(DecodingRoom.freeMib()).isZero();
        }
        assertThat(DecodingRoom.freeMib()).isEqualTo(DecodingRoom.ALL_MIB);
    }

    @Test
    void aPictureWaitsForRoom() throws Exception {
        CountDownLatch seen = new CountDownLatch(1);
        Thread looker = new Thread(() -> {
            try {
                Pictures.inspect(TestFiles.resource("corners.png"), Limits.DEFAULT);
                seen.countDown();
            } catch (MediaException e) {
                throw new AssertionError(e);
            }
        });
        try (DecodingRoom all = DecodingRoom.take(Long.MAX_VALUE)) {
            assertThat(all).isNotNull();
            looker.start();
            while (looker.getState() != Thread.State.TIMED_WAITING) {
                Thread.onSpinWait();
            }
            assertThat(seen.getCount()).isOne();
        }
        seen.await();
    }

    @Test
    void whoIsInterruptedGetsNone() {
        try (DecodingRoom all = DecodingRoom.take(Long.MAX_VALUE)) {
            assertThat(all).isNotNull();
            Thread.currentThread().interrupt();
            assertThatThrownBy(() -> DecodingRoom.take(1)).isInstanceOf(NoRoomException.class);
            assertThat(Thread.interrupted()).isTrue();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"corners.png", "corners.heic", "corners.avif", "film.mp4"})
    void roomIsGivenBackWhateverComesOfAFile(String name) throws MediaException {
        byte[] whole = TestFiles.readAll(TestFiles.resource(name));
        for (int percent : new int[] {100, 80, 50, 10}) {
            Path file = TestFiles.write(folder.resolve(name), TestFiles.cut(whole, percent));
            try {
                if (name.endsWith("mp4")) {
                    new GrayFrames(file, Long.MAX_VALUE).close();
                } else {
                    Pictures.read(file, Limits.DEFAULT);
                }
            } catch (MediaException cutOff) {
                assertThat(percent).isLessThan(100);
            }
            assertThat(DecodingRoom.freeMib()).isEqualTo(DecodingRoom.ALL_MIB);
        }
    }
}
