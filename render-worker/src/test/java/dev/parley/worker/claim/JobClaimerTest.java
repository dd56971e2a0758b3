package dev.parley.worker.claim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.parley.kit.kafka.KafkaConnection;
import dev.parley.testkit.TestBroker;
import dev.parley.worker.telemetry.WorkerMetrics;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListShareGroupOffsetsSpec;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.io.TempDir;

class JobClaimerTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Duration LOCK = Duration.ofSeconds(4);

    @TempDir
    static Path dir;

    private static TestBroker broker;

    private final PrometheusRegistry registry = new PrometheusRegistry();
    private final WorkerMetrics metrics = new WorkerMetrics(registry, Clock.systemUTC());
    private final List<JobClaimer> claimers = new ArrayList<>();
    private final List<Claim> claims = new CopyOnWriteArrayList<>();
    private final CountDownLatch release = new CountDownLatch(1);
    private String topic;
    private String group;

    @BeforeAll
    static void startBroker() throws Exception {
        broker = new TestBroker(dir);
    }

    @AfterAll
    static void stopBroker() {
        broker.close();
    }

    @BeforeEach
    void makeTopic(TestInfo test) throws Exception {
        topic = test.getTestMethod().orElseThrow().getName();
        group = "group-of-" + topic;
        broker.prepare(group, LOCK, List.of(topic));
    }

    @AfterEach
    void stopClaimers() {
        release.countDown();
        claimers.forEach(JobClaimer::close);
    }

    private JobClaimer claimer(String name, ClaimedWork work) {
        JobClaimer claimer = new JobClaimer(
                new ClaimSettings(new KafkaConnection(broker.bootstrap()), group, topic, name, Duration.ofSeconds(2)),
                work,
                metrics);
        claimers.add(claimer);
        claimer.start();
        return claimer;
    }

    private double counted(String name) {
        return registry.scrape(full -> full.equals("parley_worker_" + name)).stream()
                .map(CounterSnapshot.class::cast)
                .mapToDouble(found -> found.getDataPoints().get(0).getValue())
                .sum();
    }

    private Verdict waitForRelease(Claim claim) throws InterruptedException {
        claims.add(claim);
        release.await();
        return Verdict.DONE;
    }

    @Test
    void threeWorkersTakeThreeJobsOfOnePartitionAtOnce() throws Exception {
        for (String job : List.of("a", "b", "c", "d")) {
            broker.publish(topic, null, job);
        }
        for (String worker : List.of("w1", "w2", "w3")) {
            claimer(worker, this::waitForRelease);
        }
        await().atMost(PATIENCE).until(() -> claims.size() == 3);
        assertThat(claims).extracting(Claim::text).containsExactlyInAnyOrder("a", "b", "c");
        release.countDown();
        await().atMost(PATIENCE).until(() -> claims.size() == 4);
        assertThat(claims).extracting(Claim::attempt).containsOnly(1);
    }

    @Test
    void aClaimHoldsLongerThanItsLockBecauseItIsRenewed() throws Exception {
        broker.publish(topic, "key", "long");
        claimer("w1", this::waitForRelease);
        await().atMost(PATIENCE).until(() -> claims.size() == 1);
        claimer("w2", this::waitForRelease);
        // Renewed every third of the lock: after five renewals the first lock would have run out.
        await().atMost(PATIENCE).until(() -> counted("renewals") >= 5);
        assertThat(claims).hasSize(1);
        assertThat(counted("lost_claims")).isZero();
        assertThat(claims.get(0).stop().reason()).isNull();
    }

    @Test
    void whatIsGivenBackIsClaimedAgainAndWhatIsGivenUpIsNot() throws Exception {
        broker.publish(topic, null, "stubborn");
        broker.publish(topic, null, "easy");
        claimer("w1", claim -> {
            claims.add(claim);
            if (claim.text().equals("easy")) {
                return Verdict.DONE;
            }
            return claim.attempt() < 3 ? Verdict.GIVE_BACK : Verdict.GIVE_UP;
        });
        await().atMost(PATIENCE).until(() -> claims.size() == 4);
        assertThat(claims)
                .filteredOn(claim -> claim.text().equals("stubborn"))
                .extracting(Claim::attempt)
                .containsExactly(1, 2, 3);
    }

    @Test
    void workThatBreaksGivesItsClaimBack() throws Exception {
        broker.publish(topic, null, "breaks once");
        claimer("w1", claim -> {
            claims.add(claim);
            if (claim.attempt() == 1) {
                throw new IllegalStateException("broken");
            }
            return Verdict.DONE;
        });
        await().atMost(PATIENCE).until(() -> claims.size() == 2);
        assertThat(claims).extracting(Claim::attempt).containsExactly(1, 2);
    }

    @Test
    void aWorkerThatEndsStopsItsWorkAndGivesTheClaimBack() throws Exception {
        broker.publish(topic, null, "moved");
        JobClaimer first = claimer("w1", claim -> {
            claims.add(claim);
            while (claim.stop().reason() == null) {
                TimeUnit.MILLISECONDS.sleep(5);
            }
            return Verdict.GIVE_BACK;
        });
        await().atMost(PATIENCE).until(() -> claims.size() == 1);
        first.close();
        assertThat(claims.get(0).stop().reason()).isEqualTo(Stop.Reason.SHUTDOWN);
        claimer("w2", this::waitForRelease);
        await().atMost(PATIENCE).until(() -> claims.size() == 2);
        // A fetch of the first worker's that was still on its way may take the record again, for nobody, and counts
        // too.
        assertThat(claims.get(1).attempt()).isGreaterThan(1);
    }

    @Test
    void aDrainedWorkerEndsItsJobAndClaimsNoMore() throws Exception {
        broker.publish(topic, null, "last");
        JobClaimer claimer = claimer("w1", this::waitForRelease);
        await().atMost(PATIENCE).until(() -> claims.size() == 1);
        claimer.drain();
        broker.publish(topic, null, "next");
        release.countDown();
        await().atMost(PATIENCE).until(() -> !claimer.isMember());
        assertThat(claims).extracting(Claim::text).containsExactly("last");
        assertThat(claims.get(0).stop().reason()).isNull();
    }

    @Test
    void aWorkerIsAMemberWhenTheCoordinatorHasHeardOfIt() {
        JobClaimer claimer = claimer("w1", this::waitForRelease);
        await().atMost(PATIENCE).until(claimer::isMember);
        claimer.close();
        assertThat(claimer.isMember()).isFalse();
    }

    @Test
    void aClaimThatIsLostStopsItsWorkBeforeTheNextIsMade() throws Exception {
        broker.publish(topic, null, "lost");
        List<String> course = new CopyOnWriteArrayList<>();
        claimer("w1", claim -> {
            course.add("begin");
            claims.add(claim);
            while (claim.stop().reason() == null && release.getCount() > 0) {
                TimeUnit.MILLISECONDS.sleep(5);
            }
            course.add("end " + claim.stop().reason());
            return claims.size() == 1 ? Verdict.GIVE_BACK : Verdict.DONE;
        });
        await().atMost(PATIENCE).until(() -> claims.size() == 1);
        broker.restart();
        await().atMost(Duration.ofSeconds(60)).until(() -> claims.size() == 2);
        assertThat(course).containsExactly("begin", "end LOST", "begin");
        assertThat(counted("lost_claims")).isEqualTo(1);
    }

    @Test
    void aVerdictGivenAfterTheBrokerWasAwayEndsTheJobAllTheSame() throws Exception {
        broker.prepare("patient", Duration.ofMinutes(5), List.of("settled-late"));
        topic = "settled-late";
        group = "patient";
        broker.publish(topic, null, "hopeless");
        claimer("w1", claim -> {
            claims.add(claim);
            if (claim.text().equals("hopeless")) {
                broker.stop();
                TimeUnit.SECONDS.sleep(9);
                broker.start();
                return Verdict.GIVE_UP;
            }
            return Verdict.DONE;
        });
        await().atMost(Duration.ofMinutes(2)).until(this::isFinished);
        assertThat(claims).extracting(Claim::text).containsExactly("hopeless");
    }

    /** Whether the group has done with all records; of the offset where it starts, the broker tells late. */
    private boolean isFinished() throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrap()))) {
            var offset = admin.listShareGroupOffsets(Map.of(group, new ListShareGroupOffsetsSpec()))
                    .partitionsToOffsetInfo(group)
                    .get(30, TimeUnit.SECONDS)
                    .get(new TopicPartition(topic, 0));
            return offset != null && offset.lag().isPresent() && offset.lag().get() == 0;
        }
    }
}
