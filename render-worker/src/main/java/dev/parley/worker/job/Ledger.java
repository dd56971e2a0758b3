package dev.parley.worker.job;

import dev.parley.contracts.ChunkCommitted;
import dev.parley.contracts.ChunkPlan;
import dev.parley.contracts.Fault;
import dev.parley.contracts.JobId;
import dev.parley.contracts.Json;
import dev.parley.contracts.ObjectKeys;
import dev.parley.kit.store.ObjectStore;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** The committed chunks of a job. The first attempt to write a page wins; a page never changes. */
final class Ledger {
    private static final String JSON = "application/json";

    private final ObjectStore store;
    private final JobId job;
    private final ChunkPlan plan;

    Ledger(ObjectStore store, JobId job, ChunkPlan plan) {
        this.store = store;
        this.job = job;
        this.plan = plan;
    }

    /**
     * All pages, from the first chunk on.
     *
     * @throws FaultException if they are not the beginning of what was planned
     */
    List<ChunkCommitted> pages() {
        List<String> keys = store.list(ObjectKeys.ledgerFolder(job)).stream()
                .filter(key -> key.endsWith(".json"))
                .toList();
        List<ChunkCommitted> pages = new ArrayList<>();
        for (String key : keys) {
            if (pages.size() == plan.count() || !key.equals(ObjectKeys.ledger(job, pages.size()))) {
                throw broken("page %d of %d is expected next, found %s".formatted(pages.size(), plan.count(), key));
            }
            pages.add(page(pages.size()));
        }
        return pages;
    }

    /** Writes the page unless there is one. @return the page that counts: this one, or the one written first */
    ChunkCommitted commit(ChunkCommitted page) {
        byte[] bytes = Json.write(page).getBytes(StandardCharsets.UTF_8);
        return store.putIfAbsent(ObjectKeys.ledger(job, page.index()), bytes, JSON) ? page : page(page.index());
    }

    private ChunkCommitted page(int index) {
        String text = store.getText(ObjectKeys.ledger(job, index))
                .orElseThrow(() -> broken("page %d existed but is gone".formatted(index)));
        ChunkCommitted page;
        try {
            page = Json.read(text, ChunkCommitted.class);
        } catch (IllegalArgumentException e) {
            throw broken("page %d cannot be read: %s".formatted(index, e.getMessage()));
        }
        ChunkPlan.Chunk planned = plan.chunk(index);
        boolean asPlanned = page.jobId().equals(job)
                && page.index() == index
                && page.startFrame() == planned.startFrame()
                && page.frames() == planned.frames()
                && page.last() == planned.last()
                && (page.stateObject() != null || page.last());
        if (!asPlanned) {
            throw broken("page %d should be of %s, found %s".formatted(index, planned, page));
        }
        return page;
    }

    private FaultException broken(String what) {
        return new FaultException(Fault.INTERNAL, "The ledger of %s is broken: %s".formatted(job, what));
    }
}
