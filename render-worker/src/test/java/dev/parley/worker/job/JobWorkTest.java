package dev.parley.worker.job;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.contracts.ChunkCommitted;
import dev.parley.contracts.Fault;
import dev.parley.contracts.JobEvent;
import dev.parley.contracts.Json;
import dev.parley.contracts.ObjectKeys;
import dev.parley.contracts.Sha256;
import dev.parley.media.Stitcher;
import dev.parley.media.Stitcher.Segment;
import dev.parley.media.VideoInfo;
import dev.parley.testkit.Counters;
import dev.parley.testkit.Histograms;
import dev.parley.watermark.FrameMarker;
import dev.parley.watermark.MarkKey;
import dev.parley.worker.TestMedia;
import dev.parley.worker.claim.Claim;
import dev.parley.worker.claim.Stop;
import dev.parley.worker.claim.Verdict;
import dev.parley.worker.pantomime.PantomimeRenderer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class JobWorkTest extends JobAtWork {
    private static final Marking MARKED =
            plan -> Marking.by(new FrameMarker(plan.width(), plan.height(), MarkKey.PUBLIC, 42));

    @Test
    void aJobBecomesPlayableChunksThatAddUpToItsFrames() throws Exception {
        renderer = new PantomimeRenderer();
        assertThat(work().run(claim(1))).isEqualTo(Verdict.DONE);

        List<ChunkCommitted> pages = ledger();
        assertThat(pages).extracting(ChunkCommitted::frames).containsExactly(21, 16, 16, 9);
        assertThat(said.chunks).isEqualTo(pages);
        assertThat(said.events.get(0)).isEqualTo(new JobEvent.Claimed("w1", 1, 0));
        assertThat(said.events).last().isEqualTo(new JobEvent.Chunk(1, 3, 4, 62, 62));
        assertThat(said.progress).last().satisfies(end -> assertThat(end.etaSeconds())
                .as("what the encoder still has to do")
                .isBetween(0.0, 1.0));
        assertThat(Histograms.count(registry, "parley_worker_eta_error_ratio")).isEqualTo(1);
        assertThat(Counters.value(
                        registry,
                        "parley_worker_video_seconds",
                        "engine",
                        "pantomime",
                        "tenant",
                        plan().settings().tenant()))
                .isEqualTo(62 / 25.0);

        List<Segment> segments = new ArrayList<>();
        for (ChunkCommitted page : pages) {
            Path file = scratch.resolve(page.index() + ".m4s");
            assertThat(objects().download(page.object(), file)).isTrue();
            assertThat(Sha256.of(file)).isEqualTo(page.sha256());
            segments.add(new Segment(file, page.frames()));
        }
        Path wav = Files.write(scratch.resolve("voice.wav"), TestMedia.speechWav(SECONDS));
        VideoInfo video = Stitcher.stitch(
                segments, List.of(new Stitcher.Voice(wav, 0, SECONDS)), Map.of(), scratch.resolve("video.mp4"));
        assertThat(video.frames()).isEqualTo(62);
    }

    @Test
    void theNextAttemptBeginsAfterTheLastCommittedChunkAndMakesTheSameVideo() {
        renderer = new PantomimeRenderer();
        marking = MARKED;
        work().run(claim(1));
        List<ChunkCommitted> undisturbed = ledger();
        objects().delete(ObjectKeys.ledger(job, 2));
        objects().delete(ObjectKeys.ledger(job, 3));
        said.chunks.clear();
        said.events.clear();

        assertThat(work().run(claim(2))).isEqualTo(Verdict.DONE);

        assertThat(said.events.get(0)).isEqualTo(new JobEvent.Claimed("w1", 2, 2));
        assertThat(said.chunks).extracting(ChunkCommitted::attempt).containsExactly(1, 1, 2, 2);
        assertThat(ledger())
                .extracting(ChunkCommitted::sha256)
                .isEqualTo(undisturbed.stream().map(ChunkCommitted::sha256).toList());
    }

    /** Otherwise marks would pile up from window to window. */
    @Test
    void framesAreMarkedWhereTheyAreEncodedAndNotWhereTheNextWindowBegins() {
        renderer = new PantomimeRenderer();
        work().run(claim(1));
        List<ChunkCommitted> unmarked = ledger();
        for (int i = 0; i < unmarked.size(); i++) {
            objects().delete(ObjectKeys.ledger(job, i));
        }
        marking = MARKED;
        work().run(claim(2));
        assertThat(ledger())
                .extracting(ChunkCommitted::stateObject)
                .isEqualTo(unmarked.stream().map(ChunkCommitted::stateObject).toList());
        assertThat(ledger())
                .extracting(ChunkCommitted::sha256)
                .doesNotContainAnyElementsOf(
                        unmarked.stream().map(ChunkCommitted::sha256).toList());
    }

    @Test
    void aFinishedJobIsAnnouncedAgainAndNotRenderedAgain() {
        work().run(claim(1));
        said.chunks.clear();
        stripes.windows.clear();
        assertThat(work().run(claim(2))).isEqualTo(Verdict.DONE);
        assertThat(said.chunks).hasSize(4).extracting(ChunkCommitted::attempt).containsOnly(1);
        assertThat(stripes.windows).isEmpty();
    }

    @Test
    void aLateAttemptLosesToWhoCommittedFirstAndGoesOnFromTheirChunk() {
        MovingStripes other = new MovingStripes();
        other.tint = 50;
        stripes.trick = window -> {
            if (window == 1 && other.windows.isEmpty()) {
                while (said.chunks.isEmpty()) {
                    Thread.sleep(5);
                }
                // The first chunk is ours; somebody else claims the job and commits the second while we are at it.
                renderer = other;
                assertThat(work().run(claim(2))).isEqualTo(Verdict.GIVE_BACK);
            }
        };
        other.trick = window -> {
            if (window == 2) {
                throw new FaultException(Fault.DEPENDENCY, "gone");
            }
        };
        assertThat(work().run(claim(1))).isEqualTo(Verdict.DONE);
        assertThat(ledger()).extracting(ChunkCommitted::attempt).containsExactly(1, 2, 1, 1);
        assertThat(stripes.tintBefore).containsEntry(2, 50f);
    }

    @Test
    void aWindowIsEncodedWhileTheChunkBeforeIsCommitted() {
        CountDownLatch encoded = new CountDownLatch(1);
        // The third window begins when no more than 8 of the second one's 16 frames are not yet encoded.
        stripes.trick = window -> {
            if (window == 2) {
                encoded.countDown();
            }
        };
        said.beforeChunk = index -> {
            if (index == 0) {
                assertThat(encoded.await(20, TimeUnit.SECONDS)).isTrue();
            }
        };
        assertThat(work().run(claim(1))).isEqualTo(Verdict.DONE);
        assertThat(said.chunks).extracting(ChunkCommitted::index).containsExactly(0, 1, 2, 3);
    }

    @Test
    void aChunkThatCannotBeAnnouncedEndsTheAttempt() {
        said.beforeChunk = index -> {
            if (index == 1) {
                throw new FaultException(Fault.DEPENDENCY, "the broker has gone");
            }
        };
        assertThat(work().run(claim(1))).isEqualTo(Verdict.GIVE_BACK);
        said.beforeChunk = index -> {};
        assertThat(work().run(claim(2))).isEqualTo(Verdict.DONE);
        assertThat(ledger()).extracting(ChunkCommitted::attempt).containsExactly(1, 1, 2, 2);
    }

    @Test
    void aTicketThatWasPublishedAgainGoesOnCountingItsAttempts() {
        Claim last = claim(LIMIT);
        Claim first = new Claim(
                last.topic(),
                0,
                8,
                job.value(),
                last.value(),
                last.headersToPublishAgain(),
                Instant.now(),
                1,
                new Stop());
        assertThat(work().run(first)).isEqualTo(Verdict.DONE);
        assertThat(said.events.get(0)).isEqualTo(new JobEvent.Claimed("w1", LIMIT + 1, 0));
    }

    @Test
    void aPlanForAnEncoderThatIsNotHereIsGivenBack() {
        String plan = Json.write(plan().begunBy("h264_of_the_future", "ticket-1"));
        objects().put(ObjectKeys.plan(job), plan.getBytes(StandardCharsets.UTF_8), "application/json");
        assertThat(work().run(claim(1))).isEqualTo(Verdict.GIVE_BACK);
        assertThat(stripes.windows).isEmpty();
    }

    @Test
    void aLedgerWithAHoleIsNotBuiltUpon() {
        work().run(claim(1));
        objects().delete(ObjectKeys.ledger(job, 1));
        assertThat(work().run(claim(2))).isEqualTo(Verdict.GIVE_UP);
        assertThat(said.deadLetters.get(0).message())
                .contains("page 1 of 4 is expected next, found " + ObjectKeys.ledger(job, 2));
    }

    @Test
    void aStateWhoseBytesWereSpoiltIsNotUsed() {
        work().run(claim(1));
        String state = ledger().get(2).stateObject();
        objects().delete(ObjectKeys.ledger(job, 3));
        objects().put(state, new byte[] {1, 2, 3}, "application/octet-stream");
        assertThat(work().run(claim(2))).isEqualTo(Verdict.GIVE_BACK);
    }
}
