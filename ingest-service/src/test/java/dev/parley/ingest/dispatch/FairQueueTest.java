package dev.parley.ingest.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.contracts.JobId;
import dev.parley.contracts.Priority;
import dev.parley.contracts.RenderRequest.Engine;
import dev.parley.ingest.disk.Disk;
import dev.parley.ingest.dispatch.FairQueue.Waiting;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FairQueueTest {
    private static final Duration AGEING = Duration.ofMinutes(30);
    private static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");
    private static final Work SOME = new Work(Engine.PANTOMIME, 640, 480, 81, 1L);

    @TempDir
    static Path folder;

    private final Map<String, Integer> weights = new HashMap<>();
    private final Disk disk = new Disk(folder);
    private final FairQueue queue =
            new FairQueue(AGEING, tenant -> weights.getOrDefault(tenant, 1), new QueueLines(disk));
    private final Map<JobId, Entry> entries = new HashMap<>();
    private Instant now = NOON;
    private int made;

    /** @param millis that the job takes */
    private record Entry(String tenant, Priority priority, Waiting waiting, long millis) {}

    @AfterEach
    void close() {
        disk.close();
    }

    @Test
    void classesGoBeforeAge() {
        JobId low = add("a", Priority.LOW, 1);
        JobId normal = add("a", Priority.NORMAL, 1);
        JobId high = add("a", Priority.HIGH, 1);
        assertThat(order()).containsExactly(high, normal, low);
    }

    @Test
    void theOldestOfATenantsClassIsFirst() {
        JobId first = add("a", Priority.NORMAL, 1);
        JobId second = add("a", Priority.NORMAL, 1);
        assertThat(order()).containsExactly(first, second);
    }

    @Test
    void aJobThatWaitedLongCountsAsAHigherClass() {
        JobId low = add("a", Priority.LOW, 1);
        now = now.plus(AGEING).minusSeconds(1);
        JobId normal = add("a", Priority.NORMAL, 1);
        assertThat(order()).containsExactly(normal, low);
        now = now.plusSeconds(1);
        assertThat(order()).containsExactly(low, normal);
        now = now.plus(AGEING).minusSeconds(2);
        JobId high = add("a", Priority.HIGH, 1);
        assertThat(order()).startsWith(high);
        now = now.plusSeconds(2);
        assertThat(order()).startsWith(low);
    }

    @Test
    void aThousandJobsOfOneTenantDelayAnothersFirstByNone() {
        for (int i = 0; i < 1_000; i++) {
            add("many", Priority.NORMAL, 60_000);
        }
        for (int i = 0; i < 30; i++) {
            end(take());
        }
        JobId first = add("few", Priority.NORMAL, 60_000);
        assertThat(order()).startsWith(first);
    }

    @Test
    void whoUsedAnIdleFarmDoesNotPayForIt() {
        for (int i = 0; i < 50; i++) {
            add("night", Priority.NORMAL, 600_000);
            end(take());
        }
        for (int i = 0; i < 10; i++) {
            add("night", Priority.NORMAL, 1_000);
            add("day", Priority.NORMAL, 1_000);
        }
        Map<String, Integer> jobs = new HashMap<>();
        for (int i = 0; i < 10; i++) {
            jobs.merge(take().tenant, 1, Integer::sum);
        }
        assertThat(jobs).isEqualTo(Map.of("night", 5, "day", 5));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void sharesOfTenantsWhoAlwaysWaitDifferByOneJobAtMost(long seed) {
        Random random = new Random(seed);
        List<String> tenants = List.of("a", "b", "c", "d");
        long longest = 60_000;
        tenants.forEach(tenant -> add(tenant, Priority.NORMAL, 1 + random.nextInt((int) longest)));
        Map<String, Long> used = new HashMap<>();
        tenants.forEach(tenant -> used.put(tenant, 0L));
        for (int i = 0; i < 2_000; i++) {
            Entry next = take();
            used.merge(next.tenant, next.millis, Long::sum);
            // Each has jobs of a size of its own, and some have many.
            int size = 1 + random.nextInt((int) longest / (1 + tenants.indexOf(next.tenant)));
            add(next.tenant, Priority.NORMAL, size);
            if (random.nextBoolean()) {
                add("a", Priority.NORMAL, size);
            }
            end(next);
        }
        long most = used.values().stream().mapToLong(Long::longValue).max().orElseThrow();
        long least = used.values().stream().mapToLong(Long::longValue).min().orElseThrow();
        assertThat(most - least).isLessThanOrEqualTo(longest);
    }

    @Test
    void aTenantGetsTheTimeThatItsWeightSays() {
        weights.put("three", 3);
        for (int i = 0; i < 80; i++) {
            add("one", Priority.NORMAL, 10_000);
            add("three", Priority.NORMAL, 10_000);
        }
        Map<String, Integer> jobs = new HashMap<>();
        for (int i = 0; i < 80; i++) {
            Entry next = take();
            jobs.merge(next.tenant, 1, Integer::sum);
            end(next);
        }
        assertThat(jobs).isEqualTo(Map.of("one", 20, "three", 60));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void nobodyStarvesWhoeverElseComes(long seed) {
        Random random = new Random(seed);
        JobId patient = add("patient", Priority.LOW, 30_000);
        int taken = 0;
        for (boolean done = false; !done; taken++) {
            // More work than the farm can do, of new tenants and old ones, all of it urgent.
            add("new-" + taken, Priority.HIGH, 1_000 + random.nextInt(60_000));
            add("old-" + random.nextInt(5), Priority.HIGH, 1_000 + random.nextInt(60_000));
            Entry next = take();
            done = next.waiting.job().equals(patient);
            now = now.plusMillis(next.millis);
            end(next);
            assertThat(taken).as("jobs before the patient one").isLessThan(2_000);
        }
        assertThat(now).isAfter(NOON.plus(AGEING));
    }

    @Test
    void theOrderIsTheSameHoweverOftenItIsAsked() {
        Random random = new Random(7);
        for (int i = 0; i < 200; i++) {
            add("t" + random.nextInt(9), Priority.values()[random.nextInt(3)], 1 + random.nextInt(60_000));
        }
        List<JobId> order = order();
        assertThat(order()).isEqualTo(order).hasSize(200).doesNotHaveDuplicates();
        List<JobId> taken = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            taken.add(take().waiting.job());
        }
        assertThat(taken).isEqualTo(order);
    }

    @Test
    void aTenantAtItsLimitWaitsWhileOthersGoOn() {
        JobId first = add("a", Priority.HIGH, 1);
        JobId second = add("a", Priority.HIGH, 1);
        JobId other = add("b", Priority.LOW, 1);
        assertThat(next(9, 1)).containsExactly(first, other);
        take();
        assertThat(next(9, 1)).containsExactly(other);
        queue.end("a", 1, 1);
        assertThat(next(9, 1)).containsExactly(second, other);
    }

    @Test
    void whatAJobReallyTookCounts() {
        add("a", Priority.NORMAL, 1_000);
        add("b", Priority.NORMAL, 1_000);
        add("a", Priority.NORMAL, 1_000);
        add("b", Priority.NORMAL, 1_000);
        assertThat(take().tenant).isEqualTo("a");
        queue.end("a", 1_000, 10_000);
        assertThat(take().tenant).isEqualTo("b");
        queue.end("b", 1_000, 1_000);
        assertThat(take().tenant).isEqualTo("b");
    }

    @Test
    void whatWasExpectedWronglyDoesNotDelayAnothersFirst() {
        for (int i = 0; i < 10; i++) {
            add("many", Priority.NORMAL, 600_000);
        }
        take();
        JobId first = add("few", Priority.NORMAL, 600_000);
        queue.end("many", 600_000, 1_000);
        assertThat(order()).startsWith(first);
        take();
        queue.end("few", 600_000, 1_000);
        assertThat(take().tenant).isEqualTo("many");
    }

    @Test
    void aJobThatLeftIsNotTaken() {
        JobId gone = add("a", Priority.NORMAL, 1);
        JobId stays = add("a", Priority.NORMAL, 1);
        Entry entry = entries.get(gone);
        queue.remove(entry.tenant, entry.priority, entry.waiting);
        queue.remove(entry.tenant, entry.priority, entry.waiting);
        assertThat(queue.size()).isEqualTo(1);
        assertThat(order()).containsExactly(stays);
    }

    @Test
    void forgetsTenantsOfWhomNothingIsLeft() {
        for (int i = 0; i < 100; i++) {
            add("t" + i, Priority.NORMAL, 1_000);
        }
        for (int i = 0; i < 100; i++) {
            end(take());
        }
        assertThat(queue.depths()).isEmpty();
        assertThat(queue.size()).isZero();
    }

    private void end(Entry entry) {
        queue.end(entry.tenant, entry.millis, entry.millis);
    }

    private JobId add(String tenant, Priority priority, long millis) {
        JobId job = new JobId("00000000-0000-7000-8000-%012d".formatted(made));
        Waiting waiting = new Waiting(now.plusNanos(made++), job, SOME);
        entries.put(job, new Entry(tenant, priority, waiting, millis));
        queue.add(tenant, priority, waiting);
        return job;
    }

    private long millis(Waiting job) {
        return entries.get(job.job()).millis;
    }

    private List<JobId> order() {
        return next(1_000, Integer.MAX_VALUE);
    }

    private List<JobId> next(int most, int limit) {
        return queue.next(most, now, tenant -> limit, this::millis).stream()
                .map(Waiting::job)
                .toList();
    }

    private Entry take() {
        JobId job = next(1, Integer.MAX_VALUE).get(0);
        Entry entry = entries.get(job);
        queue.remove(entry.tenant, entry.priority, entry.waiting);
        queue.begin(entry.tenant, entry.millis);
        return entry;
    }
}
