package dev.parley.worker.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.parley.contracts.ChunkCommitted;
import dev.parley.contracts.Fault;
import dev.parley.contracts.JobEvent;
import dev.parley.contracts.Json;
import dev.parley.contracts.ObjectKeys;
import dev.parley.contracts.RenderRequest;
import dev.parley.contracts.RenderRequest.Engine;
import dev.parley.contracts.RenderTicket;
import dev.parley.contracts.RequestReader;
import dev.parley.kit.store.End;
import dev.parley.kit.store.Ends;
import dev.parley.media.ChunkEncoder;
import dev.parley.testkit.Counters;
import dev.parley.testkit.Histograms;
import dev.parley.testkit.TestStore;
import dev.parley.worker.TestPlans;
import dev.parley.worker.claim.Claim;
import dev.parley.worker.claim.Stop;
import dev.parley.worker.claim.Verdict;
import dev.parley.worker.render.DeviceFailedException;
import dev.parley.worker.render.LeftWindow;
import dev.parley.worker.render.WindowState;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How work on a job ends when it does not end with a video. */
class JobEndTest extends JobAtWork {
    private Runnable afterwards;

    @ParameterizedTest
    @ValueSource(strings = {"", "{", "null", "[]", "{\"id\":\"t\"}", "{\"id\":\"t\",\"plan\":{\"jobId\":\"x\"}}"})
    void whatIsNoTicketGoesToTheDeadLettersAndEndsNobodysJob(String record) {
        assertThat(work().run(claim(1, record, new Stop()))).isEqualTo(Verdict.GIVE_UP);
        assertThat(said.events).isEmpty();
        assertThat(said.deadLetters).singleElement().satisfies(letter -> {
            assertThat(letter.request()).isNull();
            assertThat(letter.message()).contains("parley.renders-0@7").contains("is not a ticket");
        });
    }

    @Test
    void aSecondTicketOfARunningJobIsDropped() {
        stripes.trick = window -> {
            if (window == 1) {
                assertThat(work().run(second())).isEqualTo(Verdict.DONE);
            }
        };
        assertThat(work().run(claim(1))).isEqualTo(Verdict.DONE);
        assertThat(said.events).filteredOn(JobEvent.Claimed.class::isInstance).hasSize(1);
        assertThat(stripes.windows).containsExactly(0, 1, 2, 3);
    }

    @Test
    void aSecondTicketOfAnEndedJobIsDropped() {
        work().run(claim(1));
        said.events.clear();
        said.chunks.clear();
        assertThat(work().run(second())).isEqualTo(Verdict.DONE);
        assertThat(said.events).isEmpty();
        assertThat(said.chunks).isEmpty();
    }

    @Test
    void aSecondTicketOfAFailedJobIsDropped() {
        stripes.trick = window -> {
            throw new IllegalStateException("no such layer");
        };
        assertThat(work().run(claim(1))).isEqualTo(Verdict.GIVE_UP);
        assertThat(work().run(second())).isEqualTo(Verdict.GIVE_UP);
        assertThat(said.deadLetters).hasSize(1);
        assertThat(stripes.windows).containsExactly(0);
    }

    @Test
    void aPlanOfAFarmWithoutTicketsIsGoneOnWith() {
        String old = Json.write(plan().begunBy(ChunkEncoder.bestEncoder(), null));
        objects().put(ObjectKeys.plan(job), old.getBytes(StandardCharsets.UTF_8), "application/json");
        assertThat(work().run(claim(1))).isEqualTo(Verdict.DONE);
        assertThat(ledger()).hasSize(4);
    }

    private Claim second() {
        return claim(1, TestPlans.ticket("ticket-2", plan()), new Stop());
    }

