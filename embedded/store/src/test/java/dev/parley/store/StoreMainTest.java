package dev.parley.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.parley.child.ServerProcess;
import io.minio.errors.ErrorResponseException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StoreMainTest {
    private static final Map<String, String> CREDENTIALS =
            Map.of("PARLEY_S3_ACCESS_KEY", Objects.ACCESS, "PARLEY_S3_SECRET_KEY", Objects.SECRET);

    @TempDir
    Path folder;

    @Test
    void killedInTheMiddleOfAPutItKeepsTheOldObjectsAndNothingOfTheNew() throws Exception {
        Path data = folder.resolve("data");
        int port;
        try (ServerProcess first = ServerProcess.run(StoreMain.class, "128m", data, CREDENTIALS)) {
            port = first.ready();
            Objects objects = new Objects("http://127.0.0.1:" + port);
            objects.createBucket();
            objects.put("jobs/j/old", "hello");
            try (HalfAPut hanging = new HalfAPut(objects.presignedPut("jobs/j/new"))) {
                hanging.send();
                await().until(() -> files(data).stream().anyMatch(name -> name.startsWith("new-")));
                assertThat(objects.keys()).as("while it is being written").containsExactly("jobs/j/old");
                first.kill();
            }
        }
        try (ServerProcess second = ServerProcess.run(StoreMain.class, "128m", data, CREDENTIALS)) {
            assertThat(second.ready()).isEqualTo(port);
            Objects objects = new Objects("http://127.0.0.1:" + port);
            assertThat(objects.get("jobs/j/old")).isEqualTo("hello");
            assertThatThrownBy(() -> objects.get("jobs/j/new")).isInstanceOf(ErrorResponseException.class);
            assertThat(objects.keys()).containsExactly("jobs/j/old");
            assertThat(files(data)).as("left on disk").noneMatch(name -> name.startsWith("new"));
            second.terminate();
            assertThat(second.endsWithin(60)).isTrue();
        }
    }

    @Test
    void endsWhenItsStarterIsGone() throws Exception {
        try (ServerProcess store = ServerProcess.run(StoreMain.class, "128m", folder.resolve("data"), CREDENTIALS)) {
            store.ready();
            store.closeItsStdin();
            assertThat(store.endsWithin(60)).isTrue();
            assertThat(store.exitCode()).isZero();
        }
    }

    @Test
    void saysWhyItCannotStart() throws Exception {
        Path notADirectory = Files.writeString(folder.resolve("data"), "a file");
        try (ServerProcess store = ServerProcess.run(StoreMain.class, "128m", notADirectory, CREDENTIALS)) {
            assertThat(store.endsWithin(60)).isTrue();
            assertThat(store.exitCode()).isOne();
            assertThat(folder.resolve("StoreMain.err"))
                    .content()
                    .contains("The store cannot start: cannot use " + notADirectory);
        }
    }

    private static List<String> files(Path data) throws IOException {
        try (Stream<Path> files = Files.walk(data)) {
            return files.map(file -> file.getFileName().toString()).toList();
        }
    }
}
