package dev.parley.cli.farm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataFolderTest {
    @TempDir
    Path folder;

    private final List<String> told = new ArrayList<>();

    @Test
    void aNewOneIsItsOwnersOnly() throws Exception {
        Path data = folder.resolve("deep").resolve("data");
        DataFolder.prepare(data, told::add);
        assertThat(rights(data)).isEqualTo("rwx------");
        assertThat(rights(DataFolder.within(data, "work", "worker"))).isEqualTo("rwx------");
        assertThat(told).isEmpty();
    }

    @Test
    void oneThatWasOpenIsClosedAndSaysSo() throws Exception {
        Path data = open("data", "rwxr-xr-x");
        Files.createFile(data.resolve("owner.lock"));
        Files.createDirectory(data.resolve("store"));
        DataFolder.prepare(data, told::add);
        assertThat(rights(data)).isEqualTo("rwx------");
        assertThat(told).containsExactly(data + " was accessible to other users (rwxr-xr-x); it is now private");
    }

    @Test
    void aFolderOfOthersIsNotClosedButRefused() throws Exception {
        Path data = open("shared", "rwxrwxrwx");
        Files.createFile(data.resolve("thesis.odt"));
        assertThatThrownBy(() -> DataFolder.prepare(data, told::add))
                .isInstanceOf(FarmStartException.class)
                .hasMessageContaining("contains files that are not Parley's ('thesis.odt')");
        assertThat(rights(data)).isEqualTo("rwxrwxrwx");
    }

    @Test
    void aClosedFolderMayHoldAnything() throws Exception {
        Path data = open("own", "rwx------");
        Files.createFile(data.resolve("notes.txt"));
        DataFolder.prepare(data, told::add);
        assertThat(told).isEmpty();
    }

    private Path open(String name, String rights) throws IOException {
        Path data = Files.createDirectory(folder.resolve(name));
        return Files.setPosixFilePermissions(data, PosixFilePermissions.fromString(rights));
    }

    private static String rights(Path file) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
    }
}
