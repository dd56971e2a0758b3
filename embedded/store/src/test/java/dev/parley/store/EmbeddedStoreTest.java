package dev.parley.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.minio.StatObjectResponse;
import io.minio.errors.ErrorResponseException;
import java.io.ByteArrayInputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedStoreTest {
    @TempDir
    Path folder;

    @Test
    void aConditionalPutHasExactlyOneWinnerHoweverManyRace() throws Exception {
        int writers = 4;
        ExecutorService pool = Executors.newFixedThreadPool(writers);
        try (EmbeddedStore store = start()) {
            Objects objects = client(store);
            for (int round = 0; round < 200; round++) {
                String key = "jobs/j/chunks/%05d.json".formatted(round);
                CyclicBarrier together = new CyclicBarrier(writers);
                List<Future<Boolean>> races = new ArrayList<>();
                for (int writer = 0; writer < writers; writer++) {
                    String text = "writer " + writer;
                    races.add(pool.submit(() -> {
                        together.await();
                        return objects.putIfAbsent(key, text);
                    }));
                }
                List<String> winners = new ArrayList<>();
                for (int writer = 0; writer < writers; writer++) {
                    if (races.get(writer).get()) {
                        winners.add("writer " + writer);
                    }
                }
                assertThat(winners).as(key).hasSize(1);
                assertThat(objects.get(key)).as(key).isEqualTo(winners.get(0));
            }
        } finally {
            pool.shutdownNow();
        }
    }

    @Test
    void metadataAndContentTypeComeBack() throws Exception {
        try (EmbeddedStore store = start()) {
            Objects objects = client(store);
            objects.put("videos/v.mp4", new ByteArrayInputStream(new byte[3]), 3, Map.of("frames", "81"));
            StatObjectResponse found = objects.stat("videos/v.mp4");
            assertThat(found.size()).isEqualTo(3);
            assertThat(found.contentType()).isEqualTo("text/plain");
            assertThat(found.headers().get("x-amz-meta-frames")).isEqualTo("81");
        }
    }

    @Test
    void aSecondStartFindsPortAndObjectsOfTheFirst() throws Exception {
        int port;
        try (EmbeddedStore first = start()) {
            port = first.port();
            client(first).put("a", "hello");
        }
        try (EmbeddedStore second = start()) {
            assertThat(second.port()).isEqualTo(port);
            assertThat(client(second).get("a")).isEqualTo("hello");
        }
    }

    @Test
    void aPortThatNowBelongsToSomebodyElseIsChosenAnew() throws Exception {
        int port;
        try (EmbeddedStore first = start()) {
            port = first.port();
            client(first).put("a", "hello");
        }
        try (ServerSocket foreign = new ServerSocket(port, 1, InetAddress.getLoopbackAddress());
                EmbeddedStore second = start()) {
            assertThat(second.port()).isNotEqualTo(foreign.getLocalPort());
            assertThat(client(second).get("a")).isEqualTo("hello");
        }
    }

    @Test
    void aDirectoryHasOneStoreAtATime() throws Exception {
        try (EmbeddedStore running = start()) {
            assertThatThrownBy(this::start)
                    .isInstanceOf(StoreStartException.class)
                    .hasMessage("another store is running in " + folder);
            assertThat(running.port()).isPositive();
        }
    }

    @Test
    void aSpoiltPortFileIsNamedInTheError() throws Exception {
        Path file = Files.writeString(folder.resolve("port"), "eighty");
        assertThatThrownBy(this::start)
                .isInstanceOf(StoreStartException.class)
                .hasMessageStartingWith(file + " holds 'eighty', expected a port");
    }

    @Test
    void aClientWithAnotherSecretIsRefused() throws Exception {
        try (EmbeddedStore store = start()) {
            client(store).put("a", "hello");
            Objects stranger = new Objects(store.endpoint(), "guessed");
            assertThatThrownBy(() -> stranger.get("a"))
                    .isInstanceOfSatisfying(
                            ErrorResponseException.class,
                            e -> assertThat(e.errorResponse().code()).isEqualTo("SignatureDoesNotMatch"));
        }
    }

    private EmbeddedStore start() throws StoreStartException {
        return EmbeddedStore.start(folder, Objects.ACCESS, Objects.SECRET);
    }

    private static Objects client(EmbeddedStore store) throws Exception {
        Objects objects = new Objects(store.endpoint());
        objects.createBucket();
        return objects;
    }
}
