package dev.parley.worker.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WorkFoldersTest {
    @TempDir
    Path parent;

    private List<String> folders() throws Exception {
        try (Stream<Path> found = Files.list(parent)) {
            return found.filter(Files::isDirectory)
                    .map(path -> path.getFileName().toString())
                    .toList();
        }
    }

    @Test
    void whatADeadWorkerLeftIsDeletedAndALivingOnesStays() throws Exception {
        Path dead = Files.createDirectories(parent.resolve("parley-worker-dead/attempt-1"));
        Files.writeString(dead.resolve("half.m4s.part"), "half");
        Files.writeString(dead.getParent().resolve("lock"), "");
        Path foreign = Files.createDirectories(parent.resolve("somebody-elses"));
        try (WorkFolders living = WorkFolders.open(parent)) {
            WorkFolders.WorkFolder attempt = living.create();
            try (WorkFolders second = WorkFolders.open(parent)) {
                assertThat(second.create().path()).isDirectory();
                assertThat(attempt.path()).isDirectory();
                assertThat(dead).doesNotExist();
            }
        }
        assertThat(foreign).isDirectory();
        assertThat(folders()).containsExactly("somebody-elses");
    }

    @Test
    void anAttemptLeavesNothing() throws Exception {
        try (WorkFolders folders = WorkFolders.open(parent)) {
            Path path;
            try (WorkFolders.WorkFolder attempt = folders.create()) {
                path = attempt.path();
                Files.writeString(path.resolve("00000.m4s.part"), "half");
            }
            assertThat(path).doesNotExist();
        }
    }
}