    @Test
    void aCancelledJobStopsBetweenStepsAndSaysNothingMore() {
        stripes.trick = window -> {
            if (window == 2) {
                running.cancel(job);
            }
        };
        assertThat(work().run(claim(1))).isEqualTo(Verdict.DONE);
        assertThat(said.events).noneMatch(JobEvent::terminal);
        assertThat(said.progress).noneMatch(step -> step.window() > 2);
        assertThat(stripes.windows).containsExactly(0, 1, 2);
        assertThat(Counters.value(registry, "parley_worker_wasted_gpu_seconds", "reason", "cancel"))
                .isPositive()
                .isCloseTo(
                        Counters.value(
                                registry,
                                "parley_worker_gpu_seconds",
                                "engine",
                                "pantomime",
                                "tenant",
                                plan().settings().tenant()),
                        within(1e-9));
        assertThat(Histograms.count(registry, "parley_worker_cancel_seconds")).isEqualTo(1);
    }

    @Test
    void whatWasHandedOverBeforeACancellationWasHeardIsDeleted() {
        stripes.trick = window -> {
            if (window == 3) {
                cancelledBefore = true;
                running.cancel(job);
            }
        };
        assertThat(work().run(claim(1))).isEqualTo(Verdict.DONE);
        assertThat(ledger()).isNotEmpty();
        assertThat(objects().list(ObjectKeys.stateFolder(job))).isEmpty();
    }

    @Test
    void aWorkerThatWakesUpAfterTheVideoIsThereLeavesNothingBehind() {
        Stop stop = new Stop();
        stripes.trick = window -> {
            if (window == 3) {
                objects().put(ObjectKeys.video(job), new byte[1], "video/mp4");
                stop.raise(Stop.Reason.LOST);
            }
        };
        assertThat(work().run(claim(1, TestPlans.ticket(plan()), stop))).isEqualTo(Verdict.GIVE_BACK);
        assertThat(objects().list(ObjectKeys.stateFolder(job))).isEmpty();
    }

    @Test
    void aClaimThatSomebodyElseHasNowKeepsItsState() {
        Stop stop = new Stop();
        stripes.trick = window -> {
            if (window == 3) {
                stop.raise(Stop.Reason.LOST);
            }
        };
        assertThat(work().run(claim(1, TestPlans.ticket(plan()), stop))).isEqualTo(Verdict.GIVE_BACK);
        assertThat(objects().list(ObjectKeys.stateFolder(job))).isNotEmpty();
    }

    @Test
    void aJobThatWasCancelledBeforeIsNotBegun() {
        cancelledBefore = true;
        assertThat(work().run(claim(1))).isEqualTo(Verdict.DONE);
        assertThat(said.events).isEmpty();
        assertThat(objects().list(ObjectKeys.folder(job))).isEmpty();
    }

    @Test
    void whatAnotherWorkerMayManageIsGivenBackUntilTooManyFailedInARow() {
        stripes.trick = window -> {
            if (window == 1) {
                throw new OutOfMemoryError("CUDA out of memory");
            }
        };
        // The first one committed a chunk, which speaks for the job.
        for (int attempt = 1; attempt <= LIMIT; attempt++) {
            assertThat(work().run(claim(1))).isEqualTo(Verdict.GIVE_BACK);
        }
        assertThat(said.events).noneMatch(JobEvent::terminal);

        assertThat(work().run(claim(1))).isEqualTo(Verdict.GIVE_UP);
        assertThat(said.events)
                .last()
                .isEqualTo(new JobEvent.Failed(Fault.OUT_OF_MEMORY, "CUDA out of memory", LIMIT + 1));
        assertThat(said.deadLetters).singleElement().satisfies(letter -> {
            RenderRequest again = new RequestReader().read(letter.request());
            assertThat(again.jobId()).as("published again it is a new job").isNull();
            assertThat(again.image()).isEqualTo(image);
            assertThat(letter.attempts()).isEqualTo(LIMIT + 1);
        });
        assertThat(stripes.windows).as("the first chunk is rendered once").containsExactly(0, 1, 1, 1, 1);
    }

    @Test
    void aBugIsNotTriedTwice() {
        stripes.trick = window -> {
            throw new IllegalStateException("no such layer");
        };
        assertThat(work().run(claim(1))).isEqualTo(Verdict.GIVE_UP);
        assertThat(said.deadLetters).extracting(letter -> letter.fault()).containsExactly(Fault.INTERNAL);
    }

