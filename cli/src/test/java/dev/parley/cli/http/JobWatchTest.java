package dev.parley.cli.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.cli.JobViews;
import dev.parley.contracts.JobId;
import dev.parley.contracts.JobStatus;
import dev.parley.contracts.JobView;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class JobWatchTest {
    private static final JobId JOB = new JobId(JobViews.ID);
    private final List<Long> seen = new ArrayList<>();
    private FakeFarm farm;

    @BeforeEach
    void aJobThatRunsAndCompletes() throws Exception {
        farm = new FakeFarm();
        farm.states.addAll(List.of(
                JobViews.json("accepted", 1, ""),
                JobViews.json("running", 2, ""),
                JobViews.json("running", 3, ""),
                JobViews.json("completed", 4, "")));
    }

    @AfterEach
    void close() {
        farm.close();
    }

    @Test
    void everyStateIsSeenOnceInOrder() throws Exception {
        assertThat(watch(farm.url()).status()).isEqualTo(JobStatus.COMPLETED);
        assertThat(seen).isSorted().doesNotHaveDuplicates().endsWith(4L);
    }

    @Test
    void eventsThatBreakOffAreTakenUpAgain() throws Exception {
        farm.eventsPerConnection = 1;
        assertThat(watch(farm.url()).status()).isEqualTo(JobStatus.COMPLETED);
    }

    @Test
    void withoutEventsTheJobIsAskedFor() throws Exception {
        farm.eventsPerConnection = -1;
        assertThat(watch(farm.url()).status()).isEqualTo(JobStatus.COMPLETED);
        assertThat(seen).endsWith(4L);
    }

    @Test
    void whenEventsFallSilentTheJobIsAskedFor() throws Exception {
        farm.eventsPerConnection = 0;
        farm.eventsHang = true;
        assertThat(watch(farm.url()).status()).isEqualTo(JobStatus.COMPLETED);
        assertThat(farm.calls).filteredOn(call -> call.endsWith("/events")).hasSize(1);
    }

    @Test
    void aFarmThatStaysAwayIsGivenUp() {
        URI nobody = farm.url();
        farm.close();
        assertThatThrownBy(() -> watch(nobody))
                .isInstanceOf(FarmUnreachableException.class)
                .hasMessage("The farm at %s/ cannot be reached: connection refused".formatted(nobody));
    }

    @Test
    void aJobNobodyKnowsIsNotWaitedFor() {
        JobId unknown = new JobId("019ab000-0000-7000-8000-00000000ffff");
        JobWatch watch = new JobWatch(new FarmClient(farm.url()));
        assertThatThrownBy(() -> watch.untilEnd(unknown, job -> {}))
                .isInstanceOfSatisfying(
                        FarmProblemException.class, e -> assertThat(e.status()).isEqualTo(404));
    }

    private JobView watch(URI url) throws Exception {
        Duration silence = Duration.ofMillis(50);
        JobWatch watch = new JobWatch(new FarmClient(url), silence, Duration.ofMillis(5), Duration.ofMillis(300));
        return watch.untilEnd(JOB, job -> seen.add(job.sequence()));
    }

    @Test
    void aStateItCannotReadEndsItInsteadOfPollingForEver() {
        // The last, so that nobody can miss it: events and calls for the job take turns with the states.
        farm.states.clear();
        farm.states.addAll(List.of(JobViews.json("accepted", 1, ""), JobViews.json("paused", 2, "")));
        assertThatThrownBy(() -> watch(farm.url()))
                .isInstanceOf(FarmAnswerException.class)
                .hasMessageContaining("returned a JobView that cannot be parsed")
                .hasMessageContaining("paused");
        assertThat(farm.calls).hasSizeLessThan(5);
    }
}
