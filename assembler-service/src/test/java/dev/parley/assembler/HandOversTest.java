package dev.parley.assembler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.parley.contracts.JobId;
import dev.parley.kit.store.StoreException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class HandOversTest {
    private static final Duration SOON = Duration.ofSeconds(20);
    private static final JobId JOB = JobId.create(Instant.EPOCH);

    private final List<String> course = new CopyOnWriteArrayList<>();
    private int failures;
    private HandOvers handOvers;

    @AfterEach
    void stop() {
        handOvers.stop();
    }

    private void delete(JobId job) {
        if (failures-- > 0) {
            course.add("away");
            throw new StoreException("the store is away", null);
        }
        course.add("deleted");
    }

    private void end(Duration lateWrites, Instant at) {
        handOvers = new HandOvers(this::delete, lateWrites, Duration.ofMillis(10), Clock.systemUTC());
        handOvers.ended(JOB, at, () -> course.add("done")).thenRun(() -> course.add("next"));
    }

    @Test
    void aRecordIsDoneOnlyWhenNothingCanComeAnyMore() {
        end(Duration.ofMillis(500), Instant.now());
        await().atMost(SOON).until(() -> course.contains("done"));
        assertThat(course).containsExactly("deleted", "next", "deleted", "done");
    }

    @Test
    void anEndLongAgoNeedsNoSecondLook() {
        end(Duration.ofMinutes(10), Instant.now().minus(Duration.ofHours(1)));
        await().atMost(SOON).until(() -> course.contains("next"));
        assertThat(course).containsExactly("deleted", "done", "next");
    }

    @Test
    void aStoreThatIsAwayIsAskedAgainAndNothingElseIsTakenMeanwhile() {
        failures = 3;
        end(Duration.ofMinutes(10), Instant.now());
        await().atMost(SOON).until(() -> course.contains("next"));
        assertThat(course).containsExactly("away", "away", "away", "deleted", "next");
    }
}