    @Test
    void aJobThatWasGivenUpIsNotRenderedAgainNorBuriedTwice() {
        stripes.trick = window -> {
            if (window == 1) {
                throw new IllegalStateException("no such layer");
            }
        };
        assertThat(work().run(claim(1))).isEqualTo(Verdict.GIVE_UP);
        said.events.clear();
        assertThat(work().run(claim(2))).as("the verdict was not heard").isEqualTo(Verdict.GIVE_UP);
        assertThat(stripes.windows).containsExactly(0, 1);
        assertThat(said.events).isEmpty();
        assertThat(said.deadLetters).hasSize(1);
    }

    @Test
    void anEndThatWasDecidedAndNotToldIsTheEndThatTheNextWorkerTells() {
        End decided = new End(Fault.BAD_INPUT, "too dark", 1, Instant.parse("2026-11-01T00:00:00Z"), false);
        new Ends(objects()).decide(job, decided);
        assertThat(work().run(claim(2))).isEqualTo(Verdict.GIVE_UP);
        assertThat(stripes.windows).isEmpty();
        assertThat(said.events).containsExactly(new JobEvent.Failed(Fault.BAD_INPUT, "too dark", 1));
        assertThat(said.deadLetters).singleElement().satisfies(letter -> assertThat(letter.at())
                .isEqualTo(decided.at()));
        assertThat(new Ends(objects()).find(job)).contains(decided.afterTelling());
    }

    @Test
    void ofTwoEndsTheFirstCounts() {
        End first = new End(Fault.TIMEOUT, "first", 3, Instant.EPOCH, false);
        End second = new End(Fault.INTERNAL, "second", 4, Instant.EPOCH, false);
        assertThat(new Ends(objects()).decide(job, first)).isEqualTo(first);
        assertThat(new Ends(objects()).decide(job, second)).isEqualTo(first);
    }

    /** Kafka would drop it without a word if this worker died. */
    @Test
    void theLastDeliveryIsNotWorkedOnButPublishedAgain() {
        Claim last = claim(LIMIT);
        assertThat(work().run(last)).isEqualTo(Verdict.DONE);
        assertThat(said.again).containsExactly(last);
        assertThat(stripes.windows).isEmpty();
    }

    @Test
    void aJobOverWhichWorkersDieIsGivenUpBeforeAnotherOneDoes() {
        for (int death = 1; death <= LIMIT; death++) {
            // A worker that dies leaves what it had written when its window began.
            stripes.trick = window -> {
                Tries asItWas = new TryBook(objects()).of(job);
                afterwards = () -> new TryBook(objects()).write(job, asItWas);
                throw new FaultException(Fault.DEPENDENCY, "as if dead");
            };
            assertThat(work().run(claim(1))).isEqualTo(Verdict.GIVE_BACK);
            afterwards.run();
        }
        said.events.clear();
        assertThat(work().run(claim(1))).isEqualTo(Verdict.GIVE_UP);
        assertThat(stripes.windows).hasSize(LIMIT);
        assertThat(said.deadLetters).singleElement().satisfies(letter -> assertThat(letter.message())
                .isEqualTo("%d workers in a row ended without a word over chunk 0 of %s, the latest was w1"
                        .formatted(LIMIT, job)));
    }

    /** As while a broker comes and goes: each finds its claim lost after another one has begun. */
    @Test
    void workersThatLoseTheirClaimsAreNotTakenForDead() {
        for (int lost = 0; lost <= LIMIT; lost++) {
            Stop stop = new Stop();
            stripes.trick = window -> {
                TryBook book = new TryBook(objects());
                Tries mine = book.of(job);
                book.write(job, mine.weighed(0).begun(mine.attempt() + 1, "w2").ended());
                stop.raise(Stop.Reason.LOST);
            };
            assertThat(work().run(claim(1, stop))).isEqualTo(Verdict.GIVE_BACK);
        }
        assertThat(new TryBook(objects()).of(job).deaths()).isGreaterThan(LIMIT);
        stripes.trick = window -> {};
        assertThat(work().run(claim(1))).isEqualTo(Verdict.DONE);
        assertThat(said.deadLetters).isEmpty();
    }

