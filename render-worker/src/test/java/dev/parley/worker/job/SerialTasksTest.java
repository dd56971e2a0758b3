package dev.parley.worker.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.contracts.Fault;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SerialTasksTest {
    private final SerialTasks tasks = new SerialTasks("tasks", 2);
    private final List<Integer> done = new CopyOnWriteArrayList<>();

    @AfterEach
    void close() {
        tasks.close();
    }

    @Test
    void allAreDoneInOrderWhenTheWaitEnds() throws Exception {
        for (int i = 0; i < 20; i++) {
            int task = i;
            tasks.add(() -> done.add(task));
        }
        tasks.await();
        assertThat(done).hasSize(20).isSorted();
    }

    @Test
    void whoeverAddsWaitsForRoom() throws Exception {
        CountDownLatch gate = new CountDownLatch(1);
        tasks.add(gate::await);
        tasks.add(() -> done.add(1));
        CompletableFuture<Void> third = CompletableFuture.runAsync(() -> {
            try {
                tasks.add(() -> done.add(2));
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
        assertThat(third).isNotDone();
        gate.countDown();
        third.join();
        tasks.await();
        assertThat(done).containsExactly(1, 2);
    }

    @Test
    void afterAFailureNothingIsBegunAndEveryCallThrowsIt() throws Exception {
        CountDownLatch gate = new CountDownLatch(1);
        tasks.add(() -> {
            gate.await();
            throw new IOException("disk full");
        });
        tasks.add(() -> done.add(1));
        gate.countDown();
        for (int i = 0; i < 2; i++) {
            assertThatThrownBy(tasks::await)
                    .isInstanceOfSatisfying(
                            FaultException.class, e -> assertThat(e.fault()).isEqualTo(Fault.DEPENDENCY))
                    .hasMessage("disk full");
        }
        assertThatThrownBy(() -> tasks.add(() -> done.add(2))).hasMessage("disk full");
        assertThat(done).isEmpty();
    }

    @Test
    void closingInterruptsTheTaskAtWorkAndDropsTheRest() throws Exception {
        CompletableFuture<Boolean> interrupted = new CompletableFuture<>();
        CountDownLatch begun = new CountDownLatch(1);
        tasks.add(() -> {
            begun.countDown();
            try {
                new CountDownLatch(1).await();
            } catch (InterruptedException e) {
                interrupted.complete(true);
            }
        });
        tasks.add(() -> done.add(1));
        begun.await();
        tasks.close();
        assertThat(interrupted).isCompletedWithValue(true);
        assertThat(done).isEmpty();
    }
}
