package dev.parley.assembler;

import dev.parley.contracts.ChunkCommitted;
import dev.parley.contracts.ChunkPlan;
import dev.parley.contracts.Fault;
import dev.parley.contracts.ObjectKeys;
import dev.parley.contracts.RenderPlan;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;

/** The chunks of a finished render, in order, proven to make up the planned video. */
record Chain(List<ChunkCommitted> chunks) {
    Chain {
        chunks = List.copyOf(chunks);
    }

    /**
     * @param pages the ledger's, one per planned chunk, in order
     * @throws UnassemblableException if they are not what was planned
     */
    static Chain of(RenderPlan plan, List<ChunkCommitted> pages) {
        int planned = plan.chunks().count();
        require(pages.size() == planned, plan, "the ledger has %d chunks, the plan %d", pages.size(), planned);
        int frames = 0;
        for (int index = 0; index < planned; index++) {
            ChunkCommitted page = pages.get(index);
            requirePlanned(plan, plan.chunks().chunk(index), page);
            frames += page.frames();
        }
        require(
                frames == plan.chunks().frames(),
                plan,
                "the chunks hold %d frames, the plan %d",
                frames,
                plan.chunks().frames());
        return new Chain(pages);
    }

    private static void requirePlanned(RenderPlan plan, ChunkPlan.Chunk planned, ChunkCommitted page) {
        int index = planned.index();
        require(page.jobId().equals(plan.jobId()), plan, "page %d is of job %s", index, page.jobId());
        require(page.index() == index, plan, "page %d is of chunk %d", index, page.index());
        require(
                page.startFrame() == planned.startFrame() && page.frames() == planned.frames(),
                plan,
                "chunk %d holds %d frames from %d, the plan has %d from %d",
                index,
                page.frames(),
                page.startFrame(),
                planned.frames(),
                planned.startFrame());
        require(page.last() == planned.last(), plan, "page %d says last=%s", index, page.last());
        require(isKeyOf(page, plan), plan, "page %d names the segment '%s'", index, page.object());
    }

    /** A key carries the hash of its bytes, so the right key is the right chunk. */
    private static boolean isKeyOf(ChunkCommitted page, RenderPlan plan) {
        try {
            return page.object().equals(ObjectKeys.chunk(plan.jobId(), page.index(), page.sha256()));
        } catch (IllegalArgumentException notASha256) {
            return false;
        }
    }

    private static void require(boolean holds, RenderPlan plan, String found, Object... values) {
        if (!holds) {
            throw new UnassemblableException(
                    Fault.INTERNAL, "Cannot assemble %s: %s".formatted(plan.jobId(), found.formatted(values)));
        }
    }

    /** Of all segments. */
    long bytes() {
        return chunks.stream().mapToLong(ChunkCommitted::bytes).sum();
    }

    /** How often their windows were rendered for nothing. */
    int retakes() {
        return chunks.stream().mapToInt(ChunkCommitted::retakes).sum();
    }

    /** When the last of them was there. */
    Instant finished() {
        return chunks.stream()
                .map(ChunkCommitted::at)
                .filter(Objects::nonNull)
                .max(Comparator.naturalOrder())
                .orElse(Instant.EPOCH);
    }

    /** The claims it took to render them. */
    int attempts() {
        return chunks.stream().mapToInt(ChunkCommitted::attempt).max().orElse(0);
    }
}
