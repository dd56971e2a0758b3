package dev.parley.worker.multitalk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ResidentTest {
    private final List<String> happened = new ArrayList<>();
    private final Resident<String, AutoCloseable> resident = new Resident<>(this::open);

    private AutoCloseable open(String how) throws IOException {
        if (how.equals("broken")) {
            throw new IOException("cannot");
        }
        happened.add("open " + how);
        return () -> happened.add("close " + how);
    }

    @Test
    void whatIsOpenStaysOpen() throws Exception {
        assertThat(resident.get("a")).isSameAs(resident.get("a"));
        assertThat(happened).containsExactly("open a");
    }

    @Test
    void thereIsNeverRoomForTwo() throws Exception {
        resident.get("a");
        resident.get("b");
        resident.get("a");
        assertThat(happened).containsExactly("open a", "close a", "open b", "close b", "open a");
    }

    @Test
    void afterAFailureItIsOpenedAnew() throws Exception {
        resident.get("a");
        assertThatThrownBy(() -> resident.get("broken")).hasMessage("cannot");
        resident.get("a");
        assertThat(happened).containsExactly("open a", "close a", "open a");
    }

    @Test
    void closesOnce() throws Exception {
        resident.get("a");
        resident.close();
        resident.close();
        assertThat(happened).containsExactly("open a", "close a");
    }
}
