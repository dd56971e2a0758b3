package dev.parley.assembler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.contracts.JobId;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WorkDirTest {
    private static final JobId JOB = JobId.create(Instant.EPOCH);

    @TempDir
    Path parent;

    @Test
    void aFolderIsGoneWhenItIsClosed() throws Exception {
        WorkDir dir = opened();
        Path folder;
        try (WorkDir.Folder job = dir.folder(JOB)) {
            folder = job.path();
            Files.writeString(job.file("video.mp4"), "bytes");
        }
        assertThat(folder).doesNotExist();
    }

    @Test
    void whatADeadProcessLeftIsDeletedAtStart() throws Exception {
        Path left = Files.createDirectories(parent.resolve("parley-assembler-dead/job"));
        Files.writeString(left.resolve("video.mp4.part"), "half");
        Files.createFile(parent.resolve("parley-assembler-dead.lock"));
        opened();
        assertThat(parent.resolve("parley-assembler-dead")).doesNotExist();
        assertThat(parent.resolve("parley-assembler-dead.lock")).doesNotExist();
    }

    @Test
    void whatALivingProcessWorksOnIsLeftAlone() throws Exception {
        WorkDir.Folder job = opened().folder(JOB);
        Path file = Files.writeString(job.file("video.mp4"), "bytes");
        opened();
        assertThat(file).exists();
    }

    @Test
    void otherPeoplesFilesAreLeftAlone() throws Exception {
        Path other = Files.writeString(parent.resolve("precious.lock"), "bytes");
        opened();
        assertThat(other).exists();
    }

    @Test
    void nothingIsLeftAfterClosing() throws Exception {
        WorkDir dir = opened();
        dir.folder(JOB);
        dir.close();
        assertThat(parent).isEmptyDirectory();
    }

    @Test
    void aJobThatNeedsMoreThanTheDiskHasIsGivenBack() throws Exception {
        WorkDir dir = opened();
        assertThatThrownBy(() -> dir.requireRoom(Long.MAX_VALUE))
                .isInstanceOf(UnavailableException.class)
                .hasMessageContaining("bytes free");
    }

    private WorkDir opened() throws Exception {
        WorkDir dir = new WorkDir(parent);
        dir.open();
        return dir;
    }
}