    /** Its delivery has the number of an attempt that somebody else is at. */
    @Test
    void aClaimThatIsLostBeforeItsAttemptBeganSaysNothingOfOthers() {
        Tries others = Tries.NONE.weighed(0).begun(1, "w2");
        new TryBook(objects()).write(job, others);
        Stop stop = new Stop();
        stop.raise(Stop.Reason.LOST);
        assertThat(work().run(claim(1, stop))).isEqualTo(Verdict.GIVE_BACK);
        assertThat(new TryBook(objects()).of(job)).isEqualTo(others);
    }

    @Test
    void aDeviceThatFailsEndsTheWorkerAndNotTheJob() {
        stripes.trick = window -> {
            throw new DeviceFailedException("CUDA error: an illegal memory access was encountered", null);
        };
        assertThat(work().run(claim(1))).isEqualTo(Verdict.GIVE_BACK);
        assertThat(deviceFailures).containsExactly("CUDA error: an illegal memory access was encountered");
        assertThat(said.deadLetters).isEmpty();
    }

    @Test
    void orderlyStopsSayNothingAgainstAJob() {
        for (int stops = 0; stops <= LIMIT + 1; stops++) {
            Stop stop = new Stop();
            stripes.trick = window -> stop.raise(Stop.Reason.SHUTDOWN);
            assertThat(work().run(claim(1, stop))).isEqualTo(Verdict.GIVE_BACK);
        }
        stripes.trick = window -> {};
        assertThat(work().run(claim(1))).isEqualTo(Verdict.DONE);
        assertThat(said.deadLetters).isEmpty();
    }

    @Test
    void aClaimLostAtTheLastDeliveryPublishesTheTicketAgain() {
        Stop stop = new Stop();
        stop.raise(Stop.Reason.LOST);
        Claim claim = claim(LIMIT, stop);
        assertThat(work().run(claim)).isEqualTo(Verdict.DONE);
        assertThat(said.again).containsExactly(claim);
    }

    @Test
    void aStoreThatIsAwayBeforeAnythingWasTriedEndsNoJob() {
        Claim last = claim(LIMIT);
        assertThat(work(TestStore.nowhere()).run(claim(1))).isEqualTo(Verdict.GIVE_BACK);
        assertThat(work(TestStore.nowhere()).run(last)).isEqualTo(Verdict.DONE);
        assertThat(said.again).containsExactly(last);
        assertThat(said.events).isEmpty();
        assertThat(said.deadLetters).isEmpty();
    }

    @Test
    void anEndThatCannotBeToldIsNoEnd() {
        stripes.trick = window -> {
            said.mute = true;
            throw new IllegalStateException("no such layer");
        };
        assertThat(work().run(claim(1))).isEqualTo(Verdict.GIVE_BACK);
        said.mute = false;
        assertThat(work().run(claim(2))).isEqualTo(Verdict.GIVE_UP);
        assertThat(said.deadLetters).singleElement().satisfies(letter -> assertThat(letter.attempts())
                .isEqualTo(1));
    }

    @Test
    void aWindowThatHangsIsInterruptedAndGivenBack() {
        windowTimeout = Duration.ofMillis(200);
        stripes.trick = window -> new CountDownLatch(1).await();
        for (int attempt = 1; attempt < LIMIT; attempt++) {
            assertThat(work().run(claim(attempt))).isEqualTo(Verdict.GIVE_BACK);
        }
        assertThat(hopeless).isFalse();
        assertThat(work().run(claim(1))).isEqualTo(Verdict.GIVE_UP);
        assertThat(said.events).last().isInstanceOfSatisfying(JobEvent.Failed.class, failed -> {
            assertThat(failed.fault()).isEqualTo(Fault.TIMEOUT);
            assertThat(failed.message()).isEqualTo("Of %s, window 0 took longer than 0.2s".formatted(job));
        });
    }

