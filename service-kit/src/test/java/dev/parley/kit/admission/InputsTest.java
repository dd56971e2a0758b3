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
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InputsTest {
    private static final int SIDE = 64;

    @TempDir
    Path folder;

    private final ForgetfulStorage storage = new ForgetfulStorage();
    private final AtomicLong now = new AtomicLong();
    private final Inputs inputs = new Inputs(storage, DefaultConfig.of(LimitsConfig.class), now::get);
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
    void aKnownInputThatWasDeletedIsMissingSomeSecondsLater() {
        storage.kept.clear();
        later(Presence.BELIEVED);
        assertThatThrownBy(() -> inputs.picture(key))
                .isInstanceOf(Inputs.MissingInputException.class)
                .hasMessageContaining(key);
        storage.away = true;
        assertThatThrownBy(() -> inputs.picture(key)).isInstanceOf(StoreException.class);
    }

    /** Of thousands of requests a second for the same inputs, nearly none may cost a call to the store. */
    @Test
    void anInputThatWasSeenLatelyIsNotAskedForAgain() throws Exception {
        int before = storage.asked;
        for (int i = 0; i < 20; i++) {
            inputs.picture(key);
        }
        assertThat(storage.asked).isEqualTo(before);
        later(Presence.BELIEVED);
        for (int i = 0; i < 20; i++) {
            inputs.picture(key);
        }
        assertThat(storage.asked).isEqualTo(before + 1);
    }

    @Test
    void aKnownInputThatWasDeletedIsStoredAgainWhenItComesAgain() throws Exception {
        storage.kept.clear();
        assertThat(inputs.keep(picture)).isEqualTo(key);
        assertThat(storage.kept).containsKey(key);
        assertThat(inputs.picture(key).height()).isEqualTo(SIDE);
    }

    @Test
    void anOldInputIsStoredOnceMoreWhenItComesAgain() {
        int before = storage.puts;
        inputs.keep(picture);
        assertThat(storage.puts).isEqualTo(before);
        storage.old = true;
        inputs.keep(picture);
        assertThat(storage.puts).isEqualTo(before + 1);
    }

    @Test
    void aKnownInputIsTakenWhileTheStoreIsAway() throws Exception {
        storage.away = true;
        later(Presence.BELIEVED);
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
        assertThat(storage.asked - before).isEqualTo(1);
        later(Duration.ofSeconds(5));
        inputs.keep(picture);
        assertThat(storage.asked - before).isEqualTo(2);
    }

    @Test
    void anUnknownInputIsNotTakenWhileTheStoreIsAway() {
        storage.away = true;
        assertThatThrownBy(() -> inputs.keep(new byte[] {1, 2, 3})).isInstanceOf(StoreException.class);
    }

    private void later(Duration time) {
        now.addAndGet(time.toNanos());
    }

    private final class ForgetfulStorage implements InputStorage {
        final Map<String, byte[]> kept = new HashMap<>();
        boolean away;
        boolean old;
        int asked;
        int puts;

        @Override
        public boolean has(String wanted) {
            asked++;
            if (away) {
                throw new StoreException("away", null);
            }
            return kept.containsKey(wanted);
        }

        @Override
        public boolean isOld(String wanted) {
            return old;
        }

        @Override
        public void put(String under, byte[] bytes) {
            puts++;
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
