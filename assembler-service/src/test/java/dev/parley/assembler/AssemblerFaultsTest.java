package dev.parley.assembler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.parley.contracts.ChunkCommitted;
import dev.parley.contracts.Command;
import dev.parley.contracts.DeadLetter;
import dev.parley.contracts.Fault;
import dev.parley.contracts.JobEvent;
import dev.parley.contracts.JobId;
import dev.parley.contracts.Json;
import dev.parley.contracts.ObjectKeys;
import dev.parley.contracts.Topics;
import dev.parley.testkit.FarmResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is wrong with a job is said, and leaves no video; what is wrong with the neighbors costs time only. */
@QuarkusTest
@WithTestResource(FarmResource.class)
class AssemblerFaultsTest extends FarmTest {
    @Test
    void aMissingPageFailsTheJob() throws Exception {
        RenderedJob job = RenderedJob.of(store, 20);
        store.delete(ObjectKeys.ledger(job.id(), 1));
        announce(job.last());
        JobEvent.Failed failed = awaitEnd(job.id(), JobEvent.Failed.class);
        assertThat(failed.fault()).isEqualTo(Fault.DEPENDENCY);
        assertThat(failed.message()).contains(ObjectKeys.ledger(job.id(), 1)).contains("not in the store");
        assertThat(store.stat(ObjectKeys.video(job.id()))).isEmpty();
    }

    @Test
    void aPageThatShowsLateIsWaitedFor() throws Exception {
        RenderedJob job = RenderedJob.of(store, 20);
        String key = ObjectKeys.ledger(job.id(), 1);
        byte[] page = store.get(key).orElseThrow();
        store.delete(key);
        announce(job.last());
        await().atMost(SOON).until(() -> !events(job.id()).isEmpty());
        store.put(key, page, "application/json");
        awaitEnd(job.id(), JobEvent.Completed.class);
    }

    @Test
    void aDamagedSegmentFailsTheJobAndTheRequestIsKept() throws Exception {
        // Given
        RenderedJob job = RenderedJob.of(store, 20);
        String key = job.pages().get(1).object();
        byte[] segment = store.get(key).orElseThrow();
        segment[segment.length / 2] ^= 1;
        store.put(key, segment, "video/iso.segment");
        // When
        announce(job.last());
        // Then
        JobEvent.Failed failed = awaitEnd(job.id(), JobEvent.Failed.class);
        assertThat(failed.message()).contains(key).contains("is damaged");
        assertThat(store.stat(ObjectKeys.video(job.id()))).isEmpty();
        List<String> letters = kafka.values(Topics.DEAD_LETTERS, job.id().value());
        assertThat(letters).hasSize(1);
        assertThat(Json.read(letters.get(0), DeadLetter.class).request())
                .isEqualTo(Json.write(job.plan().settings()));
    }

    @Test
    void aSegmentThatArrivesDamagedIsReadAgain() throws Exception {
        RenderedJob job = RenderedJob.of(store, 20);
        String key = job.pages().get(1).object();
        byte[] segment = store.get(key).orElseThrow();
        byte[] damaged = segment.clone();
        damaged[damaged.length / 2] ^= 1;
        store.put(key, damaged, "video/iso.segment");
        announce(job.last());
        await().atMost(SOON).until(() -> !events(job.id()).isEmpty());
        store.put(key, segment, "video/iso.segment");
        awaitEnd(job.id(), JobEvent.Completed.class);
    }

    /** As after a restart: the record that the job's last chunk is committed comes again. */
    @Test
    void aJobThatWasGivenUpIsToldOnce() throws Exception {
        RenderedJob job = RenderedJob.of(store, 20);
        store.delete(ObjectKeys.ledger(job.id(), 1));
        double before = assemblies(Outcome.FAILED);
        announce(job.last());
        awaitEnd(job.id(), JobEvent.Failed.class);
        announce(job.last());
        await().atMost(SOON).until(() -> assemblies(Outcome.FAILED) == before + 2);
        assertThat(kafka.values(Topics.DEAD_LETTERS, job.id().value())).hasSize(1);
        assertThat(events(job.id()))
                .filteredOn(JobEvent.Failed.class::isInstance)
                .hasSize(1);
    }

    @Test
    void chunksOfTwoEncodersFailTheJob() throws Exception {
        RenderedJob job = RenderedJob.of(store, 20);
        job.render(job.plan().chunks().chunk(1), "libopenh264");
        announce(job.last());
        JobEvent.Failed failed = awaitEnd(job.id(), JobEvent.Failed.class);
        assertThat(failed.fault()).isEqualTo(Fault.INTERNAL);
        assertThat(failed.message()).startsWith("Cannot stitch " + job.id());
        assertThat(store.stat(ObjectKeys.video(job.id()))).isEmpty();
    }

    @Test
    void aCancelledJobGetsNoVideo() throws Exception {
        RenderedJob job = RenderedJob.of(store, 20);
        double before = assemblies(Outcome.CANCELLED);
        Command cancel = new Command.CancelJob(job.id(), "changed my mind", Instant.now());
        kafka.publish(Topics.COMMANDS, job.id().value(), Json.write(cancel));
        await().atMost(SOON).until(() -> cancelled.isCancelled(job.id()));
        announce(job.last());
        await().atMost(SOON).until(() -> assemblies(Outcome.CANCELLED) == before + 1);
        assertThat(store.stat(ObjectKeys.video(job.id()))).isEmpty();
        assertThat(events(job.id())).isEmpty();
    }

    @Test
    void aChunkThatIsNotThePlansLastIsIgnored() throws Exception {
        RenderedJob job = RenderedJob.of(store, 20);
        double before = assemblies(Outcome.NOT_THE_LAST);
        ChunkCommitted first = job.pages().get(0);
        announce(new ChunkCommitted(
                first.jobId(), 0, 0, first.frames(), true, first.object(), 1, first.sha256(), null, 1, "w", null));
        await().atMost(SOON).until(() -> assemblies(Outcome.NOT_THE_LAST) == before + 1);
        assertThat(events(job.id())).isEmpty();
    }

    @Test
    void recordsThatAreNoChunksAreSkipped() throws Exception {
        JobId nobody = JobId.create(Instant.now());
        for (String garbage : new String[] {"", "null", "{", "[1]", "{\"jobId\":\"../../etc\",\"last\":true}", null}) {
            kafka.publish(Topics.CHUNKS, nobody.value(), garbage);
        }
        RenderedJob job = RenderedJob.of(store, 5);
        announce(job.last());
        awaitEnd(job.id(), JobEvent.Completed.class);
    }

    @Test
    void anOutageOfTheStoreCostsTimeOnly() throws Exception {
        // Given
        RenderedJob job = RenderedJob.of(store, 20);
        s3.stop();
        // When
        announce(job.last());
        await().atMost(SOON).until(() -> get("/q/metrics").contains("parley_assembler_backlog 1.0"));
        s3.start();
        // Then
        awaitEnd(job.id(), JobEvent.Completed.class);
    }
}
