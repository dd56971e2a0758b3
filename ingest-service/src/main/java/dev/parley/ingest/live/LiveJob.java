package dev.parley.ingest.live;

import dev.parley.contracts.ChunkCommitted;
import dev.parley.contracts.Json;
import dev.parley.contracts.ObjectKeys;
import dev.parley.contracts.RenderPlan;
import dev.parley.kit.admission.ScratchFiles;
import dev.parley.kit.admission.ScratchFiles.ScratchFile;
import dev.parley.kit.store.ObjectStore;
import dev.parley.media.LiveSegment;
import dev.parley.media.MediaException;
import dev.parley.media.Stitcher;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A job that somebody watches: its plan, and its recordings on this machine's disk. One segment is made at a time. */
final class LiveJob implements AutoCloseable {
    private final RenderPlan plan;
    private final ObjectStore store;
    private final ScratchFiles scratch;
    private final Map<String, ScratchFile> recordings = new HashMap<>();
    private boolean closed;

    LiveJob(RenderPlan plan, ObjectStore store, ScratchFiles scratch) {
        this.plan = plan;
        this.store = store;
        this.scratch = scratch;
    }

    RenderPlan plan() {
        return plan;
    }

    /**
     * Nothing if the chunk, or a recording, is not in the store.
     *
     * @throws dev.parley.kit.store.StoreException if the store does not answer, or with other bytes than were put
     */
    synchronized Optional<LiveSegment> segment(int index) throws MediaException {
        try {
            Optional<ChunkCommitted> page = store.getText(ObjectKeys.ledger(plan.jobId(), index))
                    .map(json -> Json.read(json, ChunkCommitted.class));
            return page.isEmpty() ? Optional.empty() : segment(page.get());
        } finally {
            if (closed) {
                deleteRecordings(); // which a late caller has brought back
            }
        }
    }

    private Optional<LiveSegment> segment(ChunkCommitted page) throws MediaException {
        try (ScratchFile chunk = scratch.make();
                ScratchFile work = scratch.make()) {
            List<Stitcher.Voice> voices = voices();
            if (voices.size() < plan.voices().size() || !store.download(page.object(), page.sha256(), chunk.path())) {
                return Optional.empty();
            }
            return Optional.of(LiveSegment.of(
                    new Stitcher.Segment(chunk.path(), page.frames()),
                    page.startFrame(),
                    plan.chunks().frames(),
                    voices,
                    work.path()));
        }
    }

    private List<Stitcher.Voice> voices() {
        List<Stitcher.Voice> voices = new ArrayList<>();
        for (RenderPlan.VoiceTrack voice : plan.voices()) {
            recording(voice.object())
                    .ifPresent(file -> voices.add(new Stitcher.Voice(
                            file.path(), voice.startSeconds(), voice.durationSeconds(), voice.offsetSeconds())));
        }
        return voices;
    }

    private Optional<ScratchFile> recording(String key) {
        ScratchFile known = recordings.get(key);
        if (known != null) {
            return Optional.of(known);
        }
        ScratchFile fresh = scratch.make();
        boolean there = false;
        try {
            there = store.download(key, ObjectKeys.inputHash(key), fresh.path());
            return there ? Optional.of(fresh) : Optional.empty();
        } finally {
            if (there) {
                recordings.put(key, fresh);
            } else {
                fresh.close();
            }
        }
    }

    private void deleteRecordings() {
        recordings.values().forEach(ScratchFile::close);
        recordings.clear();
    }

    @Override
    public synchronized void close() {
        closed = true;
        deleteRecordings();
    }
}
