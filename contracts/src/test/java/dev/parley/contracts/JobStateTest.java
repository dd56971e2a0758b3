package dev.parley.contracts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class JobStateTest {
    private static final String TRACEPARENT = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";
    private static final JobEvent YIELDED = new JobEvent.Yielded("w1", 1, "t1", Samples.plan());

    @Test
    void followsAJobFromAcceptedToItsVideo() {
        JobState state = JobState.first(event(0, Samples.ACCEPTED));
        assertThat(state.status()).isEqualTo(JobStatus.ACCEPTED);
        assertThat(state.tenant()).isEqualTo("studio");
        assertThat(state.labels()).isEqualTo(Map.of("episode", "12"));
        assertThat(List.of(state.speakers(), state.frames(), state.chunks(), state.width(), state.height()))
                .containsExactly(2, 193, 3, 640, 480);
        assertThat(state.createdAt()).isEqualTo(at(0));

        state = state.apply(event(1, new JobEvent.Claimed("w1", 1, 0)));
        assertThat(state.status()).isEqualTo(JobStatus.RUNNING);
        assertThat(state.worker()).isEqualTo("w1");
        assertThat(state.claimedAt()).isEqualTo(at(1));

        state = state.apply(event(2, new JobEvent.Progress(1, 1, 3, 2, 8, 40.0)));
        assertThat(state.progress()).isEqualTo(new JobState.Progress(1, 3, 2, 8, 40.0));

        state = state.apply(event(3, new JobEvent.Chunk(1, 0, 3, 81, 193)));
        assertThat(state.committedChunks()).isEqualTo(1);
        assertThat(state.committedFrames()).isEqualTo(81);

        state = state.apply(event(4, new JobEvent.Assembling(3)));
        assertThat(state.status()).isEqualTo(JobStatus.ASSEMBLING);

        state = state.apply(event(5, Samples.COMPLETED));
        assertThat(state.status()).isEqualTo(JobStatus.COMPLETED);
        assertThat(state.result()).isEqualTo(Samples.COMPLETED);
        assertThat(state.endedAt()).isEqualTo(at(5));
        assertThat(state.updatedAt()).isEqualTo(at(5));
        assertThat(state.sequence()).isEqualTo(6);
        assertThat(state.callback().status()).isEqualTo(Callback.Status.PENDING);
    }

    @Test
    void keepsWhyItEnded() {
        JobState failed = JobState.first(event(0, new JobEvent.Failed(Fault.TIMEOUT, "too slow", 3)));
        assertThat(failed.status()).isEqualTo(JobStatus.FAILED);
        assertThat(failed.fault()).isEqualTo(Fault.TIMEOUT);
        assertThat(failed.message()).isEqualTo("too slow");
        assertThat(failed.attempt()).isEqualTo(3);

        JobState cancelled = JobState.first(event(0, new JobEvent.Cancelled("asked")));
        assertThat(cancelled.status()).isEqualTo(JobStatus.CANCELLED);
        assertThat(cancelled.message()).isEqualTo("asked");

        Violation violation = new Violation("image", "missing", "found no picture");
        JobState rejected = JobState.first(
                event(0, new JobEvent.Rejected(List.of(violation), Map.of("a", "b"), Samples.SEALED, null)));
        assertThat(rejected.status()).isEqualTo(JobStatus.REJECTED);
        assertThat(rejected.violations()).containsExactly(violation);
        assertThat(rejected.labels()).isEqualTo(Map.of("a", "b"));
        assertThat(rejected.callback().url()).isEqualTo(Samples.SEALED.url());
    }

    /** Every pair of events, in both orders: the status is the furthest, except that the first end stays. */
    @ParameterizedTest
    @MethodSource("pairs")
    void anyTwoEventsInAnyOrderLeaveTheFurthestStatusAndTheFirstEnd(JobEvent first, JobEvent second) {
        JobState before = JobState.first(event(0, first));
        JobState after = before.apply(event(1, second));

        JobStatus firstStatus = JobState.first(event(0, first)).status();
        JobStatus secondStatus = JobState.first(event(0, second)).status();
        JobStatus expected =
                firstStatus.terminal() || firstStatus.compareTo(secondStatus) > 0 ? firstStatus : secondStatus;
        assertThat(after.status()).isEqualTo(expected);
        if (first.terminal()) {
            assertThat(after.endedAt()).isEqualTo(at(0));
            assertThat(after.result()).isEqualTo(before.result());
            assertThat(after.fault()).isEqualTo(before.fault());
            assertThat(after.message()).isEqualTo(before.message());
            assertThat(after.progress()).isNull();
        }
    }

    @ParameterizedTest
    @MethodSource("pairs")
    void anEventThatComesAgainChangesNothing(JobEvent first, JobEvent second) {
        JobState state = JobState.first(event(0, first)).apply(event(1, second));
        assertThat(state.apply(event(1, second))).isSameAs(state);
        assertThat(state.apply(event(0, first))).isSameAs(state);
    }

    static Stream<Arguments> pairs() {
        List<JobEvent> events = new ArrayList<>(Samples.events());
        events.removeIf(JobEvent.Deleted.class::isInstance); // after it there is no job
        events.removeIf(JobEvent.Prioritized.class::isInstance); // of several the last counts
        events.removeIf(JobEvent.Yielded.class::isInstance); // takes back that the attempt has begun
        events.add(new JobEvent.Claimed("w2", 2, 1));
        events.add(new JobEvent.Progress(2, 2, 3, 1, 8, null));
        events.add(new JobEvent.Chunk(2, 1, 3, 137, 193));
        return events.stream()
                .flatMap(first ->
                        events.stream().filter(second -> second != first).map(second -> Arguments.of(first, second)));
    }

    @Test
    void takesInWhatAcceptedSaysHoweverLateItComes() {
        JobState running = JobState.first(event(1, new JobEvent.Claimed("w1", 1, 0)));
        JobState accepted = running.apply(event(0, Samples.ACCEPTED));
        assertThat(accepted.status()).isEqualTo(JobStatus.RUNNING);
        assertThat(accepted.worker()).isEqualTo("w1");
        assertThat(accepted.frames()).isEqualTo(193);
        assertThat(accepted.createdAt()).isEqualTo(at(0));
        assertThat(accepted.updatedAt()).isEqualTo(at(1));

        // Else nobody would call back for a job that a worker finished before it was seen accepted.
        JobState ended = running.apply(event(2, Samples.COMPLETED)).apply(event(3, Samples.ACCEPTED));
        assertThat(ended.status()).isEqualTo(JobStatus.COMPLETED);
        assertThat(ended.tenant()).isEqualTo("studio");
        assertThat(ended.callback().url()).isEqualTo(Samples.SEALED.url());
        assertThat(ended.endedAt()).isEqualTo(at(2));
    }

    @Test
    void aNewAttemptVoidsTheProgressOfTheOneBeforeButNotItsChunks() {
        JobState state = JobState.first(event(0, new JobEvent.Claimed("w1", 1, 0)))
                .apply(event(1, new JobEvent.Chunk(1, 1, 3, 137, 193)))
                .apply(event(2, new JobEvent.Progress(1, 3, 3, 4, 8, 9.0)))
                .apply(event(3, new JobEvent.Claimed("w2", 2, 2)));
        assertThat(state.attempt()).isEqualTo(2);
        assertThat(state.worker()).isEqualTo("w2");
        assertThat(state.claimedAt()).isEqualTo(at(3));
        assertThat(state.progress()).isNull();
        assertThat(state.committedChunks()).isEqualTo(2);
        assertThat(state.committedFrames()).isEqualTo(137);
    }

    @Test
    void anOvertakenAttemptIsNotHeard() {
        JobState state = JobState.first(event(0, new JobEvent.Claimed("w2", 2, 0)));
        for (JobEvent late : List.of(
                new JobEvent.Claimed("w1", 1, 0),
                new JobEvent.Progress(1, 9, 9, 9, 9, null),
                new JobEvent.Chunk(1, 8, 9, 800, 900))) {
            assertThat(state.apply(event(1, late))).isSameAs(state);
        }
    }

    @Test
    void progressOfAnAttemptGoesForwardOnly() {
        JobState state = JobState.first(event(0, new JobEvent.Progress(1, 2, 3, 4, 8, null)));
        assertThat(state.apply(event(1, new JobEvent.Progress(1, 2, 3, 3, 8, null))))
                .isSameAs(state);
        assertThat(state.apply(event(1, new JobEvent.Progress(1, 1, 3, 8, 8, null))))
                .isSameAs(state);
        assertThat(state.apply(event(1, new JobEvent.Progress(1, 3, 3, 1, 8, null)))
                        .progress()
                        .window())
                .isEqualTo(3);
    }

    @Test
    void aLateClaimStillNamesTheWorkerOfProgressAlreadySeen() {
        JobState state = JobState.first(event(0, new JobEvent.Progress(1, 1, 3, 4, 8, null)))
                .apply(event(1, new JobEvent.Claimed("w1", 1, 0)));
        assertThat(state.worker()).isEqualTo("w1");
        assertThat(state.progress()).isNotNull();
        assertThat(state.apply(event(2, new JobEvent.Claimed("w9", 1, 0)))).isSameAs(state);
    }

    @Test
    void onlyTheIdTheTenantAndTheTimesOfADeletedJobAreLeft() {
        JobState ended = JobState.first(event(0, Samples.ACCEPTED)).apply(event(5, Samples.COMPLETED));

        JobState deleted = ended.apply(event(9, new JobEvent.Deleted()));

        assertThat(deleted)
                .isEqualTo(JobStateBuilder.builder()
                        .jobId(ended.jobId())
                        .sequence(3)
                        .status(JobStatus.COMPLETED)
                        .tenant("studio")
                        .createdAt(at(0))
                        .updatedAt(at(9))
                        .endedAt(at(5))
                        .deletion(new Deletion(at(9), List.of(Requests.PICTURE, Requests.VOICE), 0))
                        .build());
    }

    @Test
    void nothingBringsADeletedJobBack() {
        JobState deleted = JobState.first(event(0, Samples.ACCEPTED))
                .apply(event(5, Samples.COMPLETED))
                .apply(event(9, new JobEvent.Deleted()));
        for (JobEvent event : Samples.events()) {
            assertThat(deleted.apply(event(10, event))).as(event.name()).isSameAs(deleted);
        }
        JobState forgotten = JobState.first(event(9, new JobEvent.Deleted()));
        assertThat(forgotten.apply(event(10, Samples.ACCEPTED))).isSameAs(forgotten);
    }

    @Test
    void aJobThatHasNotEndedIsNotDeleted() {
        JobState state = JobState.first(event(0, Samples.ACCEPTED));
        assertThat(state.apply(event(1, new JobEvent.Deleted()))).isSameAs(state);
    }

    @Test
    void theObjectsOfADeletedJobAreDeletedTwice() {
        JobState deleted = JobState.first(event(0, Samples.ACCEPTED))
                .apply(event(5, Samples.COMPLETED))
                .apply(event(9, new JobEvent.Deleted()));

        JobState once = deleted.deletedOnceMore(at(10));

        assertThat(once.deletion()).isEqualTo(new Deletion(at(9), List.of(), 1));
        assertThat(once.sequence()).isEqualTo(deleted.sequence() + 1);
        assertThat(once.deletion().isDone()).isTrue();
        assertThat(once.deletion().isFinal()).isFalse();
        assertThat(once.deletedOnceMore(at(11)).deletion().isFinal()).isTrue();
    }

    @Test
    void refusesTheEventOfAnotherJob() {
        CloudEvent stranger = CloudEvent.of("/test", JobId.create(at(0)), at(0), new JobEvent.Assembling(1));
        assertThatThrownBy(() -> JobState.first(event(0, Samples.ACCEPTED)).apply(stranger))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(stranger.subject().value());
    }

    @Test
    void joinsTheQueueOnceHoweverOftenItIsAccepted() {
        CloudEvent accepted = CloudEvent.of("/test", Samples.JOB, at(0), Samples.ACCEPTED, TRACEPARENT);
        JobState state = JobState.after(null, accepted, at(1));
        assertThat(state.sequence()).isEqualTo(1);
        assertThat(state.intake())
                .isEqualTo(new JobState.Intake(
                        "image=Gx0d3kQ_",
                        at(1),
                        Samples.plan().warnings(),
                        List.of("af_heart"),
                        193L,
                        Asked.of(Samples.plan()),
                        Samples.plan().settings(),
                        Samples.ACCEPTED.retryOf(),
                        List.of(Requests.PICTURE, Requests.VOICE),
                        TRACEPARENT));
        assertThat(JobView.of(state).syntheticVoices()).containsExactly("af_heart");
        assertThat(state.waitsForPlan()).isFalse();
        assertThat(JobState.after(state, event(2, Samples.ACCEPTED), at(3))).isSameAs(state);
    }

    @Test
    void aWaitingJobHasAllThatItsTicketIsMadeOf() {
        JobState waiting = JobState.after(null, event(0, Samples.ACCEPTED), at(1));
        assertThat(waiting.waitsForTicket()).isTrue();
        assertThat(waiting.hasTicket()).isFalse();
        assertThat(waiting.plan()).isEqualTo(Samples.plan());
        JobState read = Json.read(Json.write(waiting), JobState.class);
        assertThat(read).isEqualTo(waiting);
        assertThat(read.plan()).isEqualTo(Samples.plan());
        assertThat(waiting.priority()).isEqualTo(Priority.LOW);
        assertThat(waiting.queue().expiresAt()).isEqualTo(at(0).plusMillis(90_500));
    }

    @Test
    void aTicketIsPublishedOnce() {
        JobState waiting = JobState.after(null, event(0, Samples.ACCEPTED), at(1));
        JobState dispatched = waiting.apply(event(2, new JobEvent.Dispatched()));
        assertThat(dispatched.hasTicket()).isTrue();
        assertThat(dispatched.waitsForTicket()).isFalse();
        assertThat(dispatched.queue().dispatchedAt()).isEqualTo(at(2));
        assertThat(dispatched.apply(event(3, new JobEvent.Dispatched()))).isSameAs(dispatched);
        assertThatThrownBy(dispatched::plan).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void aJobThatAWorkerBeganHadATicketThoughNobodySaidSo() {
        JobState waiting = JobState.after(null, event(0, Samples.ACCEPTED), at(1));
        JobState claimed = waiting.apply(event(2, new JobEvent.Claimed("w1", 1, 0)));
        assertThat(claimed.waitsForTicket()).isFalse();
        assertThat(claimed.apply(event(3, new JobEvent.Dispatched())).waitsForTicket())
                .isFalse();
    }

    @Test
    void aJobThatEndsWaitsNoMore() {
        JobState waiting = JobState.after(null, event(0, Samples.ACCEPTED), at(1));
        JobState ended = waiting.apply(event(2, new JobEvent.Cancelled("enough")));
        assertThat(ended.waitsForTicket()).isFalse();
        assertThat(ended.apply(event(3, new JobEvent.Dispatched()))).isSameAs(ended);
        assertThat(ended.intake().settings()).as("for a retry").isNotNull();
    }

    @Test
    void aJobOfAFarmWithoutAQueueHasItsTicket() {
        JobState waiting = JobState.after(null, event(0, Samples.ACCEPTED), at(1));
        ObjectNode old = Json.mapper().valueToTree(waiting);
        old.remove("queue");
        JobState read = Json.read(Json.write(old), JobState.class);
        assertThat(read.waitsForTicket()).isFalse();
        assertThat(read.hasTicket()).isTrue();
        assertThat(read.waitsForPlan()).isFalse();
        assertThat(read.priority()).isEqualTo(Priority.NORMAL);
    }

    @Test
    void thePriorityOfAWaitingJobCanBeChanged() {
        JobState waiting = JobState.after(null, event(0, Samples.ACCEPTED), at(1));
        JobState raised = waiting.apply(event(2, new JobEvent.Prioritized(Priority.HIGH)));
        assertThat(raised.priority()).isEqualTo(Priority.HIGH);
        assertThat(raised.waitsForTicket()).isTrue();
        assertThat(raised.apply(event(3, new JobEvent.Prioritized(Priority.HIGH))))
                .isSameAs(raised);
        JobState dispatched = raised.apply(event(4, new JobEvent.Dispatched()));
        assertThat(dispatched.apply(event(5, new JobEvent.Prioritized(Priority.LOW))))
                .isSameAs(dispatched);
    }

    @Test
    void prioritiesThatAreReadOnceMoreComeToTheSame() {
        List<CloudEvent> news = List.of(
                event(2, new JobEvent.Prioritized(Priority.HIGH)), event(3, new JobEvent.Prioritized(Priority.NORMAL)));
        JobState waiting = JobState.after(null, event(0, Samples.ACCEPTED), at(1));
        for (int time = 0; time < 2; time++) {
            for (CloudEvent event : news) {
                waiting = waiting.apply(event);
            }
            assertThat(waiting.priority()).isEqualTo(Priority.NORMAL);
        }
    }

    @Test
    void aJobThatGaveWayWaitsAgainWithItsPlanAndItsTicket() {
        JobState running = running();
        JobState waits = running.apply(event(5, YIELDED));
        assertThat(waits.status()).isEqualTo(JobStatus.ACCEPTED);
        assertThat(waits.waitsForTicket()).isTrue();
        assertThat(waits.plan()).isEqualTo(Samples.plan());
        assertThat(waits.queue().ticket()).isEqualTo("t1");
        assertThat(waits.queue().yields()).isEqualTo(1);
        assertThat(waits.queue().expiresAt()).isNull();
        assertThat(waits.attempt()).isEqualTo(1);
        assertThat(waits.committedFrames()).isEqualTo(81);
        assertThat(Json.read(Json.write(waits), JobState.class)).isEqualTo(waits);

        JobState again =
                waits.apply(event(6, new JobEvent.Dispatched())).apply(event(7, new JobEvent.Claimed("w2", 2, 1)));
        assertThat(again.status()).isEqualTo(JobStatus.RUNNING);
        assertThat(again.worker()).isEqualTo("w2");
        assertThat(again.progress()).isNull();
        assertThat(again.apply(event(8, YIELDED))).isSameAs(again);
        assertThat(waits.apply(event(8, new JobEvent.Cancelled("x"))).status()).isEqualTo(JobStatus.CANCELLED);
    }

    @Test
    void newsOfAnAttemptThatGaveWayDoNotBeginItAgain() {
        JobState waits = running().apply(event(5, YIELDED));
        for (JobEvent old : List.of(
                new JobEvent.Claimed("w1", 1, 0),
                new JobEvent.Progress(1, 1, 3, 2, 8, 40.0),
                new JobEvent.Chunk(1, 0, 3, 81, 193),
                YIELDED)) {
            assertThat(waits.apply(event(6, old))).isSameAs(waits);
        }
    }

    private static JobState running() {
        return JobState.after(null, event(0, Samples.ACCEPTED), at(1))
                .apply(event(1, new JobEvent.Dispatched()))
                .apply(event(2, new JobEvent.Claimed("w1", 1, 0)))
                .apply(event(3, new JobEvent.Progress(1, 1, 3, 2, 8, 40.0)))
                .apply(event(4, new JobEvent.Chunk(1, 0, 3, 81, 193)));
    }

    @Test
    void remembersAllSettingsUntilThereIsAPlanInTheStore() {
        JobState accepted = JobState.first(event(0, Samples.ACCEPTED));
        JobState claimed = accepted.apply(event(1, new JobEvent.Claimed("w1", 1, 0)));
        assertThat(accepted.intake().settings()).isEqualTo(Samples.plan().settings());
        assertThat(claimed.intake().settings()).isNull();
        assertThat(claimed.apply(event(2, Samples.COMPLETED)).asked())
                .isEqualTo(Asked.of(Samples.plan()))
                .isNotNull();
        CloudEvent late = event(2, Samples.ACCEPTED);
        JobState other =
                JobState.first(event(1, new JobEvent.Claimed("w1", 1, 0))).apply(late);
        assertThat(other.intake().settings()).isNull();
        assertThat(other.asked()).isEqualTo(accepted.asked());
    }

    @Test
    void aLongPromptIsShortenedForLists() {
        String prompt = "\ud83d\ude00".repeat(Asked.PROMPT_LENGTH + 1);
        RenderPlan plan = Samples.plan();
        RenderSettings settings =
                RenderSettingsBuilder.builder(plan.settings()).prompt(prompt).build();
        Asked asked = Asked.of(new RenderPlan(
                plan.jobId(),
                settings,
                plan.width(),
                plan.height(),
                plan.chunks(),
                plan.picture(),
                plan.voices(),
                plan.encoder(),
                plan.warnings(),
                plan.ticket()));
        assertThat(asked.prompt().codePointCount(0, asked.prompt().length())).isEqualTo(Asked.PROMPT_LENGTH);
        assertThat(asked.prompt()).endsWith("\ud83d\ude00…");
    }

    @Test
    void showsWhatTheCallerWasWarnedOfToTheEnd() {
        JobState ended = JobState.first(event(0, Samples.ACCEPTED)).apply(event(1, Samples.COMPLETED));
        assertThat(JobView.of(ended).warnings())
                .isEqualTo(Samples.plan().warnings())
                .isNotEmpty();
    }

    @Test
    void aJobOfAnOlderFarmIsDispatchedWhenItIsAcceptedOnceMore() {
        JobState old = JobState.first(event(0, Samples.ACCEPTED)).apply(event(1, new JobEvent.Claimed("w1", 1, 0)));
        assertThat(old.waitsForPlan()).isTrue();
        JobState state = JobState.after(old, event(2, Samples.ACCEPTED), at(3));
        assertThat(state.waitsForPlan()).isFalse();
        assertThat(state.status()).isEqualTo(JobStatus.RUNNING);
        assertThat(state.sequence()).isEqualTo(old.sequence() + 1);
    }

    @Test
    void aSecretOfAnOlderFarmIsKept() {
        String old =
                "{'jobId':'%s','status':'running','callback':{'url':'https://x.example','secret':'whsec_x','status':'pending'}}"
                        .formatted(Samples.JOB);
        assertThat(Json.read(old.replace('\'', '"'), JobState.class).callback().sealed())
                .isEqualTo("whsec_x");
    }

    @Test
    void countsTheCallsOfTheWebhook() {
        JobState state = JobState.first(event(0, Samples.ACCEPTED)).apply(event(1, Samples.COMPLETED));
        state = state.withCallback(state.callback().retryAt(at(9), call(at(2), "503")), at(2));
        assertThat(state.callback())
                .isEqualTo(CallbackBuilder.builder()
                        .url(Samples.SEALED.url())
                        .sealed(Samples.SEALED.sealed())
                        .status(Callback.Status.PENDING)
                        .attempts(1)
                        .nextAttemptAt(at(9))
                        .lastResult("503")
                        .notices(List.of(new Callback.Notice(WebhookEvent.COMPLETED, 0, at(1), 1)))
                        .calls(List.of(call(at(2), "503")))
                        .build());
        state = state.withCallback(state.callback().delivered(call(at(9), "204"), true), at(9));
        assertThat(state.callback().status()).isEqualTo(Callback.Status.DELIVERED);
        assertThat(state.callback().attempts()).isEqualTo(2);
        assertThat(state.callback().nextAttemptAt()).isNull();
        assertThat(state.sequence()).isEqualTo(4);
        assertThat(state.status()).isEqualTo(JobStatus.COMPLETED);
    }

    @Test
    void comesBackAsItWasWritten() {
        JobState state = JobState.first(event(0, Samples.events().get(0)));
        for (JobEvent event : Samples.events()) {
            state = state.apply(event(1, event));
            assertThat(Json.read(Json.write(state), JobState.class)).isEqualTo(state);
        }
    }

    @Test
    void neitherItsTextNorItsViewTellsTheSecret() {
        JobState state = JobState.first(event(0, Samples.ACCEPTED)).apply(event(1, Samples.COMPLETED));
        assertThat(state.toString()).doesNotContain(Samples.SEALED.sealed());
        assertThat(Samples.request().toString()).doesNotContain(Samples.SEALED.sealed());
        String view = Json.write(JobView.of(state));
        assertThat(view).doesNotContain(Samples.SEALED.sealed()).contains(Samples.SEALED.url());
    }

    @Test
    void itsViewSaysWhereTheVideoIs() {
        JobState state = JobState.first(event(0, Samples.ACCEPTED));
        assertThat(JobView.of(state).video()).isNull();
        JobView view = JobView.of(state.apply(event(1, Samples.COMPLETED)));
        assertThat(view.video().href()).isEqualTo("/v1/jobs/" + Samples.JOB + "/video");
        assertThat(view.video().frames()).isEqualTo(193);
        assertThat(Json.read(Json.write(view), JobView.class)).isEqualTo(view);
    }

    private static Instant at(int second) {
        return Samples.NOW.plusSeconds(second);
    }

    private static CloudEvent event(int second, JobEvent event) {
        return CloudEvent.of("/test", Samples.JOB, at(second), event);
    }

    @Test
    void aPhaseThatComesLaterInAWindowIsNews() {
        JobState state = JobState.first(event(0, Samples.ACCEPTED))
                .apply(event(1, new JobEvent.Progress(1, 1, 2, 0, 1, null, Phase.LOADING)))
                .apply(event(2, new JobEvent.Progress(1, 1, 2, 0, 8, null, Phase.RENDERING)))
                .apply(event(3, new JobEvent.Progress(1, 1, 2, 8, 8, 9.0)))
                .apply(event(4, new JobEvent.Progress(1, 1, 2, 8, 8, 5.0, Phase.DECODING)));
        assertThat(state.progress()).isEqualTo(new JobState.Progress(1, 2, 8, 8, 5.0, Phase.DECODING));
        JobState late = state.apply(event(5, new JobEvent.Progress(1, 1, 2, 8, 8, 9.0)));
        assertThat(late.progress()).isEqualTo(state.progress());
        assertThat(late.apply(event(6, new JobEvent.Progress(1, 2, 2, 0, 8, 4.0)))
                        .progress()
                        .phase())
                .isEqualTo(Phase.RENDERING);
    }

    @Test
    void progressOfOlderFarmsIsRendering() {
        assertThat(Json.read("{\"window\":1,\"windows\":2,\"step\":1,\"steps\":8}", JobState.Progress.class)
                        .phase())
                .isEqualTo(Phase.RENDERING);
    }

    @Test
    void tellsWhatTheReceiverAskedForInItsOrder() {
        JobState state = JobState.first(event(0, accepted(WebhookEvent.CLAIMED, WebhookEvent.COMPLETED)))
                .apply(event(1, new JobEvent.Claimed("w", 1, 0)))
                .apply(event(2, new JobEvent.Assembling(1)))
                .apply(event(3, Samples.COMPLETED));

        assertThat(state.callback().notices())
                .containsExactly(
                        new Callback.Notice(WebhookEvent.CLAIMED, 1, at(1), 0),
                        new Callback.Notice(WebhookEvent.COMPLETED, 0, at(3), 0));
        Callback told = state.callback().delivered(call(at(4), "204"), true);
        assertThat(told.status()).isEqualTo(Callback.Status.PENDING);
        assertThat(told.delivered(call(at(5), "204"), true).status()).isEqualTo(Callback.Status.DELIVERED);
    }

    @Test
    void anEndThatNobodyAskedForIsSkipped() {
        JobState state = JobState.first(event(0, accepted(WebhookEvent.FAILED))).apply(event(1, Samples.COMPLETED));

        assertThat(state.callback().status()).isEqualTo(Callback.Status.SKIPPED);
        assertThat(state.callback().due()).isFalse();
    }

    @Test
    void aCallThatIsGivenUpKeepsNothingLaterFromBeingTold() {
        JobState state = JobState.first(event(0, accepted(WebhookEvent.ACCEPTED, WebhookEvent.COMPLETED)))
                .apply(event(1, Samples.COMPLETED));

        Callback after = state.callback().givenUp(call(at(9), "500"), true);

        assertThat(after.next().event()).isEqualTo(WebhookEvent.COMPLETED);
        assertThat(after.givenUp(call(at(9), "500"), true).status()).isEqualTo(Callback.Status.EXHAUSTED);
    }

    @Test
    void anEndIsToldAgainOnRequest() {
        JobState state = JobState.first(event(0, Samples.ACCEPTED)).apply(event(1, Samples.COMPLETED));
        state = state.withCallback(state.callback().exhausted(call(at(2), "410")), at(2));

        JobState again = state.apply(event(3, new JobEvent.Redelivery()));

        assertThat(again.callback().next()).isEqualTo(new Callback.Notice(WebhookEvent.COMPLETED, 0, at(3), 0));
        assertThat(again.callback().calls()).hasSize(1);
        assertThat(again.status()).isEqualTo(JobStatus.COMPLETED);
    }

    @Test
    void nothingIsToldAgainBeforeTheEnd() {
        JobState state = JobState.first(event(0, Samples.ACCEPTED));

        assertThat(state.apply(event(1, new JobEvent.Redelivery()))).isSameAs(state);
    }

    @Test
    void anEndedStateOfAnOlderFarmStillCalls() {
        String old = "{'jobId':'%s','sequence':4,'status':'failed','createdAt':'%s','endedAt':'%s',"
                        .formatted(Samples.JOB, at(0), at(3))
                + "'callback':{'url':'https://x.example/hook','status':'pending','attempts':1}}";

        Callback callback = Json.read(old.replace('\'', '"'), JobState.class).callback();

        assertThat(callback.next()).isEqualTo(new Callback.Notice(WebhookEvent.FAILED, 0, at(3), 0));
    }

    @Test
    void keepsTheLatestTwentyCalls() {
        Callback callback = JobState.first(event(0, Samples.ACCEPTED))
                .apply(event(1, Samples.COMPLETED))
                .callback();
        for (int i = 0; i < 30; i++) {
            callback = callback.retryAt(at(i + 1), call(at(i), "503"));
        }

        assertThat(callback.calls()).hasSize(20).endsWith(call(at(29), "503"));
        assertThat(callback.next().failed()).isEqualTo(30);
    }

    private static Callback.Call call(Instant at, String result) {
        return new Callback.Call(WebhookEvent.COMPLETED, at, result, 5);
    }

    private static JobEvent.Accepted accepted(WebhookEvent... events) {
        JobEvent.Accepted sample = Samples.ACCEPTED;
        return new JobEvent.Accepted(
                sample.tenant(),
                sample.labels(),
                sample.engine(),
                sample.speakers(),
                sample.frames(),
                sample.chunks(),
                sample.width(),
                sample.height(),
                sample.etaSeconds(),
                new SealedWebhook(Samples.SEALED.url(), Samples.SEALED.sealed(), List.of(events)),
                sample.fingerprint(),
                sample.plan(),
                null,
                List.of());
    }
}
