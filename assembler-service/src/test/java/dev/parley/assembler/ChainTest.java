package dev.parley.assembler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.contracts.ChunkCommitted;
import dev.parley.contracts.ChunkPlan;
import dev.parley.contracts.Fault;
import dev.parley.contracts.JobId;
import dev.parley.contracts.Json;
import dev.parley.contracts.ObjectKeys;
import dev.parley.contracts.RenderPlan;
import dev.parley.contracts.RenderRequest;
import dev.parley.contracts.RequestDefaults;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class ChainTest {
    private static final JobId JOB = JobId.create(Instant.EPOCH);
    private static final String SHA = "ab".repeat(32);
    private static final RenderPlan PLAN = plan(new ChunkPlan(150, 81, 25));

    @Test
    void thePlannedChunksAreAChain() {
        Chain chain = Chain.of(PLAN, pages());
        assertThat(chain.chunks()).extracting(ChunkCommitted::frames).containsExactly(81, 56, 13);
        assertThat(chain.bytes()).isEqualTo(30);
        assertThat(chain.attempts()).isEqualTo(2);
    }

    @Test
    void aMissingPageBreaksIt() {
        assertBroken(() -> Chain.of(PLAN, pages().subList(0, 2)), "the ledger has 2 chunks, the plan 3");
    }

    @Test
    void aChunkOfAnotherJobBreaksIt() {
        JobId other = JobId.create(Instant.EPOCH);
        assertBroken(1, page -> page(other, 1, 81, 56, false, page.object(), SHA), "page 1 is of job " + other);
    }

    @Test
    void aPageInTheWrongPlaceBreaksIt() {
        assertBroken(1, page -> page(JOB, 2, 81, 56, false, page.object(), SHA), "page 1 is of chunk 2");
    }

    @Test
    void aGapBreaksIt() {
        assertBroken(
                1,
                page -> page(JOB, 1, 82, 56, false, page.object(), SHA),
                "chunk 1 holds 56 frames from 82, the plan has 56 from 81");
    }

    @Test
    void aChunkThatIsShortBreaksIt() {
        assertBroken(
                2,
                page -> page(JOB, 2, 137, 12, true, page.object(), SHA),
                "chunk 2 holds 12 frames from 137, the plan has 13 from 137");
    }

    @Test
    void aLastChunkInTheMiddleBreaksIt() {
        assertBroken(1, page -> page(JOB, 1, 81, 56, true, page.object(), SHA), "page 1 says last=true");
    }

    @Test
    void aSegmentThatIsNotTheChunksBreaksIt() {
        assertBroken(
                1, page -> page(JOB, 1, 81, 56, false, ObjectKeys.chunk(JOB, 0, SHA), SHA), "page 1 names the segment");
        assertBroken(1, page -> page(JOB, 1, 81, 56, false, page.object(), "no hash"), "page 1 names the segment");
    }

    private static void assertBroken(int index, UnaryOperator<ChunkCommitted> change, String why) {
        List<ChunkCommitted> pages = pages();
        pages.set(index, change.apply(pages.get(index)));
        assertBroken(() -> Chain.of(PLAN, pages), why);
    }

    private static void assertBroken(ThrowingCallable call, String why) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        UnassemblableException.class, e -> assertThat(e.fault()).isEqualTo(Fault.INTERNAL))
                .hasMessageStartingWith("Cannot assemble " + JOB)
                .hasMessageContaining(why);
    }

    private static List<ChunkCommitted> pages() {
        List<ChunkCommitted> pages = new ArrayList<>();
        for (ChunkPlan.Chunk chunk : PLAN.chunks().chunks()) {
            String key = ObjectKeys.chunk(JOB, chunk.index(), SHA);
            pages.add(page(JOB, chunk.index(), chunk.startFrame(), chunk.frames(), chunk.last(), key, SHA));
        }
        return pages;
    }

    private static ChunkCommitted page(
            JobId job, int index, int start, int frames, boolean last, String object, String sha256) {
        int attempt = index == 0 ? 1 : 2;
        return new ChunkCommitted(
                job, index, start, frames, last, object, 10, sha256, null, attempt, "w", Instant.EPOCH);
    }

    private static RenderPlan plan(ChunkPlan chunks) {
        RenderRequest request = Json.read("{\"speakers\":[]}", RenderRequest.class);
        return new RenderPlan(
                JOB,
                RequestDefaults.fill(request, RenderRequest.Engine.PANTOMIME),
                64,
                48,
                chunks,
                "picture",
                List.of(),
                "libx264",
                List.of(),
                null);
    }
}
