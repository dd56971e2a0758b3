package dev.parley.worker.claim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.parley.kit.kafka.KafkaConnection;
import dev.parley.worker.claim.ForgetfulBroker.Answer;
import dev.parley.worker.telemetry.WorkerMetrics;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.AcknowledgeType;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Verdicts and renewals that a broker did not take, whatever it answered. */
class UnacknowledgedVerdictsTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final PrometheusRegistry registry = new PrometheusRegistry();
    private final WorkerMetrics metrics = new WorkerMetrics(registry, Clock.systemUTC());
    private final List<Claim> claims = new CopyOnWriteArrayList<>();
    private JobClaimer claimer;

    private void start(ForgetfulBroker broker, ClaimedWork work) {
        ClaimSettings settings =
                new ClaimSettings(new KafkaConnection("unused"), "g", "jobs", "w1", Duration.ofSeconds(1));
        claimer = new JobClaimer(
                settings,
                claim -> {
                    claims.add(claim);
                    return work.run(claim);
                },
                metrics,
                broker::join);
        claimer.start();
    }

    @AfterEach
    void close() {
        if (claimer != null) {
            claimer.close();
        }
    }

    private double counted(String name) {
        return registry.scrape(full -> full.equals("parley_worker_" + name)).stream()
                .map(CounterSnapshot.class::cast)
                .mapToDouble(found -> found.getDataPoints().get(0).getValue())
                .sum();
    }

    @ParameterizedTest
    @EnumSource(value = Answer.class, names = "TAKEN", mode = EnumSource.Mode.EXCLUDE)
    void onlyAnAnswerForTheRecordsPartitionWithoutAnErrorIsSuccess(Answer answer) {
        try (ShareGroup group = new ForgetfulBroker(answer).join()) {
            assertThat(group.claim(Duration.ZERO)).isNotNull();
            assertThat(group.settle(Verdict.GIVE_UP)).isFalse();
        }
        try (ShareGroup group = new ForgetfulBroker(answer).join()) {
            assertThat(group.claim(Duration.ZERO)).isNotNull();
            assertThat(group.renew()).isFalse();
        }
    }

    @Test
    void whatIsTakenIsSuccess() {
        try (ShareGroup group = new ForgetfulBroker().join()) {
            assertThat(group.claim(Duration.ZERO)).isNotNull();
            assertThat(group.renew()).isTrue();
            assertThat(group.settle(Verdict.DONE)).isTrue();
        }
    }

    @ParameterizedTest
    @EnumSource(value = Answer.class, names = "TAKEN", mode = EnumSource.Mode.EXCLUDE)
    void aVerdictThatWentNowhereIsGivenAgainWithoutDoingTheWorkAgain(Answer answer) {
        ForgetfulBroker broker = new ForgetfulBroker(answer, answer);
        start(broker, claim -> Verdict.GIVE_UP);
        await().atMost(PATIENCE).until(() -> broker.taken.contains(AcknowledgeType.REJECT));
        assertThat(claims).hasSize(1);
        assertThat(broker.members).as("each doubt ends a membership").hasValue(3);
        assertThat(counted("unheard_verdicts")).isEqualTo(2);
    }

    @Test
    void whatSomebodyElseMayTryIsWorkedOnAgain() {
        ForgetfulBroker broker = new ForgetfulBroker(Answer.NOTHING);
        start(broker, claim -> claims.size() == 1 ? Verdict.GIVE_BACK : Verdict.DONE);
        await().atMost(PATIENCE).until(() -> broker.taken.contains(AcknowledgeType.ACCEPT));
        assertThat(claims).hasSize(2);
    }

    @Test
    void workThatEndedBeforeItHeardThatItsClaimWasLostIsNotDoneAgain() {
        CountDownLatch lost = new CountDownLatch(1);
        ForgetfulBroker broker = new ForgetfulBroker(Answer.NOTHING);
        start(broker, claim -> {
            while (claim.stop().reason() == null) {
                TimeUnit.MILLISECONDS.sleep(5);
            }
            lost.countDown();
            return Verdict.DONE;
        });
        await().atMost(PATIENCE).until(() -> broker.taken.contains(AcknowledgeType.ACCEPT));
        assertThat(lost.getCount()).isZero();
        assertThat(claims).hasSize(1);
        assertThat(counted("lost_claims")).isEqualTo(1);
    }

    @Test
    void aLongLockIsRenewedBeforeTheGroupGivesItsMemberUp() {
        assertThat(JobClaimer.renewalInterval(Duration.ofSeconds(30))).isEqualTo(Duration.ofSeconds(10));
        assertThat(JobClaimer.renewalInterval(Duration.ofHours(1))).isLessThan(Duration.ofMinutes(5));
    }
}
