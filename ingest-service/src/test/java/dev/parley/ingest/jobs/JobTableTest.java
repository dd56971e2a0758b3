package dev.parley.ingest.jobs;

import static dev.parley.ingest.jobs.States.NOON;
import static dev.parley.ingest.jobs.States.accepted;
import static dev.parley.ingest.jobs.States.after;
import static dev.parley.ingest.jobs.States.waiting;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.contracts.JobEvent;
import dev.parley.contracts.JobId;
import dev.parley.contracts.JobState;
import dev.parley.contracts.JobStatus;
import dev.parley.contracts.Json;
import dev.parley.contracts.RenderRequestBuilder;
import dev.parley.contracts.SealedWebhook;
import dev.parley.ingest.disk.Disk;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JobTableTest {
    private static final JobEvent CLAIMED = new JobEvent.Claimed("w1", 1, 0);
    private static final JobEvent CANCELLED = new JobEvent.Cancelled("enough");

    @TempDir
    static Path folder;

    private final Disk disk = new Disk(folder);
    private final JobTable table = new JobTable(3, disk);

    @AfterEach
    void close() {
        disk.close();
    }

    @Test
    void anExpectedJobIsFoundButNotFoldedUpon() {
        JobState state = accepted(NOON);

        table.expect(state);

        assertThat(table.find(state.jobId())).contains(state);
        assertThat(table.folded(state.jobId())).isEmpty();
    }

    @Test
    void whatEventsSayReplacesWhatWasExpected() {
        JobState state = accepted(NOON);
        table.expect(state);

        assertThat(table.put(state)).isTrue();

        assertThat(table.folded(state.jobId())).contains(state);
    }

    @Test
    void anExpectationNeverReplacesWhatIsKnown() {
        JobState state = accepted(NOON);
        JobState claimed = after(state, NOON, CLAIMED);
        table.put(claimed);

        table.expect(state);

        assertThat(table.find(state.jobId())).contains(claimed);
    }

    @Test
    void anOlderStateComesTooLate() {
        JobState state = accepted(NOON);
        JobState claimed = after(state, NOON, CLAIMED);
        table.put(claimed);

        assertThat(table.put(state)).isFalse();

        assertThat(table.find(state.jobId())).contains(claimed);
    }

    @Test
    void anEndOutweighsAHigherNumber() {
        JobState state = accepted(NOON);
        JobState cancelled = after(state, NOON, CANCELLED);
        JobState stale = after(after(state, NOON, CLAIMED), NOON, new JobEvent.Progress(1, 1, 1, 1, 8, null));
        table.put(cancelled);

        assertThat(stale.sequence()).isGreaterThan(cancelled.sequence());
        assertThat(table.put(stale)).isFalse();
    }

    @Test
    void theOldestEndedJobsAreForgottenFirstAndLiveOnesNever() {
        JobState live = put(accepted(NOON));
        JobState ended = put(after(accepted(NOON.plusSeconds(1)), NOON.plusSeconds(9), CANCELLED));
        JobState endedLater = put(after(accepted(NOON.plusSeconds(2)), NOON.plusSeconds(9), CANCELLED));
        JobState newest = put(accepted(NOON.plusSeconds(3)));

        assertThat(table.trim()).containsExactly(ended.jobId());

        assertThat(ids(query(10, null))).containsExactly(newest.jobId(), endedLater.jobId(), live.jobId());
    }

    @Test
    void aJobWhoseWebhookIsNotCalledYetIsKept() {
        for (int i = 0; i < 5; i++) {
            put(after(accepted(NOON, new SealedWebhook("https://example.org/hook", null)), NOON, CANCELLED));
        }

        assertThat(table.trim()).isEmpty();
        assertThat(table.index().uncalled()).hasSize(5);
    }

    @Test
    void pagesFollowOneAnotherWithoutGapsOrRepeats() {
        List<JobId> all = new ArrayList<>();
        for (int i = 0; i < 7; i++) {
            all.add(0, put(accepted(NOON.plusMillis(i / 2))).jobId());
        }

        List<JobId> first = ids(query(4, null));
        List<JobId> second = ids(query(4, first.get(3)));

        assertThat(first).hasSize(4);
        assertThat(second).hasSize(3);
        first.addAll(second);
        assertThat(first).containsExactlyInAnyOrderElementsOf(all);
    }

    @Test
    void theIndexFollowsEveryChange() {
        JobState state = put(accepted(NOON));
        put(accepted(NOON.plusSeconds(5)));
        assertThat(table.index().queueDepth()).isEqualTo(2);

        JobState claimed = put(after(state, NOON.plusSeconds(6), CLAIMED));
        assertThat(table.index().active()).containsExactly(state.jobId());

        put(after(claimed, NOON.plusSeconds(7), CANCELLED));
        assertThat(table.index().active()).isEmpty();
        assertThat(table.index().count(JobStatus.CANCELLED)).isEqualTo(1);
    }

    @Test
    void aWatcherIsToldUntilItStops() {
        List<Long> seen = new ArrayList<>();
        JobState state = put(accepted(NOON));
        Watchers.Watch watch = table.watchers().watch(state.jobId(), change -> seen.add(change.sequence()));

        JobState claimed = put(after(state, NOON, CLAIMED));
        watch.close();
        put(after(claimed, NOON, CANCELLED));

        assertThat(seen).containsExactly(2L);
    }

    @Test
    void aJobThatWaitsIsFoundAsItWas() {
        JobState state = put(waiting(NOON, RenderRequestBuilder.builder().build()));

        assertThat(table.find(state.jobId())).contains(state);
        assertThat(table.folded(state.jobId())).contains(state);
        assertThat(table.json(state.jobId())).contains(Json.write(state));
        assertThat(table.ids()).containsExactly(state.jobId());
    }

    @Test
    void aJobIsInOnePlaceBeforeAndAfterItGotItsTicket() {
        JobState state = waiting(NOON, RenderRequestBuilder.builder().build());
        table.expect(state);
        put(state);
        assertThat(table.size()).isEqualTo(1);

        JobState dispatched = put(after(state, NOON, new JobEvent.Dispatched()));
        assertThat(table.find(state.jobId())).contains(dispatched);
        assertThat(table.ids()).containsExactly(state.jobId());

        table.forget(state.jobId());
        assertThat(table.find(state.jobId())).isEmpty();
        assertThat(table.list(new JobQuery(9, Set.of(), null, Map.of(), null, null)))
                .isEmpty();
    }

    @Test
    void jobsThatWaitDoNotPushOutThoseThatEnded() {
        for (int i = 0; i < 9; i++) {
            put(waiting(NOON, RenderRequestBuilder.builder().build()));
        }
        put(after(accepted(NOON), NOON, CANCELLED));

        assertThat(table.trim()).isEmpty();
    }

    @Test
    void aListHasTheStatusAndTenantThatAreAskedFor() {
        JobState hers =
                put(waiting(NOON, RenderRequestBuilder.builder().tenant("her").build()));
        JobState his = put(waiting(
                NOON.plusSeconds(1),
                RenderRequestBuilder.builder().tenant("his").build()));
        JobState ended = put(after(
                waiting(
                        NOON.plusSeconds(2),
                        RenderRequestBuilder.builder().tenant("her").build()),
                NOON.plusSeconds(9),
                CANCELLED));

        assertThat(list(Set.of(), null, null)).containsExactly(ended.jobId(), his.jobId(), hers.jobId());
        assertThat(list(Set.of(), "her", null)).containsExactly(ended.jobId(), hers.jobId());
        assertThat(list(Set.of(JobStatus.ACCEPTED), "her", null)).containsExactly(hers.jobId());
        assertThat(list(Set.of(JobStatus.ACCEPTED, JobStatus.CANCELLED), null, his.jobId()))
                .containsExactly(hers.jobId());
        assertThat(list(Set.of(), "nobody", null)).isEmpty();
        assertThat(table.index().count("her", JobStatus.ACCEPTED)).isEqualTo(1);
    }

    @Test
    void aJobIsFoundByTheWordsOfItsPromptWhileItWaits() {
        JobState state = put(waiting(
                NOON, RenderRequestBuilder.builder().prompt("A Woman talks").build()));
        put(waiting(NOON, RenderRequestBuilder.builder().prompt("a man").build()));

        assertThat(table.list(new JobQuery(9, Set.of(), null, Map.of(), "woman", null)))
                .containsExactly(state);
    }

    @Test
    void anInputIsUsedUntilTheLastOfItsJobsIsDeleted() {
        Set<String> picture = Set.of("inputs/picture");
        JobState first = put(waiting(NOON, RenderRequestBuilder.builder().build()));
        JobState second = put(waiting(NOON, RenderRequestBuilder.builder().build()));
        delete(first);
        assertThat(table.used(picture)).isEqualTo(picture);

        delete(second);

        assertThat(table.used(picture)).isEmpty();
    }

    @Test
    void everyInputIsUsedWhileNobodyKnowsWhatAJobIsMadeOf() {
        JobState unknown = put(accepted(NOON));
        assertThat(table.used(Set.of("inputs/any"))).containsExactly("inputs/any");

        put(after(unknown, NOON, CANCELLED));

        assertThat(table.used(Set.of("inputs/any"))).isEmpty();
    }

    private void delete(JobState state) {
        put(after(put(after(state, NOON, CANCELLED)), NOON, new JobEvent.Deleted()));
    }

    private List<JobId> list(Set<JobStatus> statuses, String tenant, JobId before) {
        return table.list(new JobQuery(9, statuses, tenant, Map.of(), null, before)).stream()
                .map(JobState::jobId)
                .toList();
    }

    private JobState put(JobState state) {
        table.put(state);
        return state;
    }

    private List<JobId> ids(JobQuery query) {
        return new ArrayList<>(table.list(query).stream().map(JobState::jobId).toList());
    }

    private static JobQuery query(int limit, JobId before) {
        return new JobQuery(limit, Set.of(), null, Map.of("k", "v"), null, before);
    }
}