    @Test
    void aProcessWhoseWindowDoesNotEndIsEndedAndTheNextAttemptKnowsWhy() {
        windowTimeout = Duration.ofMillis(200);
        hangGrace = Duration.ofMillis(100);
        for (int death = 1; death <= LIMIT; death++) {
            hopeless.set(false);
            stripes.trick = window -> {
                while (!hopeless.get()) {
                    Thread.onSpinWait(); // as native code, which no interruption ends
                }
                Tries asItWas = new TryBook(objects()).of(job);
                afterwards = () -> new TryBook(objects()).write(job, asItWas);
                throw new FaultException(Fault.DEPENDENCY, "as if dead");
            };
            work().run(claim(1));
            afterwards.run();
        }
        said.deadLetters.clear();
        stripes.trick = window -> {};
        objects().delete(ObjectKeys.end(job));
        assertThat(work().run(claim(1))).isEqualTo(Verdict.GIVE_UP);
        assertThat(said.deadLetters).singleElement().satisfies(letter -> {
            assertThat(letter.fault()).isEqualTo(Fault.TIMEOUT);
            assertThat(letter.message())
                    .isEqualTo("%d workers in a row had to be ended over chunk 0 of %s, the latest was w1: "
                                    .formatted(LIMIT, job)
                            + "window 0 took longer than 0.2s");
        });
    }

    @Test
    void aCancelledJobThatDoesNotStopEndsTheProcess() {
        hangGrace = Duration.ofMillis(100);
        windowTimeout = Duration.ofMillis(200);
        stripes.trick = window -> {
            running.cancel(job);
            while (!hopeless.get()) {
                Thread.onSpinWait();
            }
        };
        assertThat(work().run(claim(1))).isEqualTo(Verdict.DONE);
        assertThat(hopeless).isTrue();
    }

    @Test
    void aBrokenWindowIsRenderedOnceMoreWithOtherNoise() {
        stripes.noisy = true;
        stripes.grays.add(0);
        assertThat(work().run(claim(1))).isEqualTo(Verdict.DONE);
        assertThat(stripes.windows).containsExactly(0, 0, 1, 2, 3);
        assertThat(stripes.takes).containsExactly(0, 1, 0, 0, 0);
        assertThat(ledger()).extracting(ChunkCommitted::retakes).containsExactly(1, 0, 0, 0);
    }

    @Test
    void aWindowThatIsBrokenTwiceFailsItsJob() {
        stripes.noisy = true;
        stripes.grays.addAll(List.of(0, 128));
        assertThat(work().run(claim(1))).isEqualTo(Verdict.GIVE_UP);
        assertThat(said.events).last().isInstanceOfSatisfying(JobEvent.Failed.class, failed -> {
            assertThat(failed.fault()).isEqualTo(Fault.QUALITY);
            assertThat(failed.message())
                    .isEqualTo("Window 0 of %s came out broken 2 times, lastly BLANK: ".formatted(job)
                            + "frame 0 has one color, the picture more");
        });
        assertThat(ledger()).isEmpty();
    }

    @Test
    void aShutdownCommitsWhatIsRenderedAndGivesTheRestBack() {
        Stop stop = new Stop();
        stripes.trick = window -> {
            if (window == 2) {
                stop.raise(Stop.Reason.SHUTDOWN);
            }
        };
        Claim claim = claim(1, stop);
        assertThat(work().run(claim)).isEqualTo(Verdict.GIVE_BACK);
        assertThat(ledger()).extracting(ChunkCommitted::index).containsExactly(0, 1);
    }

    @Test
    void aShutdownLeavesAWindowAtItsNextStepAndTheNextAttemptGoesOnThere() {
        leaveWindowTwo(Stop.Reason.SHUTDOWN);
        assertThat(ledger()).extracting(ChunkCommitted::index).containsExactly(0, 1);
        assertThat(left()).hasSize(1);

        assertThat(work().run(claim(2))).isEqualTo(Verdict.DONE);
        assertThat(stripes.steps)
                .containsExactly("0.1", "0.2", "0.3", "1.1", "1.2", "1.3", "2.1", "2.2", "2.3", "3.1", "3.2", "3.3");
        assertThat(ledger()).hasSize(4);
    }

