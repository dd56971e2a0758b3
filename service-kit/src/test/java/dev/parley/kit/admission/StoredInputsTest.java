package dev.parley.kit.admission;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.contracts.ObjectKeys;
import dev.parley.contracts.Sha256;
import dev.parley.kit.store.ObjectStore;
import dev.parley.kit.store.StoreAt;
import dev.parley.kit.store.StoreException;
import dev.parley.store.EmbeddedStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StoredInputsTest {
    @TempDir
    Path folder;

    @Test
    void whatArrivesDamagedIsTheStoresFaultAndNotTheFiles() throws Exception {
        byte[] picture = "picture".getBytes(UTF_8);
        String key = ObjectKeys.input(Sha256.of(picture));
        Path scratch = Files.createDirectory(folder.resolve("scratch"));
        try (EmbeddedStore server =
                EmbeddedStore.start(folder.resolve("store"), StoreAt.ACCESS_KEY, StoreAt.SECRET_KEY)) {
            ObjectStore store = new ObjectStore(StoreAt.of(server));
            store.ensureBucket();
            StoredInputs inputs = new StoredInputs(store, new ScratchFiles(scratch), Clock.systemUTC());

            inputs.put(key, picture);
            long seen = inputs.open(key, file -> file.toFile().length());
            assertThat(seen).isEqualTo(picture.length);

            store.put(key, "pickure".getBytes(UTF_8), "image/png");
            assertThatThrownBy(() -> inputs.open(key, file -> file))
                    .isInstanceOf(StoreException.class)
                    .hasMessageContaining(key)
                    .hasMessageContaining("damaged");
        }
        assertThat(scratch).isEmptyDirectory();
    }
}
