package dev.parley.kit.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A store whose process is frozen: the kernel takes connections and bytes for it, and nothing ever comes back. */
class HangingStoreTest {
    private static final int MORE_THAN_THE_KERNEL_TAKES = 31 << 20;
    private static final int AT_ONCE = 24;
    private static final Duration SILENCE = Duration.ofSeconds(3);
    /** The time for joining parts is not reached; one turn for all calls, not one after another. */
    private static final long BOUND_SECONDS = 40;

    @TempDir
    Path folder;

    private final ExecutorService callers = Executors.newCachedThreadPool();
    private ServerSocket frozen;
    private ObjectStore store;

    @BeforeEach
    void listen() throws Exception {
        frozen = new ServerSocket(0, AT_ONCE + 8, InetAddress.getLoopbackAddress());
        store = new ObjectStore(new StoreAt("http://127.0.0.1:" + frozen.getLocalPort()), SILENCE);
    }

    @AfterEach
    void close() throws Exception {
        callers.shutdownNow();
        frozen.close();
    }

    @Test
    void everyCallFailsWithinABoundAlsoWhereManyWait() throws Exception {
        Path large = Files.write(folder.resolve("large"), new byte[MORE_THAN_THE_KERNEL_TAKES]);
        List<CompletableFuture<Void>> calls = new ArrayList<>();
        for (int i = 0; i < AT_ONCE; i++) {
            calls.add(failing(() -> store.get("key")));
        }
        calls.add(failing(() -> store.put("key", new byte[10], "x/y")));
        calls.add(failing(() -> store.put("key", large, "x/y", Map.of())));
        calls.add(failing(() -> store.putIfAbsent("key", new byte[10], "x/y")));
        calls.add(failing(() -> store.download("key", folder.resolve("copy"))));
        calls.add(failing(() -> store.open("key", 0, 10)));
        calls.add(failing(() -> store.list("folder/")));
        calls.add(failing(() -> store.delete("key")));
        calls.add(failing(store::feelPulse));
        CompletableFuture.allOf(calls.toArray(CompletableFuture[]::new)).get(BOUND_SECONDS, TimeUnit.SECONDS);
        assertThat(folder.resolve("copy")).doesNotExist();
        assertThat(folder.resolve("copy.part")).doesNotExist();
    }

    @Test
    void saysInPlainWordsThatNothingCame() throws Exception {
        assertThatThrownBy(() -> store.get("key")).hasMessage("Cannot get key: the store gave no answer in time");

        CompletableFuture<Void> closing = CompletableFuture.runAsync(this::closeAll, callers);
        try {
            assertThatThrownBy(() -> store.get("key"))
                    .hasMessage("Cannot get key: the store closed the connection before it had answered");
        } finally {
            frozen.close();
            closing.get(BOUND_SECONDS, TimeUnit.SECONDS);
        }
    }

    /** Takes calls and hangs up. */
    private void closeAll() {
        byte[] request = new byte[1 << 16];
        while (!frozen.isClosed()) {
            try (Socket call = frozen.accept()) {
                call.getInputStream().read(request);
            } catch (IOException closed) {
                // The test is over, or its client has left.
            }
        }
    }

    private CompletableFuture<Void> failing(ThrowingCallable call) {
        return CompletableFuture.runAsync(() -> assertThatThrownBy(call).isInstanceOf(StoreException.class), callers);
    }
}