    @Test
    void aLeftWindowThatWasSpoiltIsRenderedFromItsBeginning() {
        leaveWindowTwo(Stop.Reason.SHUTDOWN);
        objects().put(left().get(0), new byte[] {1, 2, 3}, "application/octet-stream");

        assertThat(work().run(claim(2))).isEqualTo(Verdict.DONE);
        assertThat(stripes.steps).containsSubsequence("2.1", "2.2", "2.1", "2.2", "2.3");
    }

    @Test
    void aLeftWindowThatFitsNothingIsRenderedFromItsBeginning() {
        leaveWindowTwo(Stop.Reason.SHUTDOWN);
        WindowState other = new WindowState(Engine.PANTOMIME, 3, Map.of());
        new LeftWindows(objects(), job).keep(2, new LeftWindow(other, 0, 9));

        assertThat(work().run(claim(2))).isEqualTo(Verdict.DONE);
        assertThat(stripes.steps).containsSubsequence("2.1", "2.2", "2.1", "2.2", "2.3");
    }

    @Test
    void aJobThatGivesWayIsDoneWithForNowAndGoesOnUnderItsTicket() {
        leaveWindowTwo(Stop.Reason.YIELD);
        assertThat(ledger()).extracting(ChunkCommitted::index).containsExactly(0, 1);
        RenderTicket ticket = Json.read(TestPlans.ticket(plan()), RenderTicket.class);
        assertThat(said.events).last().isEqualTo(new JobEvent.Yielded("w1", 1, ticket.id(), ticket.plan()));

        assertThat(work().run(claim(1))).isEqualTo(Verdict.DONE);
        assertThat(stripes.steps).endsWith("2.1", "2.2", "2.3", "3.1", "3.2", "3.3");
    }

    @Test
    void whateverElseHappensCountsForMoreThanGivingWay() {
        Stop stop = new Stop();
        stop.raise(Stop.Reason.YIELD);
        assertThat(stop.leavesTime()).isTrue();
        stop.raise(Stop.Reason.CANCELLED);
        stop.raise(Stop.Reason.SHUTDOWN);
        assertThat(stop.reason()).isEqualTo(Stop.Reason.CANCELLED);
        assertThat(work().run(claim(1, stop))).isEqualTo(Verdict.DONE);
        assertThat(said.events).isEmpty();
    }

    @Test
    void aCancellationBreaksAWindowOff() {
        leaveWindowTwo(Stop.Reason.CANCELLED);
        assertThat(left()).isEmpty();
    }

    /** In its second step, which is made to its end. */
    private void leaveWindowTwo(Stop.Reason reason) {
        stripes.leaving = true;
        Stop stop = new Stop();
        stripes.onStep = step -> {
            if (step == 22) {
                stop.raise(reason);
            }
        };
        work().run(claim(1, stop));
        assertThat(stripes.steps).endsWith("2.1", "2.2");
        stripes.onStep = step -> {};
    }

    private List<String> left() {
        return objects().list(ObjectKeys.leftWindows(job, 2));
    }

    @Test
    void aShutdownAtTheLastDeliveryPublishesTheTicketAgain() {
        Stop stop = new Stop();
        stop.raise(Stop.Reason.SHUTDOWN);
        Claim claim = claim(LIMIT, stop);
        assertThat(work().run(claim)).isEqualTo(Verdict.DONE);
        assertThat(said.again).containsExactly(claim);
    }

    @Test
    void aLostClaimCommitsNothingMore() {
        Stop stop = new Stop();
        stripes.trick = window -> {
            if (window == 0) {
                stop.raise(Stop.Reason.LOST);
            }
        };
        Claim claim = claim(1, stop);
        assertThat(work().run(claim)).isEqualTo(Verdict.GIVE_BACK);
        assertThat(ledger()).isEmpty();
    }

    @Test
    void anEngineThatGivesTooFewFramesIsABug() {
        renderer = new TooShort();
        assertThat(work().run(claim(1))).isEqualTo(Verdict.GIVE_UP);
        assertThat(said.deadLetters.get(0).message())
                .isEqualTo("Engine pantomime gave 0 frames for window 0 of %s, expected 21".formatted(job));
    }
}
