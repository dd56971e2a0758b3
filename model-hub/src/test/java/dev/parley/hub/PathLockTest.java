package dev.parley.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PathLockTest {
    private static final Path OPEN_FILES = Path.of("/proc/self/fd");

    @TempDir
    Path folder;

    @Test
    void nobodyElseHasItMeanwhile() throws Exception {
        Path file = folder.resolve("made").resolve("lock");
        List<String> done = new ArrayList<>();
        PathLock.alone(file, () -> done.add("waited"), () -> {
            assertThat(PathLock.attempt(file)).isEmpty();
            done.add("worked");
        });
        assertThat(done).containsExactly("worked");
        try (PathLock again = PathLock.attempt(file).orElseThrow()) {
            assertThat(again).isNotNull();
        }
    }

    @Test
    void aLockThatFailsLeavesNothingOpenAndNobodyWaiting() throws Exception {
        assumeTrue(Files.isDirectory(OPEN_FILES));
        Path file = folder.resolve("lock");
        try (FileChannel other = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            assertThat(other.lock()).isNotNull();
            assertThatThrownBy(() -> PathLock.alone(file, () -> {}, () -> {}))
                    .isInstanceOf(OverlappingFileLockException.class);
            assertThat(open(file)).isEqualTo(1);
        }
        PathLock.attempt(file).orElseThrow().close();
        assertThat(open(file)).isZero();
    }

    private static long open(Path file) throws IOException {
        try (Stream<Path> files = Files.list(OPEN_FILES)) {
            return files.filter(fd -> leadsTo(file, fd)).count();
        }
    }

    private static boolean leadsTo(Path file, Path fd) {
        try {
            return Files.readSymbolicLink(fd).equals(file.toRealPath());
        } catch (IOException closedMeanwhile) {
            return false;
        }
    }
}
