package dev.parley.kit.admission;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.kit.store.StoreException;
import dev.parley.media.MediaException;
import dev.parley.media.Picture;
import dev.parley.media.Pictures;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InputsTest {
    private static final int SIDE = 64;

    @TempDir
    Path folder;

    private final ForgetfulStorage storage = new ForgetfulStorage();
    private final Inputs inputs = new Inputs(storage, DefaultConfig.of(LimitsConfig.class));
    private byte[] picture;
    private String key;

    @BeforeEach
    void aPictureThatIsKnown() throws Exception {
        byte[] rgb = new byte[SIDE * SIDE * 3];
        for (int i = 0; i < rgb.length; i++) {
            rgb[i] = (byte) (i * 31);
        }
        picture = Pictures.png(new Picture(SIDE, SIDE, rgb));
        key = inputs.keep(picture);
        assertThat(inputs.picture(key).width()).isEqualTo(SIDE);
    }

    @Test
    void aKnownInputThatWasDeletedIsMissing() {
        storage.kept.clear();
        assertThatThrownBy(() -> inputs.picture(key))
                .isInstanceOf(Inputs.MissingInputException.class)
                .hasMessageContaining(key);
    }

    @Test
    void aKnownInputThatWasDeletedIsStoredAgainWhenItComesAgain() throws Exception {
        storage.kept.clear();
        assertThat(inputs.keep(picture)).isEqualTo(key);
        assertThat(storage.kept).containsKey(key);
        assertThat(inputs.picture(key).height()).isEqualTo(SIDE);
    }

    @Test
    void aKnownInputIsTakenWhileTheStoreIsAway() throws Exception {
        storage.away = true;
        assertThat(inputs.keep(picture)).isEqualTo(key);
        assertThat(inputs.picture(key).height()).isEqualTo(SIDE);
    }

    @Test
    void aStoreThatIsAwayIsNotAskedForEveryInputOfARequest() {
        storage.away = true;
        int before = storage.asked;
        for (int i = 0; i < 20; i++) {
            inputs.keep(picture);
        }
        // More than one only where this takes longer than the pause between two questions.
        assertThat(storage.asked - before).isBetween(1, 10);
    }

    private final class ForgetfulStorage implements InputStorage {
        final Map<String, byte[]> kept = new HashMap<>();
        boolean away;
        int asked;

        @Override
        public boolean has(String wanted) {
            asked++;
            if (away) {
                throw new StoreException("away", null);
            }
            return kept.containsKey(wanted);
        }

        @Override
        public void put(String under, byte[] bytes) {
            kept.put(under, bytes);
        }

        @Override
        public void put(String under, Path file) {
            try {
                put(under, Files.readAllBytes(file));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public <T> T open(String wanted, Look<T> look) throws MediaException, Inputs.MissingInputException {
            if (!has(wanted)) {
                throw new Inputs.MissingInputException(wanted);
            }
            try {
                return look.at(Files.write(folder.resolve("input"), kept.get(wanted)));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
