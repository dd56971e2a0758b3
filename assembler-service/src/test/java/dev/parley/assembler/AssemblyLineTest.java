package dev.parley.assembler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.parley.contracts.ChunkCommitted;
import dev.parley.contracts.JobId;
import dev.parley.kit.store.StoreException;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class AssemblyLineTest {
    private static final Duration SOON = Duration.ofSeconds(20);
    private static final JobId A = JobId.create(Instant.EPOCH);
    private static final JobId B = JobId.create(Instant.EPOCH);
    private static final JobId C = JobId.create(Instant.EPOCH);

    private final List<JobId> begun = new CopyOnWriteArrayList<>();
    private final List<String> done = new CopyOnWriteArrayList<>();
    private final Semaphore mayEnd = new Semaphore(0);
    private AssemblyLine line;

    @AfterEach
    void stop() throws InterruptedException {
        line.stop();
    }

    @Test
    void aJobThatTakesLongDoesNotHoldUpTheOthers() {
        line = line(last -> {
            if (last.jobId().equals(A)) {
                mayEnd.acquireUninterruptibly();
            }
            return Outcome.COMPLETED;
        });
        add(A, "a");
        add(B, "b");
        add(C, "c");
        await().atMost(SOON).untilAsserted(() -> assertThat(done).containsExactlyInAnyOrder("b", "c"));
        mayEnd.release();
        await().atMost(SOON).untilAsserted(() -> assertThat(done).contains("a"));
    }

    @Test
    void aJobThatIsOnTheLineIsNotMadeTwice() {
        line = line(this::whenAllowed);
        add(A, "first");
        add(A, "again");
        mayEnd.release();
        await().atMost(SOON).untilAsserted(() -> assertThat(done).containsExactly("first", "again"));
        assertThat(begun).containsExactly(A);
    }

    @Test
    void aJobThatIsDoneAndComesAgainIsLookedAtAgain() {
        line = line(this::whenAllowed);
        mayEnd.release(2);
        add(A, "first");
        await().atMost(SOON).untilAsserted(() -> assertThat(done).containsExactly("first"));
        add(A, "again");
        await().atMost(SOON).untilAsserted(() -> assertThat(done).containsExactly("first", "again"));
        assertThat(begun).containsExactly(A, A);
    }

    @Test
    void whatTheStoreGivesNoAnswerForIsTriedAgainAndNotDoneBefore() {
        line = line(last -> {
            begun.add(last.jobId());
            if (begun.size() < 3) {
                assertThat(done).isEmpty();
                throw new StoreException("away", null);
            }
            return Outcome.COMPLETED;
        });
        add(A, "a");
        await().atMost(SOON).untilAsserted(() -> assertThat(done).containsExactly("a"));
        assertThat(begun).hasSize(3);
    }

    @Test
    void aFullLineAsksForNoMore() {
        line = line(this::whenAllowed);
        assertThat(add(A, "a")).isDone();
        CompletionStage<Void> room = add(B, "b");
        assertThat(room.toCompletableFuture()).isNotDone();
        mayEnd.release(2);
        await().atMost(SOON).until(() -> room.toCompletableFuture().isDone());
    }

    @Test
    void whatWasNotDoneWhenItStopsIsNotAcknowledged() throws Exception {
        line = line(last -> {
            begun.add(last.jobId());
            try {
                mayEnd.acquire();
            } catch (InterruptedException e) {
                throw new StoreException("interrupted", e);
            }
            return Outcome.COMPLETED;
        });
        add(A, "a");
        await().atMost(SOON).until(() -> !begun.isEmpty());
        line.stop();
        assertThat(done).isEmpty();
    }

    private Outcome whenAllowed(ChunkCommitted last) {
        begun.add(last.jobId());
        mayEnd.acquireUninterruptibly();
        return Outcome.COMPLETED;
    }

    private CompletionStage<Void> add(JobId job, String name) {
        ChunkCommitted last = new ChunkCommitted(job, 0, 0, 1, true, "key", 1, "sha", null, 1, "w", Instant.EPOCH);
        return line.add(last, () -> done.add(name));
    }

    private static AssemblyLine line(Function<ChunkCommitted, Outcome> assembler) {
        return new AssemblyLine(assembler, new TestConfig(), new AssemblerMetrics(new PrometheusRegistry()));
    }

    /** Two at a time, room for two. */
    record TestConfig() implements AssemblerConfig {
        @Override
        public int concurrency() {
            return 2;
        }

        @Override
        public int backlog() {
            return 2;
        }

        @Override
        public Path workDir() {
            throw new UnsupportedOperationException("a line touches no files");
        }

        @Override
        public Duration missingFor() {
            return Duration.ofMillis(200);
        }

        @Override
        public Duration retryPause() {
            return Duration.ofMillis(1);
        }
    }
}
