package dev.parley.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.contracts.RenderRequest.Engine;
import dev.parley.worker.claim.ClaimedWork;
import dev.parley.worker.claim.Verdict;
import dev.parley.worker.render.JobInputs;
import dev.parley.worker.render.RenderSession;
import dev.parley.worker.render.Renderer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponse.Status;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class FitnessTest {
    private static final String WRONG = "1 of 14 operations are wrong on cpu: softmax: expected 1.0, found NaN";

    private final Rigged rigged = new Rigged();
    private final Fitness fitness = new Fitness("w1", List.of(rigged));
    private final List<String> stops = new ArrayList<>();
    private final Log log = new Log();

    /** An engine whose machine is what it is told to be. */
    private static final class Rigged implements Renderer {
        private String problem;

        @Override
        public Optional<String> problem() {
            return Optional.ofNullable(problem);
        }

        @Override
        public Engine engine() {
            return Engine.PANTOMIME;
        }

        @Override
        public RenderSession open(JobInputs inputs) {
            throw new UnsupportedOperationException();
        }
    }

    private static final class Log extends Handler {
        private final List<String> lines = new ArrayList<>();

        @Override
        public void publish(LogRecord line) {
            lines.add(line.getMessage().formatted(line.getParameters()));
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    }

    @BeforeEach
    void listen() {
        Logger.getLogger(Fitness.class.getName()).addHandler(log);
    }

    @AfterEach
    void listenNoMore() {
        Logger.getLogger(Fitness.class.getName()).removeHandler(log);
    }

    private Verdict run(ClaimedWork work) throws Exception {
        return fitness.watched(work, () -> stops.add("stop")).run(null);
    }

    @Test
    void aMachineThatComputesWrongNumbersClaimsNothingAndSaysWhy() {
        rigged.problem = WRONG;
        assertThat(fitness.isFit()).isFalse();
        assertThat(fitness.isFit()).isFalse();
        assertThat(fitness.problem()).hasValue("pantomime: " + WRONG);
        assertThat(log.lines)
                .singleElement()
                .asString()
                .contains("claims nothing", "worker=w1", "engine=pantomime: " + WRONG)
                .doesNotContain("\n");
    }

    @Test
    void readinessSaysWhy() {
        HealthCheckResponse answer =
                WorkerReadiness.answer(true, false, Optional.of("pantomime: " + WRONG), Optional.empty());
        assertThat(answer.getStatus()).isEqualTo(Status.DOWN);
        assertThat(answer.getData().orElseThrow()).containsEntry("problem", "pantomime: " + WRONG);

        HealthCheckResponse healthy = WorkerReadiness.answer(true, false, Optional.empty(), Optional.empty());
        assertThat(healthy.getStatus()).isEqualTo(Status.UP);
        assertThat(healthy.getData().orElseThrow()).doesNotContainKey("problem");
    }

    @Test
    void aMachineThatIsRightGoesOn() throws Exception {
        assertThat(fitness.isFit()).isTrue();
        assertThat(fitness.problem()).isEmpty();
        assertThat(run(claim -> Verdict.DONE)).isEqualTo(Verdict.DONE);
        assertThat(stops).isEmpty();
        assertThat(log.lines).isEmpty();
    }

    @Test
    void whatAJobFindsWrongIsTheLastThatIsClaimed() {
        assertThatThrownBy(() -> run(claim -> {
                    rigged.problem = WRONG;
                    throw new IllegalStateException("the model does not open");
                }))
                .hasMessage("the model does not open");
        assertThat(stops).containsExactly("stop");
        assertThat(fitness.problem()).hasValue("pantomime: " + WRONG);
    }
}
